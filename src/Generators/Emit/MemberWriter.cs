namespace Adjoint.Emit;

/// <summary>Writes single members of a model's record, each with its documentation.</summary>
/// <param name="writer">Where to.</param>
internal sealed class MemberWriter(CodeWriter writer)
{
    public const string Generated = "[global::System.CodeDom.Compiler.GeneratedCode(\"Adjoint\", null)]";

    public const string ObsoletePragma = "#pragma warning disable CS0612, CS0618 // A part may be marked as obsolete; the model itself still calls it.";

    /// <summary>Keeps a member that only generated code calls out of the editor's lists.</summary>
    public const string Hidden = "[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]";

    /// <summary>A method of one expression.</summary>
    public void Expression(string documentation, string signature, string body)
    {
        Header(documentation);
        writer.Line(signature + " =>");
        using (writer.Indent())
        {
            writer.Line(body + ";");
        }
    }

    /// <summary>A member with lines between braces.</summary>
    public void Block(string documentation, string signature, IEnumerable<string> lines)
    {
        Header(documentation);
        using (writer.Braces(signature))
        {
            foreach (string line in lines)
            {
                writer.Line(line);
            }
        }
    }

    /// <summary>A declaration of one line.</summary>
    public void Declaration(string documentation, string declaration)
    {
        Header(documentation);
        writer.Line(declaration);
    }

    public void Header(string documentation)
    {
        writer.Line();
        writer.Lines(documentation);
        writer.Line(Generated);
    }
}
