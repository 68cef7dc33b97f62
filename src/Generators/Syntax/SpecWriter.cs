using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Adjoint.Syntax;

/// <summary>Writes a value of a spec: the parts of it one after another, in the order in which <see cref="SpecParser"/> reads them.</summary>
internal static class SpecWriter
{
    public static void Write(StringBuilder text, object? value, Type type)
    {
        if (SpecSchema.ElementOf(type) is { } element)
        {
            object?[] items = [.. ((IEnumerable)value!).Cast<object?>()];
            Number(text, items.Length);
            foreach (object? item in items)
            {
                Write(text, item, element);
            }

            return;
        }

        switch (value)
        {
            case null:
                text.Append('-');
                break;
            case string words:
                Quote(text, words);
                break;
            case bool truth:
                text.Append(truth ? '1' : '0');
                break;
            case int number:
                Number(text, number);
                break;
            case long number:
                Number(text, number);
                break;
            case double number:
                // The bits, since not every runtime prints a number so that it reads back as the same one.
                Number(text, BitConverter.DoubleToInt64Bits(number));
                break;
            case Enum member:
                Quote(text, member.ToString());
                break;
            default:
                Record(text, value, type);
                break;
        }
    }

    private static void Record(StringBuilder text, object value, Type type)
    {
        text.Append('+');
        Type kind = value.GetType();
        Type[] kinds = SpecSchema.KindsOf(type);
        if (kinds.Length > 1)
        {
            Number(text, Array.IndexOf(kinds, kind));
        }

        foreach (PropertyInfo property in SpecSchema.WrittenOf(kind))
        {
            Write(text, property.GetValue(value), property.PropertyType);
        }
    }

    private static void Number(StringBuilder text, long number) => text.Append(number.ToString(CultureInfo.InvariantCulture)).Append(';');

    private static void Quote(StringBuilder text, string words)
    {
        text.Append('\'');
        foreach (char character in words)
        {
            _ = character is >= ' ' and <= '~' and not ('\'' or '\\')
                ? text.Append(character)
                : text.Append('\\').Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
        }

        text.Append('\'');
    }
}
