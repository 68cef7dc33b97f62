namespace Adjoint.Benchmarks.Workloads;

/// <summary>A fixed batch of random samples for a model: normal numbers, and equally likely whole ones.</summary>
internal sealed class Samples
{
    private readonly int _count;
    private readonly float[] _inputs;
    private readonly int[] _integers;
    private readonly int[] _labels;
    private readonly float[] _targets;

    private Samples(int count, float[] inputs, int[] integers, int[] labels, float[] targets)
    {
        _count = count;
        _inputs = inputs;
        _integers = integers;
        _labels = labels;
        _targets = targets;
    }

    /// <summary>The samples, as a step takes them.</summary>
    public Batch Batch => new() { Count = _count, Inputs = _inputs, IntegerInputs = _integers, Labels = _labels, Targets = _targets };

    /// <summary>Draws samples with labels, or targets, for a model. Its whole numbers are below the number of its outputs at a place.</summary>
    public static Samples For(ModelDescription model, int count)
    {
        Random random = new(Seed: 1);
        int classes = model.OutputShape[^1];
        TensorInfo target = model.Target ?? throw new ArgumentException($"{model} has no loss.", nameof(model));
        return new Samples(
            count,
            Normal(random, count * model.Inputs.Where(static input => !input.IsInteger).Sum(static input => input.Length)),
            Whole(random, count * model.Inputs.Where(static input => input.IsInteger).Sum(static input => input.Length), classes),
            Whole(random, target.IsInteger ? target.LengthFor(count) : 0, classes),
            Normal(random, target.IsInteger ? 0 : target.LengthFor(count)));
    }

    /// <summary>Draws numbers from 0 to 1 that are their own targets.</summary>
    public static Samples OfThemselves(ModelDescription model, int count)
    {
        Random random = new(Seed: 1);
        float[] inputs = new float[count * model.InputLength];
        foreach (ref float value in inputs.AsSpan())
        {
            value = random.NextSingle();
        }

        return new Samples(count, inputs, [], [], inputs);
    }

    /// <summary>Draws standard normal numbers (Box and Muller 1958).</summary>
    public static float[] Normal(Random random, int length)
    {
        float[] values = new float[length];
        Fill(random, values);
        return values;
    }

    /// <summary>The same, in a buffer like those that tensors lie in.</summary>
    public static AlignedBuffer NormalBuffer(Random random, int length)
    {
        AlignedBuffer buffer = new(length);
        Fill(random, buffer.Span);
        return buffer;
    }

    private static void Fill(Random random, Span<float> values)
    {
        foreach (ref float value in values)
        {
            value = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }
    }

    private static int[] Whole(Random random, int length, int bound)
    {
        int[] values = new int[length];
        foreach (ref int value in values.AsSpan())
        {
            value = random.Next(bound);
        }

        return values;
    }
}
