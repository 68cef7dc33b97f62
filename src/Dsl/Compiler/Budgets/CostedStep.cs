using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Budgets;

/// <summary>An objective's training program with what a step of it takes.</summary>
/// <param name="Model">The model.</param>
/// <param name="Objective">The objective.</param>
/// <param name="Program">The program.</param>
/// <param name="Cost">What a step takes; null where sizes have names.</param>
internal sealed record CostedStep(ModelSignature Model, ObjectiveSignature Objective, CompiledProgram Program, StepCost? Cost)
{
    /// <summary>The names of sizes that the cost depends on, as declared.</summary>
    public IEnumerable<string> Names => Model.Sizes.Select(static size => $"'{size.Declared}'");

    /// <summary>Compiles the step of an objective of a declaration that is known to compile.</summary>
    /// <param name="spec">The declaration.</param>
    /// <param name="index">The number of the objective.</param>
    /// <param name="batch">The samples of the step.</param>
    public static CostedStep Of(ModelSpec spec, int index, int batch)
    {
        (ModelSignature model, CompiledProgram program) = ModelCompiler.CompileStep(spec, index);
        ObjectiveSignature objective = model.Objectives[index];
        return new CostedStep(model, objective, program, StepCost.Of(model, objective, program, batch));
    }
}
