using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Layers;

/// <summary>What a loss means: the mean over the batch, as an expression of the output and the target.</summary>
/// <param name="Name">The name of the <c>Loss</c> member.</param>
/// <param name="TargetType">The type of the target for a model's output.</param>
/// <param name="Build">The scalar loss.</param>
internal sealed record LossDefinition(string Name, Func<LossContext, TensorType> TargetType, Func<GraphBuilder, Node, Node, Node> Build);

/// <summary>What a loss's definition is told about the model.</summary>
/// <param name="Output">The type of the model's output.</param>
/// <param name="Giver">What gives it, in user's words.</param>
/// <param name="Origin">Where the loss is declared.</param>
/// <param name="Way">The way on which the output has got its shape, as the end of a sentence.</param>
/// <param name="Related">Where it comes from.</param>
internal sealed record LossContext(TensorType Output, string Giver, int Origin, string Way, EquatableArray<RelatedSpec> Related);

/// <summary>Every loss by its name.</summary>
internal static class LossCatalog
{
    private const double FocalGamma = 2;
    private const double HuberDelta = 1;
    private const double ShortestVector = 1e-8;

    public static IReadOnlyList<LossDefinition> All { get; } =
    [
        OfLabels("CrossEntropy", LossFormulas.CrossEntropy),
        OfElements("MeanSquaredError", LossFormulas.Squared),
        OfElements("MeanAbsoluteError", LossFormulas.Absolute),
        OfElements("Huber", static (builder, output, target) => LossFormulas.Huber(builder, output, target, HuberDelta)),
        OfElements("BinaryCrossEntropy", LossFormulas.BinaryCrossEntropy),
        OfElements("Hinge", LossFormulas.Hinge),
        OfLabels("Focal", static (builder, output, labels) => LossFormulas.SoftmaxFocal(builder, output, labels, FocalGamma)),
        OfRows("SoftTargetCrossEntropy", LossFormulas.SoftTargetCrossEntropy),
        OfRows("KullbackLeibler", LossFormulas.KullbackLeibler),
        OfRows("CosineDistance", static (builder, output, target) =>
        {
            Node cosine = LossFormulas.CosineSimilarity(builder, output, target, output.Shape.Rank - 1, ShortestVector);
            return builder.Subtract(builder.Fill(cosine.Shape, 1), cosine);
        }),
    ];

    /// <summary>The definition of a loss; null when there is none.</summary>
    public static LossDefinition? Find(string name) => All.FirstOrDefault(definition => definition.Name == name);

    /// <summary>The mean of a loss of each element, with a target of the output's shape.</summary>
    private static LossDefinition OfElements(string name, Func<GraphBuilder, Node, Node, Node> loss) => new(name, static context => context.Output, Mean(loss));

    /// <summary>The mean of a loss of each row, with a row as target.</summary>
    private static LossDefinition OfRows(string name, Func<GraphBuilder, Node, Node, Node> loss) => new(
        name,
        context => context.Output.Shape.Rank < 2 ? throw Mismatch(name, context, "[.., classes]", "end the model with [Flatten, Dense(classes)]")
            : IsOne(context.Output.Shape) ? throw OneClass(name, context)
            : context.Output,
        Mean(loss));

    /// <summary>The mean of a loss of each row of logits, with a label as target.</summary>
    private static LossDefinition OfLabels(string name, Func<GraphBuilder, Node, Node, Node> loss) => new(
        name,
        context =>
        {
            Shape shape = context.Output.Shape;
            return shape.Rank is not (2 or 3) ? throw Mismatch(name, context, "[classes]", shape.Rank == 1
                    ? "leave the classes apart, as in Mean(x, axis: 0) of [steps, classes]"
                    : "end the model with [Flatten, Dense(classes)]")
                : IsOne(shape) ? throw OneClass(name, context)
                : TensorType.Int(Axes.Without(shape, [shape.Rank - 1]));
        },
        Mean(loss));

    private static Func<GraphBuilder, Node, Node, Node> Mean(Func<GraphBuilder, Node, Node, Node> loss) => (builder, output, target) =>
    {
        Node each = loss(builder, output, target);
        return builder.Mean(each, Enumerable.Range(0, each.Shape.Rank).ToEquatableArray());
    };

    private static bool IsOne(Shape shape) => shape[shape.Rank - 1] == Size.One;

    private static DeclarationException OneClass(string loss, LossContext context) => Mismatch(
        loss, context, "two classes or more", "its loss would always be 0; give each class an output, as in [Dense(2)] for yes and no");

    private static DeclarationException Mismatch(string loss, LossContext context, string needs, string fix) => new(new CompilerError(
        Rules.LossMismatch, context.Origin, [loss, needs, context.Giver, Wording.Of(context.Output.Shape.WithoutBatch), fix, context.Way])
    {
        Related = context.Related,
    });
}
