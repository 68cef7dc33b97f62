using System.Globalization;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Layers;

/// <summary>Checks the arguments of an attribute against its definition.</summary>
internal static class LayerArguments
{
    /// <summary>The arguments that break a rule; none when <see cref="Read"/> succeeds.</summary>
    public static IEnumerable<CompilerError> Check(AttributeDefinition definition, LayerSpec spec)
    {
        foreach (LayerArgument argument in definition.Arguments)
        {
            ArgumentSpec? given = Find(spec, argument);
            string? mustBe = MustBe(argument, given?.Value);
            if (mustBe is not null)
            {
                yield return new CompilerError(
                    Rules.InvalidArgument, given?.Origin ?? spec.Origin, [argument.Name, spec.Name, given is null ? "missing" : Text(given.Value), mustBe])
                {
                    Remedy = Nearest(argument, given?.Value) is { } value ? new SetArgument(argument.Name, value) : null,
                };
            }
        }
    }

    /// <summary>What the value of an argument has to be, when it is something else; null when it is right.</summary>
    private static string? MustBe(LayerArgument argument, ConstantSpec? value) => (argument, value) switch
    {
        (IntegerArgument { Default: not null } or RealArgument { Default: not null } or BooleanArgument or ChoiceArgument, null) => null,
        (IntegerArgument integer, IntegerSpec given) => given.Value < integer.Minimum ? $"at least {Text(integer.Minimum)}"
            : given.Value > integer.Maximum ? $"at most {Text(integer.Maximum)}"
            : null,
        (IntegerArgument, _) => "a whole number",
        (SizeArgument size, IntegerSpec) => MustBe(new IntegerArgument(size.Name), value),
        (SizeArgument, StringSpec { Value.Length: > 0 } text) when ShapeParser.Parse(text.Value) is { Problem: null, Shape.Rank: 1 } => null,
        (SizeArgument, StringSpec { Value: { } text }) when ShapeParser.Product(text) is { } product => $"a product with its sign, as in \"{product}\"",
        (SizeArgument, _) => "a whole number or named sizes, as in \"4*H\"",
        (TextArgument { Default: not null }, null) => null,
        (TextArgument, StringSpec { Value: not null }) => null,
        (TextArgument, _) => "a text",
        (RealArgument real, RealSpec or IntegerSpec) => Real(value!) >= real.Minimum && Real(value!) < real.Below ? null
            : real.Range is { } range ? range
            : double.IsInfinity(real.Below) ? $"a finite number of at least {Text(real.Minimum)}"
            : $"at least {Text(real.Minimum)} and below {Text(real.Below)}",
        (RealArgument, _) => "a number",
        (BooleanArgument, BooleanSpec) => null,
        (BooleanArgument, _) => "true or false",
        (ChoiceArgument choice, EnumSpec given) when choice.Choices.Contains(given.Member) => null,
        (ChoiceArgument choice, _) => "one of " + string.Join(", ", choice.Choices),
        _ => throw new InvalidOperationException($"The argument '{argument.Name}' has no check."),
    };

    /// <summary>The allowed value nearest to one out of range, in C#; null when there is none, as just below an excluded bound.</summary>
    private static string? Nearest(LayerArgument argument, ConstantSpec? value) => (argument, value) switch
    {
        (SizeArgument size, IntegerSpec) => Nearest(new IntegerArgument(size.Name), value),
        (IntegerArgument integer, IntegerSpec given) => Text(given.Value < integer.Minimum ? integer.Minimum : integer.Maximum),
        (RealArgument real, RealSpec or IntegerSpec) when Real(value!) < real.Minimum => Text(real.Minimum) + "f",
        _ => null,
    };

    /// <summary>The values of all arguments, given or default, by name.</summary>
    public static IReadOnlyDictionary<string, object> Read(AttributeDefinition definition, LayerSpec spec) =>
        definition.Arguments.ToDictionary(static argument => argument.Name, argument => (Find(spec, argument)?.Value, argument) switch
        {
            (IntegerSpec { Value: var value }, IntegerArgument) => (int)value,
            (null, IntegerArgument { Default: { } value }) => value,
            (IntegerSpec { Value: var value }, SizeArgument) => (int)value,
            (StringSpec { Value: { } value }, SizeArgument or TextArgument) => value,
            (null, TextArgument { Default: { } value }) => value,
            (RealSpec or IntegerSpec, RealArgument) => Real(Find(spec, argument)!.Value),
            (null, RealArgument { Default: { } value }) => value,
            (BooleanSpec { Value: var value }, BooleanArgument) => value,
            (null, BooleanArgument { Default: var value }) => value,
            (EnumSpec { Member: var value }, ChoiceArgument) => value,
            (null, ChoiceArgument { Default: var value }) => (object)value,
            _ => throw new InvalidOperationException($"'{spec.Name}' has not been checked."),
        });

    private static ArgumentSpec? Find(LayerSpec spec, LayerArgument argument) =>
        spec.Arguments.FirstOrDefault(given => string.Equals(given.Name, argument.Name, StringComparison.OrdinalIgnoreCase));

    private static double Real(ConstantSpec constant) => constant is IntegerSpec integer ? integer.Value : ((RealSpec)constant).Value;

    private static string Text(ConstantSpec constant) => constant switch
    {
        IntegerSpec integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        RealSpec real => Text(real.Value),
        BooleanSpec boolean => boolean.Value ? "true" : "false",
        EnumSpec member => member.Member,
        StringSpec { Value: { } text } => "\"" + text + "\"",
        _ => "null",
    };

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
