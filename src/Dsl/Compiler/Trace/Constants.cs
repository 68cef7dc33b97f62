using System.Globalization;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Trace;

/// <summary>Arithmetic on what the code knows before any program runs.</summary>
internal static class Constants
{
    public static object? Value(ConstantSpec constant) => constant switch
    {
        IntegerSpec integer => integer.Value,
        RealSpec real => real.Value,
        StringSpec text => text.Value,
        BooleanSpec truth => truth.Value,
        EnumSpec member => member.Member,
        _ => throw new InvalidOperationException($"'{constant}' has no value."),
    };

    public static object? Item(object?[] items, object? index, int origin)
    {
        long place = Whole(index, origin);
        return place >= 0 && place < items.Length
            ? items[(int)place]
            : throw Fails(origin, $"the index is {Text(place, origin)}, but there are {Text((long)items.Length, origin)} values");
    }

    public static object Unary(string @operator, object? operand, int origin) => (@operator, operand) switch
    {
        ("-", long number) => -number,
        ("-", double number) => -number,
        ("!", bool truth) => !truth,
        ("int", long number) => number,
        ("int", double number) => (long)number,
        ("float", long number) => (double)number,
        ("float", double number) => number,
        _ => throw Fails(origin, $"'{@operator}' can't be applied here"),
    };

    public static object? Binary(string @operator, object? left, object? right, int origin)
    {
        try
        {
            return (@operator, left, right) switch
            {
                ("+", string or null, _) or ("+", _, string or null) => Text(left, origin) + Text(right, origin),
                ("==", _, _) when left is not (long or double) || right is not (long or double) => Equals(left, right),
                ("!=", _, _) when left is not (long or double) || right is not (long or double) => !Equals(left, right),
                (_, long a, long b) => Whole(@operator, a, b, origin),
                (_, long or double, long or double) => Real(@operator, Number(left), Number(right), origin),
                ("&", bool a, bool b) => a & b,
                ("|", bool a, bool b) => a | b,
                ("^", bool a, bool b) => a ^ b,
                _ => throw Fails(origin, $"'{@operator}' can't be applied here"),
            };
        }
        catch (OverflowException)
        {
            throw Fails(origin, "the number is too large");
        }
    }

    /// <summary>A function of <c>System.Math</c>.</summary>
    public static object Function(string name, object?[] arguments, int origin)
    {
        double[] x = [.. arguments.Select(argument => argument is long or double ? Number(argument) : throw Fails(origin, $"'{name}' takes numbers"))];
        return name switch
        {
            "Math.Sqrt" => Math.Sqrt(x[0]),
            "Math.Exp" => Math.Exp(x[0]),
            "Math.Log" when x.Length == 1 => Math.Log(x[0]),
            "Math.Log" => Math.Log(x[0], x[1]),
            "Math.Log2" => Math.Log(x[0], 2),
            "Math.Pow" => Math.Pow(x[0], x[1]),
            "Math.Sin" => Math.Sin(x[0]),
            "Math.Cos" => Math.Cos(x[0]),
            "Math.Abs" when arguments[0] is long whole => whole == long.MinValue ? throw Fails(origin, "the number is too large") : (object)Math.Abs(whole),
            "Math.Abs" => Math.Abs(x[0]),
            "Math.Min" or "Math.Max" when arguments.All(static argument => argument is long) => (long)(name == "Math.Min" ? x.Min() : x.Max()),
            "Math.Min" => Math.Min(x[0], x[1]),
            "Math.Max" => Math.Max(x[0], x[1]),
            "Math.Floor" => Math.Floor(x[0]),
            "Math.Ceiling" => Math.Ceiling(x[0]),
            _ => throw Fails(origin, $"'{name}' is not known"),
        };
    }

    public static DeclarationException Fails(int origin, string what) => new(new CompilerError(Rules.CodeFails, origin, [what]));

    private static object Whole(string @operator, long a, long b, int origin) => @operator switch
    {
        "+" => checked(a + b),
        "-" => checked(a - b),
        "*" => checked(a * b),
        "/" or "%" when b == 0 => throw Fails(origin, "a number is divided by zero"),
        "/" => a / b,
        "%" => a % b,
        "<<" => a << (int)b,
        ">>" => a >> (int)b,
        "&" => a & b,
        "|" => a | b,
        "^" => a ^ b,
        "==" => a == b,
        "!=" => a != b,
        "<" => a < b,
        "<=" => a <= b,
        ">" => a > b,
        ">=" => (object)(a >= b),
        _ => throw Fails(origin, $"'{@operator}' can't be applied here"),
    };

    private static object Real(string @operator, double a, double b, int origin) => @operator switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" => a / b,
        "%" => a % b,
        "==" => a == b,
        "!=" => a != b,
        "<" => a < b,
        "<=" => a <= b,
        ">" => a > b,
        ">=" => (object)(a >= b),
        _ => throw Fails(origin, $"'{@operator}' can't be applied here"),
    };

    private static double Number(object? value) => value is long whole ? whole : (double)value!;

    private static long Whole(object? value, int origin) => value is long whole ? whole : throw Fails(origin, "an index is no whole number");

    private static string Text(object? value, int origin) => value switch
    {
        null => string.Empty,
        bool truth => truth ? "True" : "False",
        double real => ((float)real).ToString("R", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        string text => text,
        _ => throw Fails(origin, "a text is made of texts and numbers, but a value of the network stands in it"),
    };
}
