using Adjoint.Compiler.Errors;
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
    public static IReadOnlyList<LossDefinition> All { get; } =
    [
        new("CrossEntropy", CrossEntropyTarget, static (builder, output, labels) => builder.Mean(builder.Add(new CrossEntropy(), output, labels), Enumerable.Range(0, output.Shape.Rank - 1).ToEquatableArray())),
        new("MeanSquaredError", static context => context.Output, static (builder, output, target) =>
        {
            Node difference = builder.Subtract(output, target);
            return builder.Mean(builder.Multiply(difference, difference), Enumerable.Range(0, output.Shape.Rank).ToEquatableArray());
        }),
    ];

    /// <summary>The definition of a loss; null when there is none.</summary>
    public static LossDefinition? Find(string name) => All.FirstOrDefault(definition => definition.Name == name);

    private static TensorType CrossEntropyTarget(LossContext context)
    {
        Shape shape = context.Output.Shape;
        return shape.Rank is not (2 or 3) ? throw Mismatch("[classes]", shape.Rank == 1
                ? "leave the classes apart, as in Mean(x, axis: 0) of [steps, classes]"
                : "end the model with [Flatten, Dense(classes)]")
            : shape[shape.Rank - 1] == Size.One ? throw Mismatch("two classes or more", "its loss would always be 0; give each class an output, as in [Dense(2)] for yes and no")
            : TensorType.Int(Axes.Without(shape, [shape.Rank - 1]));

        DeclarationException Mismatch(string needs, string fix) => new(new CompilerError(
            Rules.LossMismatch, context.Origin, ["CrossEntropy", needs, context.Giver, Wording.Of(shape.WithoutBatch), fix, context.Way])
        {
            Related = context.Related,
        });
    }
}
