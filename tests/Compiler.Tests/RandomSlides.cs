using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;

namespace Adjoint.Tests;

/// <summary>Random layers of convolution, pooling and resampling, on sequences, images and volumes.</summary>
internal static class RandomSlides
{
    private static readonly string[][] ByDimension =
    [
        ["Conv1D", "ConvTranspose1D", "MaxPool1D", "AvgPool1D", "GlobalAvgPool", "GlobalMaxPool"],
        ["Conv2D", "DepthwiseConv2D", "ConvTranspose2D", "MaxPool", "AvgPool", "AdaptiveAvgPool", "Upsample", "PixelShuffle", "PixelUnshuffle", "GlobalAvgPool", "GlobalMaxPool"],
        ["Conv3D", "MaxPool3D", "GlobalAvgPool", "GlobalMaxPool"],
    ];

    /// <summary>All their names.</summary>
    public static IEnumerable<string> Names => ByDimension.SelectMany(static names => names).Distinct();

    /// <summary>A layer for values of a shape, with the shape that it gives; null when the choice does not fit, or gives too much.</summary>
    public static LayerSpec? Try(Random random, int[] shape, int mostElements, out int[] next)
    {
        next = shape;
        if (shape.Length is < 2 or > 4)
        {
            return null;
        }

        string[] names = ByDimension[shape.Length - 2];
        LayerSpec layer = Draw(random, names[random.Next(names.Length)]);
        if (ShapeAfter(layer, shape) is not { } after || after.Aggregate(1L, static (count, axis) => count * axis) > mostElements)
        {
            return null;
        }

        next = after;
        return layer;
    }

    /// <summary>A layer of a kind with random arguments, which need not fit.</summary>
    public static LayerSpec Draw(Random random, string name) => new(
        name,
        LayerCatalog.Find(name)!.Arguments.Select(argument => Draw(random, argument)).OfType<ArgumentSpec>().ToEquatableArray(),
        0);

    /// <summary>The shape that a layer gives for a shape; null when it takes no such values.</summary>
    public static int[]? ShapeAfter(LayerSpec layer, int[] shape)
    {
        ModelBuilder model = new(isTraining: true);
        Shape axes = new(shape.Select(static axis => (Size)axis).Prepend(Size.Batch).ToEquatableArray());
        try
        {
            return LayerChain
                .Apply(model, new ModelScope(string.Empty), new PartSpec("Only", [layer], 0), model.Leaf(new InputLeaf(TensorType.Float(axes))), static (_, value) => value)
                .Shape.WithoutBatch.Evaluate(new Dictionary<string, long>());
        }
        catch (DeclarationException)
        {
            return null;
        }
    }

    /// <summary>What is not needed is left to its default half of the time.</summary>
    private static ArgumentSpec? Draw(Random random, LayerArgument argument)
    {
        ConstantSpec value = argument switch
        {
            SizeArgument => new IntegerSpec(random.Next(1, 5)),
            IntegerArgument { Name: "Pad" } => new IntegerSpec(random.Next(-1, 3)),
            IntegerArgument { Name: "OutputPadding" } => new IntegerSpec(random.Next(2)),
            IntegerArgument => new IntegerSpec(random.Next(1, 4)),
            BooleanArgument => new BooleanSpec(random.Next(2) == 0),
            ChoiceArgument { Choices: var choices } => new EnumSpec(choices[random.Next(choices.Count)]),
            _ => throw new ArgumentException($"'{argument.Name}' is no argument of these layers.", nameof(argument)),
        };
        return argument is SizeArgument or IntegerArgument { Default: null } || random.Next(2) == 0 ? new ArgumentSpec(argument.Name, value, 0) : null;
    }
}
