using Adjoint.Kernels;

namespace Adjoint;

/// <summary>
/// The way from gradients to moved parameters: the point of a second gradient, the mean over accumulated batches, clipping, noise, the optimizer.
/// Memory that a setting needs is allocated when it is first used.
/// </summary>
internal sealed class Descent
{
    private readonly OptimizerState _state;
    private readonly TrainedRanges _ranges;
    private readonly Threads _threads;
    private AlignedBuffer? _origin;
    private AlignedBuffer? _sum;
    private long _heldSamples;

    /// <summary>Begins without steps.</summary>
    /// <exception cref="ArgumentException">A group of the optimizer has no parameters, or all parameters are in groups that are frozen.</exception>
    public Descent(ModelDescription model, IReadOnlyCollection<GradientInfo> trained, Optimizer optimizer, Threads threads)
    {
        _ranges = new TrainedRanges(model, trained, optimizer);
        _state = new OptimizerState(optimizer, _ranges);
        _threads = threads;
    }

    public Optimizer Optimizer => _state.Optimizer;

    /// <summary>The batches whose gradients wait for the next move.</summary>
    public int HeldBatches { get; private set; }

    /// <summary>Goes on from where another descent of the same parameters is.</summary>
    public void Assign(Descent other)
    {
        _state.Assign(other._state);
        (HeldBatches, _heldSamples) = (other.HeldBatches, other._heldSamples);
        if (HeldBatches > 0)
        {
            _sum ??= new AlignedBuffer(other._sum!.Span.Length);
            other._sum!.Span.CopyTo(_sum.Span);
        }
    }

    /// <summary>Moves the parameters to the point of the second gradient, if the optimizer wants one; <see cref="Restore"/> puts them back.</summary>
    /// <returns>Whether a second gradient is to be computed.</returns>
    public bool Perturb(Span<float> parameters, ReadOnlySpan<float> gradient)
    {
        if (!Optimizer.TakesSecondGradient)
        {
            return false;
        }

        _origin ??= new AlignedBuffer(parameters.Length);
        parameters.CopyTo(_origin.Span);
        _state.Perturb(parameters, gradient, _threads);
        return true;
    }

    /// <summary>Puts the parameters back to where they were before <see cref="Perturb"/>.</summary>
    public void Restore(Span<float> parameters) => _origin!.Span.CopyTo(parameters);

    /// <summary>Keeps a batch's gradient for the next move.</summary>
    public void Hold(ReadOnlySpan<float> gradient, int samples)
    {
        _sum ??= new AlignedBuffer(gradient.Length);
        if (HeldBatches == 0)
        {
            _sum.Span.Clear();
        }

        HeldBatches++;
        _heldSamples += samples;
        foreach (TrainedRange range in _ranges)
        {
            Span<float> sum = range.Of(_sum.Span);
            Elementwise.Map(_threads, range.Of(gradient), sum, sum, new ScaledSum(samples));
        }
    }

    /// <summary>Takes a step with a batch's gradient and those that were held, weighted by their samples, which is the gradient of the mean over all of them.</summary>
    /// <param name="parameters">The parameters, which are moved.</param>
    /// <param name="gradient">The gradient, which is overwritten.</param>
    /// <param name="samples">The samples of its batch.</param>
    /// <param name="factor">What the learning rate is multiplied by.</param>
    /// <param name="rules">What is done to the gradient first.</param>
    /// <param name="key">Where noise comes from.</param>
    public void Move(Span<float> parameters, Span<float> gradient, int samples, float factor, GradientRules rules, RandomKey key)
    {
        if (HeldBatches > 0)
        {
            double all = _heldSamples + (double)samples;
            foreach (TrainedRange range in _ranges)
            {
                Span<float> part = range.Of(gradient);
                Elementwise.Map(_threads, range.Of(_sum!.Span), part, part, new WeightedSum((float)(1 / all), (float)(samples / all)));
            }

            HeldBatches = 0;
            _heldSamples = 0;
        }

        rules.Apply(gradient, _ranges, _state.Steps + 1, key, _threads);
        _state.Step(parameters, gradient, factor, _threads);
    }
}
