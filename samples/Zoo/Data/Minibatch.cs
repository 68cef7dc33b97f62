using Adjoint;

namespace Zoo.Data;

/// <summary>Rows that a step learns from.</summary>
/// <param name="inputs">Their inputs, one row after the other.</param>
/// <param name="labels">The class of each.</param>
/// <param name="progress">The share of the training that lies before the step, from 0 to 1.</param>
internal readonly ref struct Minibatch(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, float progress)
{
    /// <summary>What a step does with its rows.</summary>
    public delegate void Step(Minibatch batch);

    /// <summary>Their inputs, one row after the other.</summary>
    public ReadOnlySpan<float> Inputs { get; } = inputs;

    /// <summary>The class of each.</summary>
    public ReadOnlySpan<int> Labels { get; } = labels;

    /// <summary>The number of rows.</summary>
    public int Count => Labels.Length;

    /// <summary>A factor of the learning rate that falls from 1 to 0 along half a cosine (Loshchilov and Hutter 2017).</summary>
    public float Cosine { get; } = 0.5f + (0.5f * MathF.Cos(MathF.PI * progress));

    /// <summary>Goes through labelled rows, in an order drawn anew for each epoch; rows that would not fill a batch wait for another epoch.</summary>
    public static void ForEach(Dataset data, int epochs, int size, int seed, Step step)
    {
        int batches = data.Count / size;
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            Dataset shuffled = data.Shuffled(unchecked((seed * 7919) + epoch));
            for (int batch = 0; batch < batches; batch++)
            {
                int first = batch * size;
                step(new Minibatch(
                    shuffled.Inputs.Slice(first * data.InputLength, size * data.InputLength),
                    shuffled.Labels.Slice(first, size),
                    ((epoch * batches) + batch) / (float)(epochs * batches)));
            }
        }
    }
}
