using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Tests.Layers;

/// <summary>Declarations for tests; each piece has an origin of its own, so that a test sees where an error is reported.</summary>
internal static class Declarations
{
    public const int NameOrigin = 1;
    public const int AttributeOrigin = 2;
    public const int InputOrigin = 3;
    public const int LossOrigin = 4;
    public const int PartOrigin = 10;
    public const int LayerOrigin = 20;
    public const int ArgumentOrigin = 30;

    public static ModelSpec Model(string? input, string? loss, params PartSpec[] parts) => new(
        "Tests",
        [],
        "Net",
        "public",
        input is null ? null : new TextSpec(input, InputOrigin),
        loss is null ? null : new TextSpec(loss, LossOrigin),
        parts.ToEquatableArray())
    {
        Origin = NameOrigin,
        AttributeOrigin = AttributeOrigin,
        FileName = "Net.cs",
    };

    public static PartSpec Part(string name, params LayerSpec[] layers) => new(name, layers.ToEquatableArray(), PartOrigin);

    public static LayerSpec Layer(string name, params (string Name, object Value)[] arguments) => new(
        name,
        arguments.Select(static argument => new ArgumentSpec(argument.Name, argument.Value switch
        {
            int value => new IntegerSpec(value),
            long value => new IntegerSpec(value),
            double value => new RealSpec(value),
            bool value => new BooleanSpec(value),
            Padding value => new EnumSpec(value.ToString()),
            Enum value => new EnumSpec(value.ToString()),
            string value => new StringSpec(value),
            _ => new StringSpec(null),
        }, ArgumentOrigin)).ToEquatableArray(),
        LayerOrigin);

    public static LayerSpec Dense(int units) => Layer("Dense", ("units", units));

    /// <summary>Handwritten digits, 8x8 pixels, ten classes.</summary>
    public static ModelSpec DigitNet => Model(
        "1, 8, 8",
        "CrossEntropy",
        Part("Features", Layer("Conv2D", ("filters", 16), ("Kernel", 3)), Layer("Relu"), Layer("MaxPool", ("size", 2))),
        Part("Hidden", Layer("Flatten"), Dense(64), Layer("Relu"), Layer("Dropout", ("rate", 0.2))),
        Part("Logits", Dense(10)));
}
