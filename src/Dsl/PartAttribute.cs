using System.Globalization;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>What stands on a part of a model: a layer, or how programs are derived of it.</summary>
public abstract class PartAttribute : Attribute
{
    private protected PartAttribute()
    {
    }

    /// <summary>The arguments, as the compiler reads them from source.</summary>
    internal virtual EquatableArray<ArgumentSpec> Arguments => [];

    /// <summary>The attribute, as the compiler reads it from source.</summary>
    internal LayerSpec Spec => new(SpecName, Arguments, 0);

    // The name of a generic attribute ends with the number of its type parameters: UseAttribute`1.
    private string SpecName => GetType().Name.Split('`')[0][..^nameof(Attribute).Length];

    private protected static ArgumentSpec Integer(string name, int value) => new(name, new IntegerSpec(value), 0);

    /// <summary>A size as a text: a number, or an expression of named sizes.</summary>
    private protected static ArgumentSpec SizeOf(string name, string value) => new(
        name, int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? new IntegerSpec(number) : new StringSpec(value), 0);

    private protected static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private protected static ArgumentSpec Boolean(string name, bool value) => new(name, new BooleanSpec(value), 0);

    private protected static ArgumentSpec Choice(string name, string member) => new(name, new EnumSpec(member), 0);

    // The shortest text of the float, read as a double: 0.1f means 0.1 here as it does in source.
    private protected static ArgumentSpec Real(string name, float value) =>
        new(name, new RealSpec(double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)), 0);
}
