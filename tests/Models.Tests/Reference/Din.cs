using Adjoint;
using static Adjoint.Ops;

namespace Models.Tests.Reference;

/// <summary>
/// A rectifier whose bend lies at the mean of the batch and is soft, with a slope below it that is learned: <c>p · x + (1 − p) · α · x</c> with the
/// sigmoid p of the normalised x.
/// </summary>
[Model]
public partial record Dice(
    [Weight("D")]             Expr Slope,
    [State("D")]              Expr Mean,
    [State("D", Initial = 1)] Expr Variance)
{
    public Expr Forward([Shape("D")] Expr x)
    {
        var above = Sigmoid(BatchNorm(x, Mean, Variance));
        return above * x + (1f - above) * Slope * x;
    }
}

/// <summary>
/// A deep interest network (Zhou et al. 2018): what of a user's history speaks for a candidate is weighed by the candidate, and adds up to the user's interest.
/// Histories are of different lengths; the steps beyond do not count.
/// </summary>
[Model]
public partial record Din(
    [Embedding(40, 8)]                                     Layer Items,
    [Dense(16), PRelu, Dense(8), PRelu, Dense(1)]          Layer Relevance,
    [Dense(24), Use<Dice>, Dense(12), Use<Dice>, Dense(1)] Layer Click)
{
    public Expr Forward([Shape("i32[T]")] Expr history, [Shape("i32[]")] Expr length, [Shape("i32[]")] Expr candidate)
    {
        var seen = Items(history);
        var wanted = Items(candidate);
        var each = BroadcastTo(wanted, "T, 8");
        var relevance = Squeeze(Relevance(Concat(1, seen, each, seen - each, seen * each)), 1) * LengthMask(length, "T");
        var interest = Einsum("t,td->d", relevance, seen);
        return Click(Concat(0, interest, wanted, interest * wanted));
    }

    [Objective]
    public Expr Guess(
        [Shape("i32[T]")] Expr history, [Shape("i32[]")] Expr length, [Shape("i32[]")] Expr candidate, [Shape("1")] Expr clicked) =>
        SigmoidCrossEntropy(Forward(history, length, candidate), clicked);
}
