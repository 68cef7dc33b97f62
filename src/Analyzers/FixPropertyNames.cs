namespace Adjoint.Analyzers;

/// <summary>The names under which diagnostics tell fixes what only the compiler core knows.</summary>
internal static class FixPropertyNames
{
    /// <summary>The argument that gets another value.</summary>
    public const string Argument = "Argument";

    /// <summary>That value, in C#.</summary>
    public const string Value = "Value";

    /// <summary>The layer that comes before the one that is reported.</summary>
    public const string InsertBefore = "InsertBefore";

    /// <summary>The named size that gets a value where a model is used.</summary>
    public const string Size = "Size";

    /// <summary>Set when what is reported can be removed.</summary>
    public const string Remove = "Remove";

    /// <summary>The path of the file that gets another text.</summary>
    public const string File = "File";

    /// <summary>That text.</summary>
    public const string Text = "Text";
}
