using Adjoint.Compiler.Syntax;

namespace Adjoint.Emit;

/// <summary>Repeats the namespace and types around a model, and the model itself as a partial record.</summary>
internal static class RecordDeclaration
{
    /// <summary>Writes the declaration around members.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="spec">The declaration.</param>
    /// <param name="bases">What follows the name, such as an interface list; may be empty.</param>
    /// <param name="members">Writes the members.</param>
    public static void Write(CodeWriter writer, ModelSpec spec, string bases, Action members)
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

        using (writer.Braces($"partial record {CSharpName.Escape(spec.Name)}{bases}"))
        {
            members();
        }

        while (open.Count > 0)
        {
            open.Pop().Dispose();
        }
    }
}
