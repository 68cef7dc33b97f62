using System.Collections;
using System.Reflection;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Generators.Tests.Reading;

/// <summary>
/// The specs that the generator reads are of its own copy of the compiler's types. This gives the equal one of the library's, which tests
/// can name.
/// </summary>
internal static class SpecCopy
{
    public static ModelSpec Of(object spec) => (ModelSpec)Copy(spec)!;

    private static object? Copy(object? value)
    {
        if (value is null or string || value.GetType().IsPrimitive)
        {
            return value;
        }

        Type type = Counterpart(value.GetType());
        if (type.IsEnum)
        {
            return Enum.Parse(type, value.ToString()!);
        }

        if (type.IsGenericType)
        {
            object?[] items = [.. ((IEnumerable)value).Cast<object?>().Select(Copy)];
            Array typed = Array.CreateInstance(type.GetGenericArguments()[0], items.Length);
            items.CopyTo(typed, 0);
            return Activator.CreateInstance(type, typed);
        }

        ConstructorInfo constructor = type.GetConstructors().MaxBy(static constructor => constructor.GetParameters().Length)!;
        object copy = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Member(value, parameter.Name!))]);
        foreach (PropertyInfo property in type.GetProperties().Where(static property => property.CanWrite))
        {
            property.SetValue(copy, Member(value, property.Name));
        }

        return copy;
    }

    private static object? Member(object value, string name) => Copy(value.GetType().GetProperty(name)!.GetValue(value));

    private static Type Counterpart(Type type) => type.Assembly == typeof(object).Assembly ? type
        : type.IsGenericType
        ? Counterpart(type.GetGenericTypeDefinition().FullName!).MakeGenericType([.. type.GetGenericArguments().Select(Counterpart)])
        : Counterpart(type.FullName!);

    private static Type Counterpart(string name) => typeof(ModelSpec).Assembly.GetType(name, throwOnError: true)!;
}
