using System.Globalization;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Shapes;

/// <summary>Reads the shape texts that users write: <c>"1, 28, 28"</c>, <c>"T, 64"</c>, <c>"f32[C, H, 2*W + 1]"</c>.</summary>
internal static class ShapeParser
{
    /// <summary>The result of reading a shape text: a type, or what is wrong with the text.</summary>
    /// <param name="ElementName">The element type's name as written, or <c>f32</c>.</param>
    /// <param name="Shape">The shape when <paramref name="Problem"/> is null.</param>
    /// <param name="Problem">What is wrong, as the middle of a sentence.</param>
    internal sealed record Result(string ElementName, Shape Shape, string? Problem);

    public static Result Parse(string text)
    {
        string body = text.Trim();
        string element = "f32";
        int bracket = body.IndexOf('[');
        if (bracket >= 0)
        {
            if (!body.EndsWith("]", StringComparison.Ordinal))
            {
                return Wrong("the bracket is not closed");
            }

            element = bracket == 0 ? element : body.Substring(0, bracket).Trim();
            body = body.Substring(bracket + 1, body.Length - bracket - 2);
        }

        if (body.Trim().Length == 0)
        {
            // Empty brackets after a type are a value without axes, such as one label for each sample.
            return bracket > 0 ? new Result(element, Shape.Scalar, null) : Wrong("it has no sizes");
        }

        List<Size> axes = [];
        foreach (string axisText in body.Split(','))
        {
            string axis = axisText.Trim();
            if (axis.Length == 0)
            {
                return Wrong("a size is missing between commas");
            }

            if (!TryParseSize(axis, out Size size, out string? problem))
            {
                return Wrong(problem!);
            }

            if (size.IsConstant && size.Constant < 1)
            {
                return Wrong($"the size {size} is not positive");
            }

            axes.Add(size);
        }

        // The constant axes alone: how many a named one multiplies is known only when it is bound.
        long elements = 1;
        foreach (Size axis in axes.Where(static axis => axis.IsConstant))
        {
            if (elements > int.MaxValue / axis.Constant)
            {
                return Wrong("it has more than 2,147,483,647 elements");
            }

            elements *= axis.Constant;
        }

        return new Result(element, new Shape(axes.ToEquatableArray()), null);

        Result Wrong(string problem) => new(element, Shape.Scalar, problem);
    }

    /// <summary>Reads an affine expression: a sum of terms, each a number, a name, or a number times a name.</summary>
    private static bool TryParseSize(string text, out Size size, out string? problem)
    {
        size = Size.Zero;
        problem = null;
        string signed = text.Replace("-", "+-");
        bool first = true;
        foreach (string part in signed.Split('+'))
        {
            string term = part.Trim();
            if (first && term.Length == 0 && signed.StartsWith("+-", StringComparison.Ordinal))
            {
                first = false;
                continue;
            }

            first = false;
            Size product = 1;
            if (term.StartsWith("-", StringComparison.Ordinal))
            {
                product = -1;
                term = term.Substring(1).Trim();
            }

            foreach (string factorText in term.Split('*'))
            {
                string factor = factorText.Trim();
                if (factor.Length > 0 && factor.All(static c => c is >= '0' and <= '9'))
                {
                    // Also when it has more digits than any number holds.
                    if (!long.TryParse(factor, NumberStyles.None, CultureInfo.InvariantCulture, out long number) || number > int.MaxValue)
                    {
                        problem = $"the size {factor} is larger than 2,147,483,647";
                        return false;
                    }

                    product *= number;
                }
                else if (IsName(factor))
                {
                    product *= Size.Named(factor);
                }
                else
                {
                    problem = factor.Length == 0 ? $"'{text}' lacks a number or a name"
                        : Product(factor) is { } meant ? $"'{factor}' lacks the sign of a product, as in '{meant}'"
                        : $"'{factor}' is neither a number nor a name";
                    return false;
                }

                if (product.Terms.Any(static t => t.Names.Count > 1))
                {
                    problem = $"'{text}' multiplies names";
                    return false;
                }

                if (product.Terms.Any(static t => t.Coefficient is > int.MaxValue or < -int.MaxValue))
                {
                    problem = $"'{text}' is larger than 2,147,483,647";
                    return false;
                }
            }

            size += product;
        }

        return true;
    }

    /// <summary>The product that a number directly before a name seems to mean: <c>2*D</c> for <c>2D</c>; null for other texts.</summary>
    public static string? Product(string text)
    {
        string number = new([.. text.TakeWhile(static c => c is >= '0' and <= '9')]);
        string name = text.Substring(number.Length).Trim();
        return number.Length > 0 && name.Length > 0 && name.All(char.IsLetter) ? $"{number}*{name}" : null;
    }

    private static bool IsName(string text) =>
        text.Length > 0 && (char.IsLetter(text[0]) || text[0] == '_') && text.All(static c => char.IsLetterOrDigit(c) || c == '_');
}
