using Adjoint.Compiler.Syntax;
using Adjoint.Syntax;

namespace Adjoint.Emit;

/// <summary>Repeats the namespace and types around a model, and the model itself as a partial record.</summary>
internal static class RecordDeclaration
{
    private const int LineLength = 120;

    /// <summary>Writes the declaration around members.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="spec">The declaration.</param>
    /// <param name="bases">What follows the name, such as an interface list; may be empty.</param>
    /// <param name="members">Writes the members.</param>
    /// <param name="attributed">Whether this is the declaration that says to other projects what the model means.</param>
    public static void Write(CodeWriter writer, ModelSpec spec, string bases, Action members, bool attributed = false)
    {
        Stack<CodeWriter.Block> open = new();
        if (spec.Namespace.Length > 0)
        {
            open.Push(writer.Braces($"namespace {CSharpName.EscapeQualified(spec.Namespace)}"));
        }

        foreach (ContainerSpec container in spec.Containers)
        {
            open.Push(writer.Braces(container.Declaration));
        }

        WriteDeclaration(writer, spec, attributed);
        using (writer.Braces($"partial record {CSharpName.Escape(spec.Name)}{bases}"))
        {
            members();
        }

        while (open.Count > 0)
        {
            open.Pop().Dispose();
        }
    }

    // Other projects see the metadata only. In lines, since it is long.
    private static void WriteDeclaration(CodeWriter writer, ModelSpec spec, bool attributed)
    {
        if (!attributed || spec.Accessibility is not ("public" or "internal"))
        {
            return;
        }

        string text = SpecText.Write(spec);
        writer.Line("[global::Adjoint.CompiledModel(");
        using (writer.Indent())
        {
            for (int start = 0; start < text.Length; start += LineLength)
            {
                string line = text.Substring(start, Math.Min(LineLength, text.Length - start));
                writer.Line(Literal.String(line) + (start + LineLength < text.Length ? " +" : ")]"));
            }
        }
    }
}
