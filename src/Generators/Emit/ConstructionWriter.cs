using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;

namespace Adjoint.Emit;

/// <summary>
/// Writes how a model's record is made: with its parts bound to the place where it stands, so that executing its code gives the same
/// graph that the generator has read.
/// </summary>
/// <param name="writer">Where to.</param>
/// <param name="spec">The declaration.</param>
internal sealed class ConstructionWriter(CodeWriter writer, ModelSpec spec)
{
    private readonly MemberWriter _members = new(writer);

    private string Name => CSharpName.Escape(spec.Name);

    /// <summary>What every model has: a constructor for a place, <c>At</c>, and a forward pass where the user has written none.</summary>
    public void WritePlaced()
    {
        writer.Line(MemberWriter.Generated);
        writer.Line($"private {Name}(global::Adjoint.ModelPlace place)");
        using (writer.Indent())
        {
            writer.Line(": this(");
            using (writer.Indent())
            {
                for (int i = 0; i < spec.Parts.Count; i++)
                {
                    writer.Line(PartText.Of(spec.Parts[i]) + (i + 1 < spec.Parts.Count ? "," : ")"));
                }
            }
        }

        using (writer.Braces())
        {
        }

        _members.Expression(
            $"""
            /// <summary>Makes the model as a part of others; generated code calls it.</summary>
            /// <param name="place">Where it stands.</param>
            {MemberWriter.Hidden}
            """,
            $"public static {Name} At(global::Adjoint.ModelPlace place)",
            "new(place)");
        if (spec.Forward is null)
        {
            string input = new NameTable([.. spec.Parts.Select(static part => part.Name)]).Take("input");
            string chain = spec.Parts.Aggregate(input, static (value, part) => part.Kind switch
            {
                PartKind.Layers => $"{CSharpName.Escape(part.Name)}({value})",
                PartKind.Model => $"{CSharpName.Escape(part.Name)}.Forward({value})",
                _ => value,
            });
            _members.Expression(
                $"""
                /// <summary>Applies the parts in order.</summary>
                /// <param name="{input}">What the first part takes.</param>
                /// <returns>What the last part gives.</returns>
                """,
                $"public global::Adjoint.Expr Forward(global::Adjoint.Expr {input})",
                chain);
        }
    }

    /// <summary>The constructor of a model with parameters, which stands at the root.</summary>
    /// <param name="scopes">The uses of models within it.</param>
    public void WriteRoot(IReadOnlyList<ModelScope> scopes)
    {
        string[] sizes = [.. scopes.Where(static scope => scope.Sizes.Count > 0).Select(static scope => $"({Literal.String(scope.Path)}, {Literal.String(Text(scope))})")];
        writer.Line(MemberWriter.Generated);
        writer.Line($"private {Name}(global::Adjoint.ParameterBuffer parameters)");
        using (writer.Indent())
        {
            writer.Line($": this(global::Adjoint.ModelPlace.Root({string.Join(", ", sizes)}))");
        }

        using (writer.Braces())
        {
            writer.Line("_adjointParameters = parameters;");
        }

        writer.Line();
        writer.Line("private readonly global::Adjoint.ParameterBuffer? _adjointParameters;");
        writer.Line();

        static string Text(ModelScope scope) =>
            string.Join(", ", scope.Sizes.OrderBy(static size => size.Key, StringComparer.Ordinal).Select(static size => $"{size.Key} = {SizeNames.Declared(size.Value)}"));
    }
}
