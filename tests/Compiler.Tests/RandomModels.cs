using System.Globalization;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Tests;

/// <summary>
/// Random valid declarations: stacks of every layer on images, volumes, vectors and sequences of vectors, with odd sizes, sizes of one and
/// both losses. Small enough to run in double precision. It knows no test framework, so that any test project can link it.
/// </summary>
internal static class RandomModels
{
    // Elements per sample after any layer; keeps one run of the interpreter in the milliseconds.
    private const int MostElements = 160;

    private static readonly string[] PartNames = ["Features", "Hidden", "Mixed", "Narrow", "Wide"];

    /// <summary>A valid declaration, the same for the same random numbers.</summary>
    /// <param name="random">Where the choices come from.</param>
    /// <param name="name">The record's name.</param>
    public static ModelSpec Next(Random random, string name = "Sampled")
    {
        bool classifies = random.Next(2) == 0;
        int[] shape = InputShape(random);
        string input = string.Join(", ", shape.Select(Text));
        bool trains = false;
        List<PartSpec> parts = [];
        int count = random.Next(1, 4);
        for (int part = 0; part < count; part++)
        {
            List<LayerSpec> layers = [];
            int length = random.Next(1, 5);
            while (layers.Count < length)
            {
                if (TryLayer(random, shape, out int[] next) is { } layer)
                {
                    layers.Add(layer);
                    trains |= Compiler.Layers.LayerCatalog.Find(layer.Name)!.HasWeights;
                    shape = next;
                }
            }

            parts.Add(new PartSpec(PartNames[part], layers.ToEquatableArray(), 0));
        }

        List<LayerSpec> last = [];
        if (classifies && shape.Length > 1)
        {
            last.Add(Flatten(ref shape));
        }

        if (!trains || random.Next(3) > 0)
        {
            if (shape.Length >= 3 && last.Count == 0)
            {
                last.Add(Flatten(ref shape));
            }

            LayerSpec dense = Dense(random);
            last.Add(dense);
            shape = [.. shape[..^1], (int)((IntegerSpec)dense.Arguments[0].Value).Value];
        }

        // One class is no classification.
        if (classifies && shape[0] == 1)
        {
            last.Add(Layer("Dense", Integer("Units", random.Next(2, 10))));
        }

        if (last.Count > 0)
        {
            parts.Add(new PartSpec("Output", last.ToEquatableArray(), 0));
        }

        string loss = classifies ? "CrossEntropy" : "MeanSquaredError";
        return new ModelSpec("Sampling", [], name, "public", new TextSpec(input, 0), new TextSpec(loss, 0), parts.ToEquatableArray())
        {
            Origin = 0,
            AttributeOrigin = 0,
            FileName = name + ".cs",
        };
    }

    /// <summary>The declaration as a C# file.</summary>
    public static string Source(ModelSpec spec)
    {
        string parts = string.Join(",\n", spec.Parts.Select(static part =>
            $"    [{string.Join(", ", part.Layers.Select(Attribute))}] Layer {part.Name}"));
        return $"""
            using Adjoint;
            using static Adjoint.Loss;

            namespace {spec.Namespace};

            [Model(Input = "{spec.Input!.Text}", Loss = {spec.Loss!.Text})]
            {spec.Accessibility} partial record {spec.Name}(
            {parts});

            """.Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    private static LayerSpec Flatten(ref int[] shape)
    {
        shape = [shape.Aggregate(1, static (product, axis) => product * axis)];
        return Layer("Flatten");
    }

    private static int[] InputShape(Random random) => random.Next(5) switch
    {
        0 => [random.Next(1, 20)],
        1 => [random.Next(1, 6), random.Next(1, 9)],
        2 => [random.Next(1, 3), random.Next(1, 4), random.Next(1, 5), random.Next(1, 5)],
        _ => [random.Next(1, 4), random.Next(1, 8), random.Next(1, 8)],
    };

    /// <summary>A layer for values of a shape, with the shape that it gives; null when the choice does not fit.</summary>
    private static LayerSpec? TryLayer(Random random, int[] shape, out int[] next)
    {
        next = shape;
        switch (random.Next(13))
        {
            case 0: return Layer("Relu");
            case 1: return Layer("Tanh");
            case 2: return Layer("Sigmoid");
            case 3: return random.Next(2) == 0 ? Layer("LeakyRelu") : Layer("LeakyRelu", Real("Slope", random.Next(3) * 0.25));
            case 4: return Layer("Dropout", Real("Rate", random.Next(4) * 0.25));
            case 5 when random.Next(2) == 0:
                return Flatten(ref next);
            case 6 when shape.Length == 3: return TryPool(random, shape, out next);
            case 7 or 8 when shape.Length == 3: return TryConvolution(random, shape, out next);
            case >= 10: return RandomSlides.Try(random, shape, MostElements, out next);
            case >= 6 when shape.Length < 3:
                LayerSpec dense = Dense(random);
                next = [.. shape[..^1], (int)((IntegerSpec)dense.Arguments[0].Value).Value];
                return dense;
            default: return null;
        }
    }

    private static LayerSpec Dense(Random random)
    {
        ArgumentSpec units = Integer("Units", random.Next(1, 10));
        return random.Next(3) > 0 ? Layer("Dense", units) : Layer("Dense", units, new ArgumentSpec("Bias", new BooleanSpec(random.Next(2) == 0), 0));
    }

    private static LayerSpec? TryPool(Random random, int[] shape, out int[] next)
    {
        int size = random.Next(1, 4);
        int stride = random.Next(4);
        next = shape;
        if (size > shape[1] || size > shape[2])
        {
            return null;
        }

        int step = stride == 0 ? size : stride;
        next = [shape[0], ((shape[1] - size) / step) + 1, ((shape[2] - size) / step) + 1];
        return stride == 0 ? Layer("MaxPool", Integer("Size", size)) : Layer("MaxPool", Integer("Size", size), Integer("Stride", stride));
    }

    private static LayerSpec? TryConvolution(Random random, int[] shape, out int[] next)
    {
        (int filters, int kernel, int stride) = (random.Next(1, 6), random.Next(1, 5), random.Next(1, 4));
        bool same = random.Next(2) == 0;
        next = [filters, Positions(shape[1]), Positions(shape[2])];
        if ((!same && (kernel > shape[1] || kernel > shape[2])) || next[0] * next[1] * next[2] > MostElements)
        {
            next = shape;
            return null;
        }

        List<ArgumentSpec> arguments = [Integer("Filters", filters)];
        if (kernel != 3 || random.Next(2) == 0)
        {
            arguments.Add(Integer("Kernel", kernel));
        }

        if (stride != 1)
        {
            arguments.Add(Integer("Stride", stride));
        }

        if (!same)
        {
            arguments.Add(new ArgumentSpec("Padding", new EnumSpec("Valid"), 0));
        }

        if (random.Next(3) == 0)
        {
            arguments.Add(new ArgumentSpec("Bias", new BooleanSpec(false), 0));
        }

        return Layer("Conv2D", [.. arguments]);

        int Positions(int length) => same ? (length + stride - 1) / stride : ((length - kernel) / stride) + 1;
    }

    private static LayerSpec Layer(string name, params ArgumentSpec[] arguments) => new(name, arguments.ToEquatableArray(), 0);

    private static ArgumentSpec Integer(string name, int value) => new(name, new IntegerSpec(value), 0);

    private static ArgumentSpec Real(string name, double value) => new(name, new RealSpec(value), 0);

    private static string Attribute(LayerSpec layer) => layer.Arguments.Count == 0
        ? layer.Name
        : $"{layer.Name}({string.Join(", ", layer.Arguments.Select(static argument => Argument(argument)))})";

    // What a layer can't do without is a constructor's parameter, the rest are properties.
    private static string Argument(ArgumentSpec argument) => argument.Name is "Units" or "Filters" or "Size" or "Rate" or "Slope" or "Multiplier" or "Height" or "Width" or "Factor"
        ? Value(argument.Value)
        : $"{argument.Name} = {Value(argument.Value)}";

    private static string Value(ConstantSpec value) => value switch
    {
        IntegerSpec integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        RealSpec real => real.Value.ToString("R", CultureInfo.InvariantCulture) + "f",
        BooleanSpec boolean => boolean.Value ? "true" : "false",
        EnumSpec member => "Padding." + member.Member,
        _ => throw new ArgumentException($"{value} is no argument of a layer.", nameof(value)),
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
