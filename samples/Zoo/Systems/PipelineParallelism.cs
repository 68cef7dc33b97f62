using System.Diagnostics;
using System.Threading.Channels;
using Adjoint;
using Zoo.Data;
using static Adjoint.Ops;

namespace Zoo.Systems;

/// <summary>A network of two halves of much the same work.</summary>
[Model]
public partial record WholeNetwork(
    [Flatten, Dense(256), Relu, Dense(256), Relu, Dense(256), Relu, Dense(256), Relu, Dense(256), Relu] Layer Lower,
    [Dense(256), Relu, Dense(256), Relu, Dense(256), Relu, Dense(10)]                                   Layer Upper)
{
    public Expr Forward([Shape("1, 8, 8")] Expr image) => Upper(Lower(image));

    [Objective]
    public Expr Learn([Shape("1, 8, 8")] Expr image, [Shape("i32[]")] Expr digit) => SoftmaxCrossEntropy(Forward(image), digit);
}

/// <summary>
/// The lower half by itself. What it learns from is the gradient that the upper half sends back; what its layers compute in between is computed again then, as in
/// the paper, so that between the two passes nothing but its input is kept.
/// </summary>
[Model]
public partial record LowerStage(
    [Flatten, Dense(256), Relu, Dense(256), Relu, Dense(256), Relu, Dense(256), Relu, Dense(256), Relu] Layer Lower)
{
    public Expr Forward([Shape("1, 8, 8")] Expr image) => Lower(image);

    [Objective]
    public Expr Learn([Shape("1, 8, 8")] Expr image, [Shape("256")] Expr sent) => Sum(Forward(image) * sent);
}

/// <summary>The upper half by itself.</summary>
[Model]
public partial record UpperStage(
    [Dense(256), Relu, Dense(256), Relu, Dense(256), Relu, Dense(10)] Layer Upper)
{
    public Expr Forward([Shape("256")] Expr received) => Upper(received);

    [Objective]
    public Expr Learn([Shape("256")] Expr received, [Shape("i32[]")] Expr digit) => SoftmaxCrossEntropy(Forward(received), digit);
}

/// <summary>
/// Two stages on two threads work on parts of a batch at the same time: while the upper one is at a part, the lower one is at the next. Parameters are moved when
/// all parts are through, by their mean gradient, which is that of the whole network.
/// </summary>
internal sealed class PipelineParallelism : ISystem
{
    private const int BatchSize = 512;
    private const int Parts = 8;
    private const int Rows = BatchSize / Parts;
    private const int Steps = 5;
    private const float LearningRate = 0.1f;

    /// <inheritdoc/>
    public string Name => "gpipe";

    /// <inheritdoc/>
    public int Row => 235;

    /// <inheritdoc/>
    public string Paper =>
        "GPipe: Efficient Training of Giant Neural Networks using Pipeline Parallelism (Huang, Cheng, Bapna, Firat, Chen, Chen, Lee, Ngiam, Le, Wu, Chen 2019)";

    /// <inheritdoc/>
    public void Run(Trial trial)
    {
        Dataset batch = DataSets.Digits.Train.SplitAt(BatchSize).First;
        WholeNetwork drawn = WholeNetwork.Create(trial.Seed);
        Trainer<WholeNetwork> whole = new(drawn, new Sgd(LearningRate), trial.Seed, trial.Threads);
        for (int step = 0; step < Steps; step++)
        {
            WholeNetwork.LearnObjective.Step(whole, batch.Inputs, batch.Labels);
        }

        trial.Say($"largest change of a parameter in {Steps} steps: {Bar.Text(Scores.Difference(drawn.Parameters, whole.Parameters))}");

        // Sums of floats in another order differ in the last bits, which comes to a millionth here; parameters change by thousands of times as much.
        Bar same = Bar.AtMost(1e-5);
        trial.Require("difference of the pipeline's parameters from the whole network's", Difference(trial, drawn, whole, batch, Parts, waits: true), same);
        trial.Refuse("difference if parameters move after each part", Difference(trial, drawn, whole, batch, Parts, waits: false), same);
        trial.Refuse("difference if the last part is lost", Difference(trial, drawn, whole, batch, Parts - 1, waits: true), same);

        // The larger stage has five of nine layers, but one part of eight of what is kept for the backward pass.
        // Its memory: parameters, their gradients and the mean of those that are held, and what a training step needs for a part.
        double all = Memory(WholeNetwork.Description, WholeNetwork.LearnObjective.Describe([]), BatchSize);
        Bar less = Bar.AtMost(0.45);
        trial.Require("memory of the lower stage, as a share", Memory(LowerStage.Description, LowerStage.LearnObjective.Describe([]), Rows) / all, less);
        trial.Require("memory of the upper stage, as a share", Memory(UpperStage.Description, UpperStage.LearnObjective.Describe([]), Rows) / all, less);
        trial.Refuse("memory of the whole network for a part, as a share", Memory(WholeNetwork.Description, WholeNetwork.LearnObjective.Describe([]), Rows) / all, less);
    }

    private static double Memory(ModelDescription model, ObjectiveDescription objective, int rows) =>
        (3d * model.ParameterBufferLength * sizeof(float)) + objective.TrainingMemory.BytesFor(rows);

    private static double Difference(Trial trial, WholeNetwork drawn, Trainer<WholeNetwork> whole, Dataset batch, int parts, bool waits)
    {
        Pipeline pipeline = new(drawn, trial.Seed, waits ? parts : 1);
        for (int step = 0; step < Steps; step++)
        {
            pipeline.Step(batch, parts);
        }

        // How busy two cores are depends on what else they do, so it is said and not checked.
        trial.Say($"stages at work, on average: {Bar.Text(pipeline.Overlap)} of 2, where the fill and drain of the pipeline allow {Bar.Text(2d * parts / (parts + 1))}");
        return Scores.Difference(pipeline.Joined(drawn.Parameters), whole.Parameters);
    }

    /// <summary>The two stages, with a queue in each direction.</summary>
    /// <param name="network">What their parameters are copied from.</param>
    /// <param name="seed">What random numbers depend on.</param>
    /// <param name="held">How many parts of a batch parameters are moved after; after each part they are moved by less.</param>
    private sealed class Pipeline(WholeNetwork network, int seed, int held)
    {
        private readonly Trainer<LowerStage> _lower = new(
            LowerStage.FromParameters(LowerStage.Create().Parameters.WithValuesOf(network.Parameters, out _)), Descent(held), seed, new Threads(1)) { Accumulate = held };

        private readonly Trainer<UpperStage> _upper = new(
            UpperStage.FromParameters(UpperStage.Create().Parameters.WithValuesOf(network.Parameters, out _)), Descent(held), seed, new Threads(1)) { Accumulate = held };

        private long _work;
        private long _time;

        /// <summary>The time that stages worked, over the time that passed, since the first step, in which code is compiled.</summary>
        public double Overlap => _work / (double)_time;

        /// <summary>The parameters of both stages under their names in the whole network.</summary>
        public ParameterBuffer Joined(ParameterBuffer whole) => whole.WithValuesOf(_lower.Parameters, out _).WithValuesOf(_upper.Parameters, out _);

        /// <summary>Takes parts of a batch forwards and backwards through both stages.</summary>
        public void Step(Dataset batch, int parts)
        {
            bool isFirst = _lower.Steps == 0;
            Channel<float[]> forward = Channel.CreateUnbounded<float[]>();
            Channel<float[]> backward = Channel.CreateUnbounded<float[]>();
            long start = Stopwatch.GetTimestamp();
            Task.WhenAll(
                Task.Run(() => Lower(batch, parts, forward.Writer, backward.Reader)),
                Task.Run(() => Upper(batch, parts, forward.Reader, backward.Writer))).GetAwaiter().GetResult();
            _time += Stopwatch.GetTimestamp() - start;
            if (isFirst)
            {
                _work = _time = 0;
            }
        }

        private static Sgd Descent(int held) => new(held == 1 ? LearningRate / Parts : LearningRate);

        private static ReadOnlySpan<float> Images(Dataset batch, int part) => batch.Inputs.Slice(part * Rows * batch.InputLength, Rows * batch.InputLength);

        private static ReadOnlySpan<int> Digits(Dataset batch, int part) => batch.Labels.Slice(part * Rows, Rows);

        /// <summary>All parts go forwards before the first comes back.</summary>
        private async Task Lower(Dataset batch, int parts, ChannelWriter<float[]> forward, ChannelReader<float[]> backward)
        {
            LowerStage stage = _lower.Model();
            for (int part = 0; part < parts; part++)
            {
                await forward.WriteAsync(Timed(() => stage.Predict(Images(batch, part))));
            }

            for (int part = 0; part < parts; part++)
            {
                float[] sent = await backward.ReadAsync();
                Timed(() => LowerStage.LearnObjective.Step(_lower, Images(batch, part), sent));
            }
        }

        private async Task Upper(Dataset batch, int parts, ChannelReader<float[]> forward, ChannelWriter<float[]> backward)
        {
            UpperStage stage = _upper.Model();
            for (int part = 0; part < parts; part++)
            {
                float[] received = await forward.ReadAsync();

                // What comes back is the gradient of a mean over the rows, and the lower stage takes that mean again.
                await backward.WriteAsync(Timed(() => Array.ConvertAll(
                    UpperStage.LearnObjective.InputGradient(stage, received, Digits(batch, part)), static value => value * Rows)));
                Timed(() => UpperStage.LearnObjective.Step(_upper, received, Digits(batch, part)));
            }
        }

        private T Timed<T>(Func<T> work)
        {
            long start = Stopwatch.GetTimestamp();
            T result = work();
            Interlocked.Add(ref _work, Stopwatch.GetTimestamp() - start);
            return result;
        }
    }
}
