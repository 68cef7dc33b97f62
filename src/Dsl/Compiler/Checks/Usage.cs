using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Checks;

/// <summary>Parts that are declared but not called, or called for nothing.</summary>
internal static class Usage
{
    public static IEnumerable<CompilerError> Check(ModelSpec spec, TracedModel model)
    {
        // Methods besides Forward, which are not traced here, may use the parts of a model that serves others.
        if (spec.IsModule)
        {
            return [];
        }

        string nobody = (spec.Forward, spec.Objectives.Count) switch
        {
            (not null, 0) => "'Forward' never uses it",
            (null, _) => "no objective uses it",
            _ => "neither 'Forward' nor an objective uses it",
        };
        IEnumerable<CompilerError> unused = spec.Parts
            .Where(part => !model.UsedParts.Contains(part.Name))
            .Select(part => new CompilerError(HasWeights(part, spec) ? Rules.UnusedPart : Rules.UnusedStep, part.Origin, [part.Name, nobody]));
        return unused.Concat(FindUnusedValues(spec, model));
    }

    /// <summary>Whether a part has weights wherever it is used.</summary>
    private static bool HasWeights(PartSpec part, ModelSpec spec) => part.Kind == PartKind.Weight
        || part.Layers.Any(static layer => LayerCatalog.Find(layer.Name) is { HasWeights: true })
        || ModelUse.In(part).Any(use => spec.Used.FirstOrDefault(used => used.FullName == use.Model) is not { } used || used.Parts.Any(inner => HasWeights(inner, spec)));

    /// <summary>Parts without trained weights whose values nothing needs; of one with weights it is said that it gets no gradient.</summary>
    private static IEnumerable<CompilerError> FindUnusedValues(ModelSpec spec, TracedModel model)
    {
        HashSet<Node> needed = [.. Needed.By(model)];
        HashSet<string> trained =
        [
            .. model.Parameters.Select(static node => node.Operation).OfType<ParameterLeaf>()
                .Where(static leaf => !leaf.IsFrozen).Select(static leaf => leaf.Part),
        ];
        foreach (IGrouping<string, TracedCall> part in model.PartCalls.GroupBy(static call => call.Name))
        {
            if (!trained.Contains(part.Key) && part.All(call => model.Builder.Owns(call.Result) && !needed.Contains(call.Result)))
            {
                yield return new CompilerError(Rules.UnusedValue, part.First().Origin, [part.Key]);
            }
        }
    }
}
