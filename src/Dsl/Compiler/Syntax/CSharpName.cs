namespace Adjoint.Compiler.Syntax;

/// <summary>Names as they have to be written in C#.</summary>
internal static class CSharpName
{
    // The reserved words, and the contextual ones that a type may not or should not be called.
    private static readonly HashSet<string> Keywords = new(
        ("abstract as base bool break byte case catch char checked class const continue decimal default delegate do double "
        + "else enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal "
        + "is lock long namespace new null object operator out override params private protected public readonly ref return "
        + "sbyte sealed short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked "
        + "unsafe ushort using virtual void volatile while "
        + "await dynamic extension field file global nint notnull nuint partial record required scoped unmanaged value var "
        + "when where with yield").Split(' '),
        StringComparer.Ordinal);

    /// <summary>The identifier, with <c>@</c> before it when it is a keyword.</summary>
    public static string Escape(string identifier) => Keywords.Contains(identifier) ? "@" + identifier : identifier;

    /// <summary>A dotted name with each of its identifiers escaped.</summary>
    public static string EscapeQualified(string name) => string.Join(".", name.Split('.').Select(Escape));
}
