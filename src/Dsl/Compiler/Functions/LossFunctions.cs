using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Functions;

/// <summary>
/// Losses. Each gives a number for every sample, or for every row where rows are compared, so that sums, means and weights of samples are
/// ordinary arithmetic.
/// </summary>
internal static class LossFunctions
{
    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        OfElements("SquaredError", static (call, y, t) => LossFormulas.Squared(call.Builder, y, t)),
        OfElements("AbsoluteError", static (call, y, t) => LossFormulas.Absolute(call.Builder, y, t)),
        OfElements("Huber", static (call, y, t) => LossFormulas.Huber(call.Builder, y, t, Positive(call, 2, "delta"))),
        OfElements("SmoothL1", static (call, y, t) =>
        {
            double beta = Positive(call, 2, "beta");
            return LossFormulas.Times(call.Builder, LossFormulas.Huber(call.Builder, y, t, beta), 1 / beta);
        }),
        OfElements("Hinge", static (call, y, t) => LossFormulas.Hinge(call.Builder, y, t)),
        OfElements("SigmoidCrossEntropy", static (call, x, t) => LossFormulas.BinaryCrossEntropy(call.Builder, x, t)),
        OfElements("SigmoidFocal", static (call, x, t) => Balanced(call, t, LossFormulas.SigmoidFocal(call.Builder, x, t, AtLeastZero(call, 2, "gamma")))),
        new("SoftmaxCrossEntropy", static call =>
        {
            (Node logits, Node labels) = Labelled(call);
            double smoothing = call.IsGiven(2) ? call.Real(2) : 0;
            return smoothing is not (>= 0 and <= 1) ? throw call.Error($"takes a label smoothing from 0 to 1, but is given {FunctionCall.Text(smoothing)}")
                : smoothing == 0 ? LossFormulas.CrossEntropy(call.Builder, logits, labels)
                : LossFormulas.SmoothedCrossEntropy(call.Builder, logits, labels, smoothing);
        }),
        new("SoftmaxFocal", static call =>
        {
            (Node logits, Node labels) = Labelled(call);
            return LossFormulas.SoftmaxFocal(call.Builder, logits, labels, AtLeastZero(call, 2, "gamma"));
        }),
        new("MaskedCrossEntropy", static call =>
        {
            (Node logits, Node labels) = Labelled(call);
            return LossFormulas.MaskedCrossEntropy(call.Builder, logits, labels);
        }),
        new("LabelMask", static call =>
        {
            Node labels = call.Value(0);
            return labels.Type.Element == ElementType.Int32
                ? LossFormulas.LabelMask(call.Builder, labels, call.SizeAt(1))
                : throw call.Error(Rules.RealLabels, FunctionCall.Written(labels));
        }),
        OfRows("SoftTargetCrossEntropy", static (call, x, t) => LossFormulas.SoftTargetCrossEntropy(call.Builder, x, t)),
        OfRows("KullbackLeibler", static (call, x, t) => LossFormulas.KullbackLeibler(call.Builder, x, t)),
        new("GaussianNll", static call =>
        {
            Node[] aligned = Broadcasting.Align(call, ElementwiseFunctions.Float(call, 0), ElementwiseFunctions.Float(call, 1), ElementwiseFunctions.Float(call, 2));
            return LossFormulas.MeanOfSample(call.Builder, LossFormulas.GaussianNll(call.Builder, aligned[0], aligned[1], aligned[2], Positive(call, 3, "epsilon")));
        }),
        new("CosineSimilarity", static call =>
        {
            Node[] pair = Vectors(call, 2);
            return LossFormulas.CosineSimilarity(call.Builder, pair[0], pair[1], call.Axis(pair[0], 2), Positive(call, 3, "epsilon"));
        }),
        new("CosineEmbedding", CosineEmbedding),
        new("TripletMargin", TripletMargin),
        new("InfoNce", InfoNce),
        ConnectionistLoss.Definition,
    ];

    /// <summary>A loss of pairs of elements: its mean for each sample.</summary>
    private static FunctionDefinition OfElements(string name, Func<FunctionCall, Node, Node, Node> formula) => new(name, call =>
    {
        Node[] pair = Broadcasting.Align(call, ElementwiseFunctions.Float(call, 0), ElementwiseFunctions.Float(call, 1));
        return LossFormulas.MeanOfSample(call.Builder, formula(call, pair[0], pair[1]));
    });

    /// <summary>A loss of pairs of rows: a number for each.</summary>
    private static FunctionDefinition OfRows(string name, Func<FunctionCall, Node, Node, Node> formula) => new(name, call =>
    {
        Node[] pair = Vectors(call, 2);
        return formula(call, pair[0], pair[1]);
    });

    /// <summary>The first arguments under one shape, which has an axis.</summary>
    private static Node[] Vectors(FunctionCall call, int count)
    {
        Node[] aligned = Broadcasting.Align(call, [.. Enumerable.Range(0, count).Select(index => ElementwiseFunctions.Float(call, index))]);
        return FunctionCall.SampleOf(aligned[0]).Rank > 0 ? aligned : throw call.Error("compares vectors, but is given single numbers");
    }

    /// <summary>Logits and the label of each row.</summary>
    private static (Node Logits, Node Labels) Labelled(FunctionCall call)
    {
        Node logits = ElementwiseFunctions.Float(call, 0);
        Node labels = call.Value(1);
        Shape sample = FunctionCall.SampleOf(logits);
        return sample.Rank == 0 ? throw call.Error($"takes logits [.., classes] and their labels i32[..], but is given {FunctionCall.Written(logits)} as logits")
            : labels.Type == TensorType.Int(Axes.Without(logits.Shape, [logits.Shape.Rank - 1])) ? (logits, labels)
            : labels.Type.Element != ElementType.Int32 ? throw call.Error(Rules.RealLabels, FunctionCall.Written(labels))
            : throw call.Error(Rules.LabelMismatch, FunctionCall.Written(logits), Wording.Of(Axes.Without(sample, [sample.Rank - 1])), FunctionCall.Written(labels));
    }

    /// <summary>Weights α for the targets 1 and <c>1 − α</c> for the targets 0, where α is given.</summary>
    private static Node Balanced(FunctionCall call, Node targets, Node loss)
    {
        if (!call.IsGiven(3) || call.Real(3) is var balance && balance < 0)
        {
            return loss;
        }

        // α t + (1 − α)(1 − t)
        return balance > 1
            ? throw call.Error($"takes a balance from 0 to 1, or a negative one for none, but is given {FunctionCall.Text(balance)}")
            : call.Builder.Multiply(loss, call.Builder.Add(LossFormulas.Times(call.Builder, targets, (2 * balance) - 1), call.Builder.Fill(targets.Shape, 1 - balance)));
    }

    /// <summary><c>1 − cos(a, b)</c> for pairs that belong together, <c>max(0, cos(a, b) − margin)</c> for others.</summary>
    private static object? CosineEmbedding(FunctionCall call)
    {
        Node[] pair = Vectors(call, 2);
        GraphBuilder builder = call.Builder;
        Node cosine = LossFormulas.CosineSimilarity(builder, pair[0], pair[1], pair[0].Shape.Rank - 1, 1e-8);
        Node[] aligned = Broadcasting.Align(call, ElementwiseFunctions.Float(call, 2), cosine);
        Node together = builder.Subtract(builder.Fill(aligned[1].Shape, 1), aligned[1]);
        Node apart = builder.Add(new Relu(), builder.Subtract(aligned[1], builder.Fill(aligned[1].Shape, call.Real(3))));
        return builder.SelectPositive(aligned[0], together, apart);
    }

    /// <summary><c>max(0, ‖a − p‖ − ‖a − n‖ + margin)</c> of each row (Schroff, Kalenichenko, Philbin 2015).</summary>
    private static object? TripletMargin(FunctionCall call)
    {
        Node[] aligned = Vectors(call, 3);
        GraphBuilder builder = call.Builder;
        Node near = Distance(aligned[1]);
        Node margin = builder.Fill(near.Shape, AtLeastZero(call, 3, "margin"));
        return builder.Add(new Relu(), builder.Add(builder.Subtract(near, Distance(aligned[2])), margin));

        Node Distance(Node other) => LossFormulas.Length(builder, builder.Subtract(aligned[0], other), aligned[0].Shape.Rank - 1, 1e-12);
    }

    /// <summary>
    /// <c>log Σⱼ exp(cos(qᵢ, kⱼ) / τ) − cos(qᵢ, kᵢ) / τ</c>: each query's own key against those of the whole batch (van den Oord, Li, Vinyals 2018).
    /// </summary>
    private static object? InfoNce(FunctionCall call)
    {
        GraphBuilder builder = call.Builder;
        double temperature = Positive(call, 2, "temperature");
        (Node queries, Node keys) = (Unit(0), Unit(1));
        if (queries.Shape != keys.Shape)
        {
            throw call.Error($"compares queries with keys of their shape, but is given {FunctionCall.Written(queries)} and {FunctionCall.Written(keys)}");
        }

        Node all = LossFormulas.Times(builder, builder.Contract("qd", "kd", "qk", queries, keys), 1 / temperature);
        Node own = LossFormulas.Times(builder, builder.Sum(builder.Multiply(queries, keys), [1]), 1 / temperature);
        Node largest = builder.Add(new StopGradient(), builder.Max(all, [1]));
        Node sum = builder.Sum(builder.Exp(builder.Subtract(all, builder.Broadcast(largest, all.Shape, [1]))), [1]);
        return builder.Subtract(builder.Add(largest, builder.Log(sum)), own);

        Node Unit(int index)
        {
            Node x = ElementwiseFunctions.Float(call, index);
            call.AxisOf(x, int.MinValue);
            return FunctionCall.SampleOf(x).Rank == 1
                ? builder.Divide(x, builder.Broadcast(LossFormulas.Length(builder, x, 1, 1e-8), x.Shape, [1]))
                : throw call.Error($"takes a vector [features] of each sample, but is given {FunctionCall.Written(x)}");
        }
    }

    private static double Positive(FunctionCall call, int index, string parameter) => call.Real(index) is > 0 and < double.PositiveInfinity and var number
        ? number
        : throw call.Error($"takes a finite {parameter} above 0, but is given {FunctionCall.Text(call.Real(index))}");

    private static double AtLeastZero(FunctionCall call, int index, string parameter) => call.Real(index) is >= 0 and < double.PositiveInfinity and var number
        ? number
        : throw call.Error($"takes a finite {parameter} of at least 0, but is given {FunctionCall.Text(call.Real(index))}");
}
