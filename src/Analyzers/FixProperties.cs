using System.Collections.Immutable;
using Adjoint.Compiler.Errors;

namespace Adjoint.Analyzers;

/// <summary>From a remedy to the properties of a diagnostic, which is all that a fix sees of it.</summary>
internal static class FixProperties
{
    private static readonly ImmutableDictionary<string, string?> None = ImmutableDictionary<string, string?>.Empty;

    public static ImmutableDictionary<string, string?> Of(Remedy? remedy) => remedy switch
    {
        SetArgument set => None.Add(FixPropertyNames.Argument, set.Argument).Add(FixPropertyNames.Value, set.Value),
        InsertBefore insert => None.Add(FixPropertyNames.InsertBefore, insert.Layer),
        BindSize bind => None.Add(FixPropertyNames.Size, bind.Size),
        RemoveThis => None.Add(FixPropertyNames.Remove, "true"),
        _ => None,
    };

    /// <summary>A file gets another text.</summary>
    public static ImmutableDictionary<string, string?> Of(string file, string text) => None.Add(FixPropertyNames.File, file).Add(FixPropertyNames.Text, text);
}
