using System.Globalization;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Adjoint.Tests;

namespace Adjoint.Generators.Tests.Programs;

/// <summary>Models about one layer of convolution, pooling or resampling each, between two that need its derivatives.</summary>
internal static class SlidingModels
{
    private const int Seed = 4242;
    private const int PerLayer = 2;

    // Few enough elements for the interpreter.
    private const int MostElements = 200;

    private static readonly string[] First = ["Conv1D", "Conv2D", "Conv3D"];

    private static readonly int[][] Shapes = [[3, 7], [2, 5, 6], [1, 4, 3, 5]];

    /// <summary>The models, the same each time.</summary>
    public static IReadOnlyList<ModelSpec> All { get; } = [.. RandomSlides.Names.SelectMany(Of)];

    private static IEnumerable<ModelSpec> Of(string name)
    {
        Random random = new(Seed + name.Sum(static letter => letter));
        int found = 0;
        while (found < PerLayer)
        {
            LayerSpec layer = RandomSlides.Draw(random, name);
            int dimension = random.Next(3);
            int[] shape = [.. Shapes[dimension].Skip(1).Prepend(4)];
            if (RandomSlides.ShapeAfter(layer, shape) is { } after && after.Aggregate(1, static (count, axis) => count * axis) <= MostElements)
            {
                yield return Model(name + found.ToString(CultureInfo.InvariantCulture), Shapes[dimension], First[dimension], layer);
                found++;
            }
        }
    }

    private static ModelSpec Model(string name, int[] input, string first, LayerSpec layer) => new(
        "Sliding",
        [],
        name,
        "public",
        new TextSpec(string.Join(", ", input.Select(static axis => axis.ToString(CultureInfo.InvariantCulture))), 0),
        new TextSpec("MeanSquaredError", 0),
        new[]
        {
            new PartSpec("Before", [Layer(first, ("Filters", 4), ("Kernel", 1)), Layer("Tanh")], 0),
            new PartSpec("Middle", [layer, Layer("Tanh")], 0),
            new PartSpec("Behind", [Layer("Flatten"), Layer("Dense", ("Units", 2))], 0),
        }.ToEquatableArray())
    {
        Origin = 0,
        AttributeOrigin = 0,
        FileName = name + ".cs",
    };

    private static LayerSpec Layer(string name, params (string Name, int Value)[] arguments) =>
        new(name, arguments.Select(static argument => new ArgumentSpec(argument.Name, new IntegerSpec(argument.Value), 0)).ToEquatableArray(), 0);
}
