using System.Globalization;
using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;

namespace Adjoint.Syntax;

/// <summary>From Roslyn's constants to those of a spec.</summary>
internal static class ConstantReader
{
    /// <summary>The constant; null for an enumeration's value without a name, and for types and arrays, which no built-in layer takes.</summary>
    public static ConstantSpec? Read(TypedConstant constant) => constant.Kind switch
    {
        TypedConstantKind.Primitive => Primitive(constant.Value),
        TypedConstantKind.Enum when constant.Type is { } type && constant.Value is { } value => Member(type, value),
        _ => null,
    };

    /// <summary>A number, text, truth value or null.</summary>
    public static ConstantSpec Primitive(object? value) => value switch
    {
        null => new StringSpec(null),
        string text => new StringSpec(text),
        char character => new StringSpec(character.ToString()),
        bool truth => new BooleanSpec(truth),
        float real => new RealSpec(Widen(real)),
        double real => new RealSpec(real),
        decimal real => new RealSpec((double)real),
        ulong number when number > long.MaxValue => new RealSpec(number),
        _ => new IntegerSpec(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
    };

    // The double nearest to what the user wrote: 0.1f is 0.1 in the spec and not 0.10000000149011612, so that generated text and
    // messages show the number as written. Narrowing gives the float back exactly.
    private static double Widen(float value) =>
        double.Parse(value.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The member of an enumeration with a value; null when none has it.</summary>
    public static EnumSpec? Member(ITypeSymbol type, object value)
    {
        IFieldSymbol? member = type.GetMembers().OfType<IFieldSymbol>()
            .FirstOrDefault(field => field.HasConstantValue && Equals(field.ConstantValue, value));
        return member is null ? null : new EnumSpec(member.Name);
    }
}
