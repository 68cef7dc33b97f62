using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Checks;

/// <summary>Declarations that compile and hardly train as they were meant to. All of these are warnings: each could be meant after all.</summary>
internal static class TrainingMistakes
{
    /// <summary>The mistakes of a model; those within models that it uses are told of them.</summary>
    public static IEnumerable<CompilerError> Check(ModelSpec spec, TracedModel model)
    {
        Calls calls = new(model);
        return LossMistakes.Check(calls)
            .Concat(ActivationMistakes.Check(calls))
            .Concat(RangeMistakes.Check(calls))
            .Concat(ShapeMistakes.Check(calls))
            .Concat(WeightMistakes.Check(calls))
            .Concat(FindConstantStates(spec, model))
            .Distinct();
    }

    /// <summary>Running values that nothing changes. A model that only serves others may be told what they become by these.</summary>
    private static IEnumerable<CompilerError> FindConstantStates(ModelSpec spec, TracedModel model)
    {
        HashSet<string> changed =
        [
            .. model.Objectives.SelectMany(static objective => objective.Updates)
                .Select(static update => ((Operations.StateLeaf)update.Key.Operation).FullName),
        ];
        return spec.IsModule ? [] : spec.Parts
            .Where(part => part.Kind == PartKind.State && model.UsedParts.Contains(part.Name) && !changed.Contains(part.Name))
            .Select(static part => new CompilerError(Rules.ConstantState, part.Origin, [part.Name]));
    }
}
