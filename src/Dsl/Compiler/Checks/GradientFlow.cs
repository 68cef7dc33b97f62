using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Checks;

/// <summary>
/// Proves that training changes what it should: every weight that an objective trains receives a gradient from it, and every weight is
/// trained by some objective or is frozen.
/// </summary>
internal static class GradientFlow
{
    public static IReadOnlyList<CompilerError> Check(ModelSpec spec, TracedModel model)
    {
        List<CompilerError> errors = [.. Usage.Check(spec, model), .. CheckUpdates(spec, model), .. LowRankMistakes.Check(spec, model), .. DerivationMistakes.Check(spec, model)];
        foreach (TracedObjective objective in model.Objectives)
        {
            if (objective.Trains.Count > 0)
            {
                errors.AddRange(CheckPaths(spec, model, objective));
            }
            else if (!errors.Any(static error => error.IsError))
            {
                errors.Add(new CompilerError(Rules.NothingToTrain, objective.Name == "Loss" ? spec.Origin : objective.Origin,
                [
                    spec.Name,
                    spec.Objectives.Any(declared => declared.Name == objective.Name && declared.Updates is { Parts.Count: 0 })
                        ? $"name parts in the Updates of '{objective.Name}', or leave it out to train all that is not frozen"
                        : spec.Parts.Any(static part => part.IsFrozen) ? "remove [Frozen] from a part" : "add a layer with weights, such as [Dense(10)]",
                ]));
            }
        }

        errors.AddRange(FindUntrained(spec, model));
        return errors;
    }

    private static IEnumerable<CompilerError> CheckUpdates(ModelSpec spec, TracedModel model)
    {
        foreach (ObjectiveSpec objective in spec.Objectives)
        {
            IReadOnlyList<TextSpec> updates = objective.Updates is { } given ? given.Parts : [];
            for (int i = 0; i < updates.Count; i++)
            {
                TextSpec name = updates[i];
                if (updates.Take(i).FirstOrDefault(before => before.Text == name.Text) is { } first)
                {
                    yield return new CompilerError(Rules.RepeatedUpdate, name.Origin, [objective.Name, name.Text])
                    {
                        Related = [new RelatedSpec(first.Origin, $"'{name.Text}' is listed here already")],
                    };
                }
                else if (model.UsedParts.Contains(name.Text) && !model.Parameters.Any(node => node.Operation is ParameterLeaf leaf && PartOf(leaf) == name.Text))
                {
                    yield return new CompilerError(Rules.UpdateWithoutWeights, name.Origin, [objective.Name, name.Text]);
                }
            }
        }
    }

    private static IEnumerable<CompilerError> CheckPaths(ModelSpec spec, TracedModel model, TracedObjective objective)
    {
        Graph loss = model.Builder.Build([new Output(new LossOutput(), objective.Loss)]);
        GradientPaths paths = new(objective.Loss);
        foreach (IGrouping<string, Node> part in objective.Trains.GroupBy(static node => PartOf((ParameterLeaf)node.Operation)))
        {
            Node[] missing = [.. part.Where(node => !paths.Reaches(node))];
            if (missing.Length > 0)
            {
                string name = missing.Length == part.Count() ? $"'{part.Key}'" : Within(((NamedLeaf)missing[0].Operation).FullName);
                yield return loss.Nodes.Contains(missing[0])
                    ? Cut(name, part.Key, missing[0], paths.CutWithin(paths.CutAfter(missing[0], loss.Nodes)!, missing[0]))
                    : Missing(name, missing[0]);
            }
        }

        CompilerError Cut(string name, string part, Node parameter, Node cut)
        {
            (string where, string fix) = cut.Operation switch
            {
                StopGradient => ("'StopGradient'", $"remove it, or write [Frozen] on '{part}' if that is meant"),
                CustomGradient => ($"'{cut.Origin.Part}', whose own derivative leaves it out", $"let that derivative give '{part}' its share"),
                _ => ($"'{Name(cut)}', whose derivative is 0 everywhere or which has none", $"use a smooth function in its place, or write [Frozen] on '{part}' if that is meant"),
            };
            return new CompilerError(Rules.GradientCut, OriginOf(parameter), [name, objective.Name, where, fix])
            {
                Related = [new RelatedSpec(cut.Origin.SyntaxId, $"its gradient ends at {where}")],
            };
        }

        CompilerError Missing(string name, Node parameter)
        {
            string? state = objective.Updates.FirstOrDefault(update => Needs(update.Value, parameter)).Key?.Operation is StateLeaf leaf ? leaf.FullName : null;
            string fix = state is not null ? $"it only changes the running value '{state}', through which no gradient flows"
                : objective.Name == "Loss" ? "use what it gives on the way to the loss, or remove it"
                : spec.Objectives.First(declared => declared.Name == objective.Name).Updates is null
                    ? $"use it in '{objective.Name}', or list in Updates the parts that '{objective.Name}' trains"
                    : $"use it in '{objective.Name}', or take it out of Updates";
            return new CompilerError(Rules.NoGradient, OriginOf(parameter), [name, objective.Name, fix])
            {
                Related = objective.Name == "Loss" ? [] : [new RelatedSpec(objective.Origin, $"'{objective.Name}' is declared here")],
            };
        }

        string Name(Node node) => FunctionCall.WordFor(model.Calls.FirstOrDefault(call => call.Result == node)?.Name ?? node.Operation.Name);

        // A weight of a model that is used, by the part of that model that has it.
        static string Within(string fullName)
        {
            string[] path = [.. fullName.Split('.').Where(static name => !char.IsDigit(name[0]))];
            return $"'{path[1]}' in '{path[0]}'";
        }

        int OriginOf(Node parameter) => spec.Parts.First(part => part.Name == PartOf((ParameterLeaf)parameter.Operation)).Origin;
    }

    private static IEnumerable<CompilerError> FindUntrained(ModelSpec spec, TracedModel model)
    {
        if (model.Objectives.Count == 0)
        {
            return [];
        }

        HashSet<string> trained = [.. model.Objectives.SelectMany(static objective => objective.Trains).Select(static node => PartOf((ParameterLeaf)node.Operation))];
        HashSet<string> open =
        [
            .. model.Parameters.Select(static node => node.Operation).OfType<ParameterLeaf>().Where(static leaf => !leaf.IsFrozen).Select(PartOf),
        ];
        string objectives = string.Join(" or ", model.Objectives.Select(static objective => $"'{objective.Name}'"));
        return spec.Parts.Where(part => open.Contains(part.Name) && !trained.Contains(part.Name))
            .Select(part => new CompilerError(Rules.NeverTrained, part.Origin, [part.Name, objectives]));
    }

    private static bool Needs(Node value, Node other) =>
        GraphBuilder.Part([other], [new Output(new LossOutput(), value)]).Nodes.Count > 0;

    private static string PartOf(ParameterLeaf leaf) => leaf.Part;
}
