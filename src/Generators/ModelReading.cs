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
internal sealed record ModelLines(string Stem, EquatableArray<SourceLine> Lines)
{
    /// <summary>The lines of a model; null when no model or more than one has the stem.</summary>
    /// <param name="ordered">The lines of all models, in ordinal order of their stems.</param>
    /// <param name="stem">The model's stem.</param>
    public static ModelLines? Find(EquatableArray<ModelLines> ordered, string stem)
    {
        int first = 0;
        for (int end = ordered.Count; first < end;)
        {
            int middle = (first + end) / 2;
            (first, end) = string.CompareOrdinal(ordered[middle].Stem, stem) < 0 ? (middle + 1, end) : (first, middle);
        }

        return Has(first) && !Has(first + 1) ? ordered[first] : null;

        bool Has(int index) => index < ordered.Count && ordered[index].Stem == stem;
    }
}
