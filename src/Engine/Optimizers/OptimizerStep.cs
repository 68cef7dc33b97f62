namespace Adjoint;

/// <summary>One step of an optimizer over parameters that lie side by side: the buffers it works on, all of one length, and the step's numbers.</summary>
public readonly ref struct OptimizerStep
{
    private readonly AlignedBuffer[] _moments;
    private readonly int _start;

    internal OptimizerStep(
        Span<float> parameters, ReadOnlySpan<float> gradient, AlignedBuffer[] moments, int start, long number, float learningRate, Threads threads)
    {
        Parameters = parameters;
        Gradient = gradient;
        _moments = moments;
        _start = start;
        Number = number;
        LearningRate = learningRate;
        Threads = threads;
    }

    /// <summary>The parameters, to be moved; gaps in the layout are 0 and stay so when gradient and moments are 0 there.</summary>
    public Span<float> Parameters { get; }

    /// <summary>The gradient of the loss with respect to the parameters.</summary>
    public ReadOnlySpan<float> Gradient { get; }

    /// <summary>The number of this step, counted from 1 over the whole training.</summary>
    public long Number { get; }

    /// <summary>The learning rate of this step: the optimizer's times the schedule's factor.</summary>
    public float LearningRate { get; }

    /// <summary>The threads of the training.</summary>
    public Threads Threads { get; }

    /// <summary>What the optimizer remembers between steps.</summary>
    /// <param name="index">Which buffer, from 0 to <see cref="Optimizer.Moments"/> − 1.</param>
    public Span<float> Moment(int index) => _moments[index].Span.Slice(_start, Parameters.Length);
}
