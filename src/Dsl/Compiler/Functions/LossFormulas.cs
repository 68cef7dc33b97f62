using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Functions;

/// <summary>
/// What losses compute, element by element or row by row, before any mean. The functions of the language and the losses that a declaration
/// names share these formulas. Values that are compared have one shape already.
/// </summary>
internal static class LossFormulas
{
    // Below every number that the losses meet, and far from the smallest that single precision holds.
    private const double Floor = 1e-30;

    /// <summary><c>(y − t)²</c>.</summary>
    public static Node Squared(GraphBuilder builder, Node output, Node target)
    {
        Node difference = builder.Subtract(output, target);
        return builder.Multiply(difference, difference);
    }

    /// <summary><c>|y − t|</c>.</summary>
    public static Node Absolute(GraphBuilder builder, Node output, Node target) => builder.Abs(builder.Subtract(output, target));

    /// <summary>
    /// <c>d² / 2</c> for a difference d of at most δ, and beyond that the tangent <c>δ · (|d| − δ/2)</c> (Huber 1964). With d cut off at ±δ as c
    /// both are <c>c · (d − c/2)</c>.
    /// </summary>
    public static Node Huber(GraphBuilder builder, Node output, Node target, double delta)
    {
        Node difference = builder.Subtract(output, target);
        Node cut = builder.Minimum(builder.Maximum(difference, builder.Fill(difference.Shape, -delta)), builder.Fill(difference.Shape, delta));
        return builder.Multiply(cut, builder.Subtract(difference, Times(builder, cut, 0.5)));
    }

    /// <summary><c>max(0, 1 − t · y)</c> for targets 1 and −1.</summary>
    public static Node Hinge(GraphBuilder builder, Node output, Node target) =>
        builder.Add(new Relu(), builder.Subtract(builder.Fill(output.Shape, 1), builder.Multiply(output, target)));

    /// <summary><c>softplus(x) − x · t</c>, which is <c>−t log σ(x) − (1 − t) log(1 − σ(x))</c> without its overflows.</summary>
    public static Node BinaryCrossEntropy(GraphBuilder builder, Node logits, Node targets) =>
        builder.Subtract(builder.Softplus(logits), builder.Multiply(logits, targets));

    /// <summary>
    /// <c>−(1 − p)^γ · log p</c> for the probability p of the target, 0 or 1 (Lin et al. 2017). With <c>z = (2t − 1) · x</c> it is
    /// <c>softplus(−z) · exp(−γ · softplus(z))</c>, which is finite for every logit.
    /// </summary>
    public static Node SigmoidFocal(GraphBuilder builder, Node logits, Node targets, double gamma)
    {
        Node signed = builder.Multiply(logits, builder.Subtract(Times(builder, targets, 2), builder.Fill(targets.Shape, 1)));
        Node easy = builder.Exp(Times(builder, builder.Softplus(signed), -gamma));
        return builder.Multiply(builder.Softplus(builder.Negate(signed)), easy);
    }

    /// <summary><c>log Σ exp(x) − x[label]</c> of each row.</summary>
    public static Node CrossEntropy(GraphBuilder builder, Node logits, Node labels) => builder.Add(new CrossEntropy(), logits, labels);

    /// <summary>
    /// The cross-entropy with a target that gives its class <c>1 − ε</c> and spreads ε evenly over all (Szegedy et al. 2016):
    /// <c>log Σ exp(x) − (1 − ε) · x[label] − ε · mean(x)</c>.
    /// </summary>
    public static Node SmoothedCrossEntropy(GraphBuilder builder, Node logits, Node labels, double smoothing)
    {
        Node surplus = builder.Subtract(builder.Pick(logits, labels), builder.Mean(logits, [logits.Shape.Rank - 1]));
        return builder.Add(CrossEntropy(builder, logits, labels), Times(builder, surplus, smoothing));
    }

    /// <summary><c>−(1 − p)^γ · log p</c> for the probability p of each row's label.</summary>
    public static Node SoftmaxFocal(GraphBuilder builder, Node logits, Node labels, double gamma)
    {
        Node loss = CrossEntropy(builder, logits, labels);
        Node missed = builder.Subtract(builder.Fill(loss.Shape, 1), builder.Exp(builder.Negate(loss)));

        // Where nothing is missed a power below 1 has no slope; the floor, which no row else comes near, gives it 0.
        Node floored = builder.Maximum(missed, builder.Fill(loss.Shape, Floor));
        return gamma == 0 ? loss : builder.Multiply(builder.Power(floored, gamma), loss);
    }

    /// <summary><c>−Σ t · log softmax(x)</c> of each row.</summary>
    public static Node SoftTargetCrossEntropy(GraphBuilder builder, Node logits, Node targets) =>
        builder.Negate(AlongRows(builder, builder.Multiply(targets, builder.LogSoftmax(logits))));

    /// <summary>The cross-entropy of each label, and 0 for the labels −1, which are no class.</summary>
    public static Node MaskedCrossEntropy(GraphBuilder builder, Node logits, Node labels) =>
        SoftTargetCrossEntropy(builder, logits, builder.Add(new OneHot(logits.Shape[logits.Shape.Rank - 1], AllowsNone: true), labels));

    /// <summary>1 for each label, and 0 for the labels −1.</summary>
    public static Node LabelMask(GraphBuilder builder, Node labels, Size classes) =>
        AlongRows(builder, builder.Add(new OneHot(classes, AllowsNone: true), labels));

    /// <summary><c>Σ t · (log t − log softmax(x))</c> of each row; what has the probability 0 counts nothing.</summary>
    public static Node KullbackLeibler(GraphBuilder builder, Node logits, Node targets)
    {
        Node logarithm = builder.Log(builder.SelectPositive(targets, targets, builder.Fill(targets.Shape, 1)));
        return AlongRows(builder, builder.Multiply(targets, builder.Subtract(logarithm, builder.LogSoftmax(logits))));
    }

    /// <summary><c>(log v + (t − μ)² / v) / 2</c> for a variance v of at least ε, without the constant <c>log(2π) / 2</c> (Nix and Weigend 1994).</summary>
    public static Node GaussianNll(GraphBuilder builder, Node mean, Node variance, Node target, double epsilon)
    {
        Node spread = builder.Maximum(variance, builder.Fill(variance.Shape, epsilon));
        return Times(builder, builder.Add(builder.Log(spread), builder.Divide(Squared(builder, target, mean), spread)), 0.5);
    }

    /// <summary><c>Σ a·b / (‖a‖ · ‖b‖)</c> along an axis; a vector shorter than ε counts as one of that length.</summary>
    public static Node CosineSimilarity(GraphBuilder builder, Node a, Node b, int axis, double epsilon) => builder.Divide(
        builder.Sum(builder.Multiply(a, b), [axis]),
        builder.Multiply(Length(builder, a, axis, epsilon), Length(builder, b, axis, epsilon)));

    /// <summary>The length of the vectors along an axis, at least ε: below that it has the slope 0, where the root has none.</summary>
    public static Node Length(GraphBuilder builder, Node x, int axis, double epsilon)
    {
        Node squares = builder.Sum(builder.Multiply(x, x), [axis]);
        return builder.Sqrt(builder.Maximum(squares, builder.Fill(squares.Shape, epsilon * epsilon)));
    }

    /// <summary><c>c · x</c>.</summary>
    public static Node Times(GraphBuilder builder, Node x, double factor) => builder.Multiply(x, builder.Fill(x.Shape, factor));

    /// <summary>The mean of a sample's elements, for each sample; of all, where there are no samples.</summary>
    public static Node MeanOfSample(GraphBuilder builder, Node x)
    {
        int first = x.Shape.HasBatch ? 1 : 0;
        return x.Shape.Rank == first ? x : builder.Mean(x, [.. Enumerable.Range(first, x.Shape.Rank - first)]);
    }

    private static Node AlongRows(GraphBuilder builder, Node x) => builder.Sum(x, [x.Shape.Rank - 1]);
}
