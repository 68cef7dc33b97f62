using System.Globalization;
using System.Reflection;
using System.Text;

namespace Adjoint.Syntax;

/// <summary>Reads what <see cref="SpecWriter"/> has written; the text is known to be whole.</summary>
/// <param name="text">The text.</param>
/// <param name="origin">Where everything in it is said to stand.</param>
internal sealed class SpecParser(string text, int origin)
{
    private static readonly MethodInfo ListMethod = typeof(SpecParser).GetMethod(nameof(List), BindingFlags.NonPublic | BindingFlags.Instance)!;

    private int _position;

    public object? Read(Type type)
    {
        if (SpecSchema.ElementOf(type) is { } element)
        {
            return ListMethod.MakeGenericMethod(element).Invoke(this, null);
        }

        if (type == typeof(bool))
        {
            return text[_position++] == '1';
        }

        if (type == typeof(int))
        {
            return (int)Number();
        }

        if (type == typeof(long))
        {
            return Number();
        }

        if (type == typeof(double))
        {
            return BitConverter.Int64BitsToDouble(Number());
        }

        char mark = text[_position++];
        return mark == '-' ? null
            : type.IsEnum ? Enum.Parse(type, Words())
            : type == typeof(string) ? Words()
            : Record(type);
    }

    private object Record(Type type)
    {
        Type[] kinds = SpecSchema.KindsOf(type);
        Type kind = kinds[kinds.Length > 1 ? (int)Number() : 0];
        ConstructorInfo constructor = SpecSchema.ConstructorOf(kind);
        object record = constructor.Invoke(
            [.. constructor.GetParameters().Select(parameter => Member(parameter.Name, parameter.ParameterType))]);
        foreach (PropertyInfo property in SpecSchema.OthersOf(kind))
        {
            property.SetValue(record, Member(property.Name, property.PropertyType));
        }

        return record;
    }

    private object? Member(string? name, Type type) => SpecSchema.IsOrigin(name, type) ? origin : Read(type);

    private Compiler.Support.EquatableArray<T> List<T>()
        where T : IEquatable<T>
    {
        T[] items = new T[(int)Number()];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = (T)Read(typeof(T))!;
        }

        return new Compiler.Support.EquatableArray<T>(items);
    }

    private long Number()
    {
        int end = text.IndexOf(';', _position);
        long number = long.Parse(text.Substring(_position, end - _position), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        _position = end + 1;
        return number;
    }

    // After the opening quote.
    private string Words()
    {
        StringBuilder words = new();
        for (; text[_position] != '\''; _position++)
        {
            if (text[_position] == '\\')
            {
                words.Append((char)int.Parse(text.Substring(_position + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                _position += 4;
            }
            else
            {
                words.Append(text[_position]);
            }
        }

        _position++;
        return words.ToString();
    }
}
