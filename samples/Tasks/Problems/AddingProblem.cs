using Adjoint;
using static Adjoint.Loss;

namespace Tasks.Problems;

/// <summary>Reads pairs of numbers, and gives a number at the end.</summary>
[Model(Input = "100, 2", Loss = MeanSquaredError)]
public partial record Adder(
    [Lstm(32, Last = true)] Layer Memory,
    [Dense(1)]              Layer Sum);

/// <summary>
/// The adding problem (Hochreiter and Schmidhuber 1997): of a hundred numbers from 0 to 1, two are marked, and their sum is asked for. To answer 1 always
/// has an error of 1/6.
/// </summary>
public sealed record AddingProblem() : LearningTask("adding", "an LSTM adds two marked numbers of a hundred, which may lie far apart")
{
    private const int Steps = 100;

    /// <inheritdoc/>
    public override Verdict Run(Session session)
    {
        Random random = new(session.Seed);
        Adder trained = Adder.Create(session.Seed).Fit(Sequences(random, 20_000), validation: null, session.Shown(new FitOptions
        {
            Epochs = 6,
            BatchSize = 32,
            Optimizer = new Adam(1e-2f),
            Schedule = new Schedule.Cosine(warmup: 0.05f),
            ClipNorm = 1,
        }));
        float error = Training.Evaluate(trained, Sequences(random, 2_000), session.Threads).Loss;
        return new Verdict(error < 0.01f, $"mean squared error {error:F5} on other sequences (bar 0.01)");
    }

    /// <summary>Draws sequences: at each step a number and whether it counts; one is marked in each half.</summary>
    private static Dataset Sequences(Random random, int count)
    {
        float[] inputs = new float[count * Steps * 2];
        float[] sums = new float[count];
        for (int row = 0; row < count; row++)
        {
            Span<float> sequence = inputs.AsSpan(row * Steps * 2, Steps * 2);
            for (int step = 0; step < Steps; step++)
            {
                sequence[2 * step] = random.NextSingle();
            }

            foreach (int marked in (ReadOnlySpan<int>)[random.Next(Steps / 2), random.Next(Steps / 2, Steps)])
            {
                sequence[(2 * marked) + 1] = 1;
                sums[row] += sequence[2 * marked];
            }
        }

        return Dataset.WithTargets(inputs, sums, Steps * 2, 1);
    }
}
