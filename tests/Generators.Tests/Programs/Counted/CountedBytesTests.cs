using System.Collections.Immutable;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Plan;

namespace Adjoint.Generators.Tests.Programs.Counted;

/// <summary>
/// A training program needs the memory that is printed of it, to the float: it runs in that and not in less, and what it writes of it are the
/// buffers of its plan, up to the end of the last one.
/// </summary>
public sealed class CountedBytesTests
{
    private static readonly int[] Counts = [1, 3, 17];

    [Theory]
    [MemberData(nameof(CountedModels.All), MemberType = typeof(CountedModels))]
    public void Arena_IsNeededToTheFloat_AndWrittenToItsEnd(string network, string variation)
    {
        CountedStep step = CountedModels.Of(network, variation);
        foreach (int count in Counts)
        {
            long floats = step.Cost.Arena.FloatsFor(count);
            Assert.Equal(floats, step.Objective.TrainingMemory.FloatsFor(count));
            Assert.Throws<ArgumentException>(() => step.Run(count, floats - 1));
            CountedRun run = step.Run(count, floats);
            Assert.True(float.IsFinite(run.Loss));

            // All of every buffer is written; what is left are the floats that bring the next buffer to a cache line.
            Assert.Equal(Planned(step, count), run.Arena);
            Assert.Equal(floats, step.Program.Plan.Buffers.Max(buffer => (buffer.Offset + buffer.Floats).Evaluate(step.Bindings(count))));
        }
    }

    [Theory]
    [MemberData(nameof(CountedModels.All), MemberType = typeof(CountedModels))]
    public void Buffers_HaveTheLengthsThatArePrinted(string network, string variation)
    {
        CountedStep step = CountedModels.Of(network, variation);
        ImmutableArray<ParameterInfo> parameters = step.Model.Parameters;
        Assert.Equal(parameters.Sum(static parameter => Aligned(parameter.Length)), step.Model.ParameterBufferLength);
        Assert.Equal(step.Model.States.Sum(static state => Aligned(state.Length)), step.Model.StateLength);
        Assert.Equal(step.Model.ParameterCount, step.Cost.Total.Parameters);

        // All trained values are written, and nothing else; the buffer is needed up to the last of them.
        int count = Counts[1];
        long floats = step.Cost.Arena.FloatsFor(count);
        bool[] written = step.Run(count, floats).Gradient;
        Assert.Equal(step.Cost.Total.TrainedParameters, written.Count(static touched => touched));
        int end = Array.LastIndexOf(written, true) + 1;
        Assert.Equal(Aligned(end), step.GradientLength);
        Assert.Equal(written[..end], step.Run(count, floats, gradients: end).Gradient);
        Assert.Throws<ArgumentOutOfRangeException>(() => step.Run(count, floats, gradients: end - 1));

        int last = parameters[^1].Offset + parameters[^1].Length;
        Assert.True(float.IsFinite(step.Run(count, floats, parameters: last).Loss));
        Assert.Throws<ArgumentOutOfRangeException>(() => step.Run(count, floats, parameters: last - 1));
    }

    [Theory]
    [MemberData(nameof(CountedModels.All), MemberType = typeof(CountedModels))]
    public void AnotherDeclaration_NeedsAnother(string network, string variation)
    {
        CountedStep step = CountedModels.Of(network, variation);
        string plain = CountedModels.BaseOf(variation);
        Assert.Equal(variation == plain, Memory(step) == Memory(CountedModels.Of(network, plain)));

        static (int, int, int, long) Memory(CountedStep step) =>
            (step.Model.ParameterBufferLength, step.Model.StateLength, step.GradientLength, step.Cost.Arena.FloatsFor(Counts[^1]));
    }

    [Fact]
    public void BatchOfManyParts_TakesTheLargest_AndTheGradientsThatItAdds()
    {
        const int count = 17;
        CountedStep step = CountedModels.Declared(
            "[Model(Input = \"1, 64, 64\", Loss = CrossEntropy)] public partial record Wide([Conv2D(8, Kernel = 3), Relu, MaxPool(4)] Layer Body, [Flatten, Dense(5)] Layer Head);", "Wide").Step;
        MicroBatchPlan parts = new(count, step.Cost.Arena.MicroBatch);
        Assert.InRange(parts.Count, 2, count);
        long floats = step.Cost.Arena.FloatsFor(count);
        long own = step.Cost.Arena.FloatsFor(parts.Largest);
        Assert.Equal(own + step.GradientLength, floats);
        Assert.Throws<ArgumentException>(() => step.Run(count, floats - 1));
        CountedRun run = step.Run(count, floats);
        Assert.Equal(step.Cost.Total.TrainedParameters, run.Gradient.Count(static touched => touched));

        // The gradients of a part lie behind what it takes, as they do where they are added up.
        Assert.Equal(run.Gradient, run.Arena[(int)own..]);
        bool[] planned = new bool[own];
        foreach (int samples in Enumerable.Range(0, parts.Count).Select(part => parts.First(part + 1) - parts.First(part)).Distinct())
        {
            planned = [.. planned.Zip([.. Planned(step, samples), .. new bool[own - step.Cost.Arena.FloatsFor(samples)]], static (a, b) => a || b)];
        }

        Assert.Equal(planned, run.Arena[..(int)own]);
    }

    /// <summary>The floats of an arena that belong to a buffer; of a row that is kept in less memory, and whose length has a name, the floats that this one needs.</summary>
    private static bool[] Planned(CountedStep step, int count)
    {
        bool[] planned = new bool[step.Cost.Arena.FloatsFor(count)];
        Dictionary<string, long> names = step.Bindings(count);
        foreach (PlannedBuffer buffer in step.Program.Plan.Buffers)
        {
            int start = (int)buffer.Offset.Evaluate(names);
            int length = (int)buffer.Length.Evaluate(names);
            if (buffer.Values is not [{ Operation: Compress { Compression: var compression } } kept])
            {
                planned.AsSpan(start, length).Fill(true);
                continue;
            }

            int row = kept.Shape.Evaluate(names)[^1];
            int numbers = kept.Inputs[0].Shape.Evaluate(names).Aggregate(1, static (product, size) => product * size) / (length / row);
            int needed = compression.Type == KeptType.Int8 ? 1 + ((numbers + 3) / 4) : (numbers + 1) / 2;
            for (int i = 0; i < length; i += row)
            {
                planned.AsSpan(start + i, needed).Fill(true);
            }
        }

        return planned;
    }

    private static int Aligned(int floats) => (floats + ArenaPlanner.Alignment - 1) / ArenaPlanner.Alignment * ArenaPlanner.Alignment;
}
