using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Trace;

/// <summary>What <c>[Weight]</c> and <c>[State]</c> mean.</summary>
internal static class WeightDefinition
{
    private static readonly string[] Inits =
        ["Default", "Zeros", "Constant", "Uniform", "Normal", "Xavier", "XavierNormal", "He", "HeNormal", "Orthogonal", "Sparse", "Given"];

    /// <summary>The arguments, for the checks that layers have too.</summary>
    public static AttributeDefinition Weight { get; } = new(
        "Weight",
        [
            new TextArgument("Shape", null), new ChoiceArgument("Init", [.. Inits], "Default"),
            new RealArgument("Scale", double.NaN, double.NegativeInfinity), new RealArgument("Density", 0.1, 0, 1.0000001), new TextArgument("From", string.Empty),
        ]);

    /// <summary>The arguments, for the checks that layers have too.</summary>
    public static AttributeDefinition State { get; } =
        new("State", [new TextArgument("Shape", null), new RealArgument("Initial", 0, double.NegativeInfinity)]);

    /// <summary>The value of a part that is a weight or a running value.</summary>
    /// <exception cref="DeclarationException">Its shape is malformed or has sizes without a value.</exception>
    public static Node Build(ModelBuilder model, ModelScope scope, PartSpec part)
    {
        LayerSpec spec = part.Layers[0];
        IReadOnlyDictionary<string, object> arguments = LayerArguments.Read(part.Kind == PartKind.State ? State : Weight, spec);
        string text = (string)arguments["Shape"];
        ShapeParser.Result result = ShapeParser.Parse(text);
        if ((result.Problem ?? (result.ElementName == "f32" ? null : "its elements are not 'f32'")) is { } problem)
        {
            throw new DeclarationException(new CompilerError(Rules.MalformedShape, spec.Origin, [text, problem]));
        }

        Shape shape = new(result.Shape.Select(size => scope.Resolve(size) ?? throw scope.Unbound(size, spec.Origin)).ToEquatableArray());
        string fullName = scope.PathOf(part.Name);
        model.Builder.Origin = new Origin(fullName, null, spec.Origin);
        try
        {
            // A matrix of the user's own may be for anything; what it is used as a change of low rank is right for.
            return part.Kind == PartKind.State
                ? model.Parameter(fullName, new StateLeaf(fullName, TensorType.Float(shape), (double)arguments["Initial"]))
                : TreatedWeight.Make(
                    model, scope.Weights.Within(part), new ParameterLeaf(fullName, TensorType.Float(shape), Initial(arguments, shape, spec)), step: null, isMatrix: shape.Rank == 2);
        }
        catch (TooLargeException exception)
        {
            throw new DeclarationException(new CompilerError(Rules.TooLarge, spec.Origin, [spec.Name, part.Name, exception.What, exception.Shape.ToString()]));
        }
    }

    private static InitialValue Initial(IReadOnlyDictionary<string, object> arguments, Shape shape, LayerSpec spec)
    {
        double scale = (double)arguments["Scale"];

        // From three axes on the first is what comes out, as in the kernels of convolutions.
        bool isKernel = shape.Rank > 2;
        Size inputs = shape.Rank == 0 ? Size.One : isKernel ? Size.Product(shape.Skip(1)) : shape[0];
        Size outputs = isKernel ? shape[0] * Size.Product(shape.Skip(2)) : shape.Rank < 2 ? Size.One : shape[1];
        return (string)arguments["Init"] switch
        {
            "Zeros" => new ZeroInitial(),
            "Constant" => new ConstantInitial(Or(1)),
            "Uniform" => new UniformInitial(Or(0.05)),
            "Normal" => new NormalInitial(Or(0.02)),
            "Xavier" => new XavierInitial(inputs, outputs, Or(1)),
            "XavierNormal" => new XavierInitial(inputs, outputs, Or(1), IsNormal: true),
            "He" => new HeInitial(inputs, Or(1)),
            "HeNormal" => new HeInitial(inputs, Or(1), IsNormal: true),
            "Orthogonal" => shape.Rank < 2
                ? throw new DeclarationException(new CompilerError(Rules.InvalidArgument, spec.Origin, ["Init", "Weight", "Orthogonal", $"another one, as {shape} has fewer than two axes"]))
                : new OrthogonalInitial(Or(1)),
            "Sparse" => new SparseInitial((double)arguments["Density"], Or(0.1)),
            "Given" => arguments["From"] is string { Length: > 0 } method
                ? new GivenInitial(method)
                : throw new DeclarationException(new CompilerError(Rules.InvalidArgument, spec.Origin, ["From", "Weight", "missing", "the name of a static method of the model"])),
            _ => shape.Rank < 2 ? new ZeroInitial() : new HeInitial(inputs),
        };

        double Or(double usual) => double.IsNaN(scale) ? usual : scale;
    }
}
