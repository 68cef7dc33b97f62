using System.Globalization;
using System.Text;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Emit;

/// <summary>Values as C# text, alike in every culture and exact.</summary>
internal static class Literal
{
    /// <summary>A float that reads back as the same bits.</summary>
    public static string Float(double value)
    {
        float single = (float)value;
        return float.IsNaN(single) ? "float.NaN"
            : float.IsPositiveInfinity(single) ? "float.PositiveInfinity"
            : float.IsNegativeInfinity(single) ? "float.NegativeInfinity"
            : Shortest(single) + "f";
    }

    /// <summary>A quoted text.</summary>
    public static string String(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                < ' ' or > '~' => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A whole number.</summary>
    public static string Integer(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A size as an expression that is computed in 64 bits: one that is too large is then refused rather than wrapped.</summary>
    public static string Long(Size size) => size.IsConstant
        ? Integer(size.Constant)
        : string.Join(" + ", size.Ordered.Select(static term =>
            term.Names.Count == 0 ? Integer(term.Coefficient) : $"{Integer(term.Coefficient)}L * {string.Join(" * ", term.Names)}"));

    /// <summary>A number with separators of thousands, for comments.</summary>
    public static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number of operations with a unit, for comments.</summary>
    public static string Scaled(double number, string unit) => number switch
    {
        >= 1e9 => (number / 1e9).ToString("0.0#", CultureInfo.InvariantCulture) + " G" + unit,
        >= 1e6 => (number / 1e6).ToString("0.0#", CultureInfo.InvariantCulture) + " M" + unit,
        >= 1e3 => (number / 1e3).ToString("0.#", CultureInfo.InvariantCulture) + " k" + unit,
        _ => number.ToString("0", CultureInfo.InvariantCulture) + " " + unit,
    };

    // Seven digits are often enough, nine always are. The default text is not used: it has seven on .NET Framework.
    private static string Shortest(float value)
    {
        string seven = value.ToString("G7", CultureInfo.InvariantCulture);
        return float.Parse(seven, CultureInfo.InvariantCulture) == value ? seven : value.ToString("G9", CultureInfo.InvariantCulture);
    }
}
