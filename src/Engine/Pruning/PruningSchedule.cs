namespace Adjoint;

/// <summary>
/// How many weights are dropped when, while a model with <c>[Masked]</c> parts is trained: <see cref="FitOptions.Pruning"/> follows it, and a training of one's own does with
/// <see cref="IsDue"/> and <see cref="SparsityAt"/>.
/// </summary>
public sealed record PruningSchedule
{
    private readonly long _begin;
    private readonly long _end;

    private PruningSchedule(double initial, double final, long begin, long end)
    {
        Initial = Pruning.Share(initial, nameof(initial));
        Final = Pruning.Share(final, nameof(final));
        _begin = Setting.AtLeast(begin, 1, nameof(begin));
        _end = Setting.AtLeast(end, begin, nameof(end));
    }

    /// <summary>The share of dropped weights at the first step.</summary>
    public double Initial { get; }

    /// <summary>The share of dropped weights from the last step on.</summary>
    public double Final { get; }

    /// <summary>How many steps lie between two prunings, in which the weights that are left make up for those that are not; at least 1.</summary>
    public int Every { get; init => field = Setting.AtLeast(value, 1, nameof(Every)); } = 1;

    /// <summary>What weights are compared with.</summary>
    public PruningScope Scope { get; init; }

    /// <summary>
    /// Drops many weights first and ever fewer (Zhu and Gupta 2017, "To prune, or not to prune"): at step t
    /// <c>final + (initial − final) · (1 − (t − begin) / (end − begin))³</c>.
    /// </summary>
    /// <param name="initial">The share at the first step, in <c>[0, 1]</c>.</param>
    /// <param name="final">The share at the last.</param>
    /// <param name="begin">The first step, counted from 1.</param>
    /// <param name="end">The last step, not before the first.</param>
    public static PruningSchedule Gradual(double initial, double final, long begin, long end) => new(initial, final, begin, end);

    /// <summary>The share of the weights that is dropped at a step, counted from 1; none before the schedule begins.</summary>
    public double SparsityAt(long step)
    {
        double left = step >= _end ? 0 : 1 - ((step - _begin) / (double)(_end - _begin));
        return step < _begin ? 0 : Final + ((Initial - Final) * left * left * left);
    }

    /// <summary>Whether weights are dropped after a step, counted from 1: at the first, at each <see cref="Every"/> after it, and at the last.</summary>
    public bool IsDue(long step) => step == _end || (step >= _begin && step < _end && (step - _begin) % Every == 0);
}
