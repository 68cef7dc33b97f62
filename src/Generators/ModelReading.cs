using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Adjoint.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Adjoint;

/// <summary>A model as read, beside the lines it stands on.</summary>
/// <param name="Spec">What it means.</param>
/// <param name="Lines">The line of each origin.</param>
internal sealed record ModelReading(ModelSpec Spec, EquatableArray<SourceLine> Lines)
{
    /// <summary>Reads the model with an attribute; null when it has errors, which the analyzer reports.</summary>
    public static ModelReading? Of(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        INamedTypeSymbol model = (INamedTypeSymbol)context.TargetSymbol;
        return ModelReader.Read(model, context.SemanticModel.Compilation, out OriginMap origins, cancellation).Spec is { } spec
            ? new ModelReading(spec, origins.Lines)
            : null;
    }
}

/// <summary>The lines of a model, found by its name: values of a pipeline can be joined only as a whole.</summary>
/// <param name="Stem">The stem of the model's hint names.</param>
/// <param name="Lines">The line of each origin.</param>
internal sealed record ModelLines(string Stem, EquatableArray<SourceLine> Lines);
