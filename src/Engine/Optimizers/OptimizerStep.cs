namespace Adjoint;

/// <summary>One step of an optimizer over parameters that lie side by side: the buffers it works on, all of one length, and the step's numbers.</summary>
public readonly ref struct OptimizerStep
{
    private readonly OptimizerState _state;
    private readonly TrainedRange _range;
    private readonly float _factor;

    internal OptimizerStep(
        OptimizerState state, TrainedRange range, Span<float> parameters, ReadOnlySpan<float> gradient, Optimizer optimizer, float factor, Threads threads)
    {
        _state = state;
        _range = range;
        _factor = factor;
        Parameters = parameters.Slice(range.Offset, range.Length);
        Gradient = range.Of(gradient);
        Threads = threads;
        LearningRate = optimizer.LearningRate * (range.Group is null ? factor : factor * range.Group.LearningRateFactor);
        WeightDecay = range.Group?.WeightDecay ?? optimizer.WeightDecay;
        L2 = range.Group?.L2 ?? optimizer.L2;
    }

    private OptimizerStep(OptimizerStep step, Optimizer optimizer)
    {
        this = step;
        LearningRate = optimizer.LearningRate * (_range.Group is null ? _factor : _factor * _range.Group.LearningRateFactor);
        WeightDecay = _range.Group?.WeightDecay ?? optimizer.WeightDecay;
        L2 = _range.Group?.L2 ?? optimizer.L2;
    }

    /// <summary>The parameters, to be moved; gaps in the layout are 0 and stay so when gradient and moments are 0 there.</summary>
    public Span<float> Parameters { get; }

    /// <summary>The gradient of the loss with respect to the parameters, without <see cref="L2"/>'s.</summary>
    public ReadOnlySpan<float> Gradient { get; }

    /// <summary>The number of this step, counted from 1 over the whole training.</summary>
    public long Number => _state.Steps;

    /// <summary>The learning rate of this step: the optimizer's times the schedule's factor and the group's.</summary>
    public float LearningRate { get; }

    /// <summary>The decoupled weight decay: the group's, or the optimizer's.</summary>
    public float WeightDecay { get; }

    /// <summary>The factor of the penalty on squares: the group's, or the optimizer's.</summary>
    public float L2 { get; }

    /// <summary>The tensor that the parameters are; null unless the optimizer is <see cref="Optimizer.IsPerTensor"/>.</summary>
    public ParameterInfo? Tensor => _range.Tensor;

    /// <summary>The threads of the training.</summary>
    public Threads Threads { get; }

    /// <summary>Memory for intermediate values, at least as much as <see cref="Optimizer.ScratchFor"/> says; its contents are unspecified.</summary>
    public Span<float> Scratch => _state.Scratch;

    /// <summary>What the optimizer remembers between steps.</summary>
    /// <param name="index">Which buffer, from 0 to <see cref="Optimizer.Moments"/> − 1.</param>
    public Span<float> Moment(int index) => _state.Moment(index).Slice(_range.Start, _range.Length);

    /// <summary>The same step with the learning rate and decay of another optimizer, for a rule that leaves some tensors to it.</summary>
    /// <param name="optimizer">The other optimizer, with no more moments.</param>
    public OptimizerStep For(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return new OptimizerStep(this, optimizer);
    }
}
