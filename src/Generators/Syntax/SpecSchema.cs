using System.Collections.Concurrent;
using System.Reflection;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Syntax;

/// <summary>
/// The types that a spec is made of, as their constructors and properties show them: a new kind of code or a new member of a spec is
/// written and read without more ado.
/// </summary>
internal static class SpecSchema
{
    private const string OriginSuffix = "Origin";

    private static readonly Type[] SpecTypes =
    [
        .. typeof(ModelSpec).Assembly.GetTypes()
            .Where(static type => type.Namespace == typeof(ModelSpec).Namespace && typeof(IEquatable<>).MakeGenericType(type).IsAssignableFrom(type))
            .OrderBy(static type => type.Name, StringComparer.Ordinal),
    ];

    private static readonly ConcurrentDictionary<Type, Type[]> Kinds = new();
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Written = new();
    private static readonly ConcurrentDictionary<Type, Type?> Elements = new();

    /// <summary>All that a text of a spec depends on: types, members and their order.</summary>
    public static string Description { get; } = string.Join(";", SpecTypes.Where(static type => !type.IsAbstract).Select(Describe));

    /// <summary>The record types that a value of a type can have.</summary>
    public static Type[] KindsOf(Type type) =>
        Kinds.GetOrAdd(type, static type => [.. SpecTypes.Where(candidate => !candidate.IsAbstract && type.IsAssignableFrom(candidate))]);

    /// <summary>The members of a record that texts hold, in their order.</summary>
    public static PropertyInfo[] WrittenOf(Type kind) => Written.GetOrAdd(kind, static kind =>
    [
        .. ConstructorOf(kind).GetParameters().Select(parameter => kind.GetProperty(parameter.Name!)!)
            .Concat(OthersOf(kind))
            .Where(static property => !IsOrigin(property.Name, property.PropertyType)),
    ]);

    /// <summary>The constructor of a record's positional members.</summary>
    public static ConstructorInfo ConstructorOf(Type type) =>
        type.GetConstructors(BindingFlags.Instance | BindingFlags.Public).OrderByDescending(static constructor => constructor.GetParameters().Length).First();

    /// <summary>The members besides the positional ones.</summary>
    public static PropertyInfo[] OthersOf(Type type)
    {
        string?[] positional = [.. ConstructorOf(type).GetParameters().Select(static parameter => parameter.Name)];
        return
        [
            .. type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
                .Where(property => property.CanWrite && !positional.Contains(property.Name))
                .OrderBy(static property => property.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Whether a member says where something stands, which texts leave out.</summary>
    public static bool IsOrigin(string? member, Type type) =>
        type == typeof(int) && member is not null && member.EndsWith(OriginSuffix, StringComparison.Ordinal);

    /// <summary>The type of a list's elements; null for other types.</summary>
    public static Type? ElementOf(Type type) => Elements.GetOrAdd(type, static type =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EquatableArray<>) ? type.GetGenericArguments()[0] : null);

    private static string Describe(Type type) => type.Name + "("
        + string.Join(",", ConstructorOf(type).GetParameters().Select(static parameter => NameOf(parameter.ParameterType) + " " + parameter.Name)
            .Concat(OthersOf(type).Select(static property => NameOf(property.PropertyType) + " " + property.Name)))
        + ")";

    private static string NameOf(Type type) => ElementOf(type) is { } element ? element.Name + "[]"
        : type.IsEnum ? type.Name + "{" + string.Join(",", Enum.GetNames(type)) + "}"
        : type.Name;
}
