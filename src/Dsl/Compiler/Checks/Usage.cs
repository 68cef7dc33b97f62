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
            return spec.Parts.Where(part => spec.Unmentioned.Contains(part.Name))
                .Select(static part => new CompilerError(Rules.UnusedStep, part.Origin, [part.Name, "'Forward' never uses it"]))
                .Concat(FindDropped(spec, model));
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

    /// <summary>Values that a model for others computes of trained parts and then forgets, so that nobody can train these; each where it is last used.</summary>
    private static IEnumerable<CompilerError> FindDropped(ModelSpec spec, TracedModel model)
    {
        HashSet<Node> needed = [.. Needed.By(model)];
        ILookup<Node, Node> users = new Graph(model.Builder.Nodes, []).Users();
        HashSet<string> frozen = [.. spec.Parts.Where(static part => part.IsFrozen).Select(static part => part.Name)];

        // What is computed for prediction alone has no use in training.
        IEnumerable<TracedCall> last = model.Calls.Any(static call => call.Name == "InTraining") ? [] : model.Calls
            .Where(call => call.IsOwn && model.Builder.Owns(call.Result) && !needed.Contains(call.Result) && !users[call.Result].Any());
        foreach (Node value in last.Select(static call => call.Result).Distinct())
        {
            string[] parts =
            [
                .. model.Builder.Build([new Output(new LossOutput(), value)]).Nodes
                    .Where(node => node.Operation is ParameterLeaf && !needed.Contains(node))
                    .Select(static node => ((ParameterLeaf)node.Operation).FullName.Split('.')[0])
                    .Where(part => !frozen.Contains(part))
                    .Distinct(),
            ];
            if (parts.Length > 0)
            {
                TracedCall place = model.PartCalls.FirstOrDefault(call => call.Result == value) ?? model.Calls.First(call => call.Result == value);
                yield return new CompilerError(Rules.DroppedValue, place.Origin, [string.Join(", ", parts.Select(static name => $"'{name}'"))]);
            }
        }
    }

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
