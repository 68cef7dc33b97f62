using Adjoint.Compiler.Costs;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Emit;

/// <summary>Writes what each part costs the prediction and each objective's training, as formulas of the batch and of sizes that have names.</summary>
/// <param name="writer">Where to.</param>
/// <param name="model">The compiled model.</param>
internal sealed class CostWriter(CodeWriter writer, CompiledModel model)
{
    /// <summary>What makes a model's costs.</summary>
    public void Write()
    {
        writer.Line($"description = new global::Adjoint.ModelCost(");
        using (writer.Indent())
        {
            writer.Line($"{Literal.String(model.Spec.Name)},");
            Write("Predict", model.Prediction, ",");
            writer.Line("[");
            using (writer.Indent())
            {
                foreach (CompiledObjective objective in model.Objectives)
                {
                    Write(objective.Name, objective.Training, ",");
                }
            }

            writer.Line("]);");
        }
    }

    private void Write(string name, CompiledProgram program, string end)
    {
        writer.Line($"new({Literal.String(name)}, new{DescriptionWriter.Memory(program)},");
        writer.Line("[");
        using (writer.Indent())
        {
            foreach (CostRow part in CostTable.Of(program, model).Rows)
            {
                Size[] formulas = [part.ForwardFlops, part.BackwardFlops, part.Saved, part.Scratch];
                writer.Line($"new({Literal.String(part.Part)}, {Literal.Long(part.Parameters)}, {Literal.Long(part.Trained)}, {string.Join(", ", formulas.Select(Formula))}),");
            }
        }

        writer.Line("])" + end);
    }

    /// <summary>The factors of the powers of the batch size.</summary>
    private static string Formula(Size size) =>
        $"new({(size == Size.Zero ? string.Empty : string.Join(", ", Enumerable.Range(0, size.Degree(Size.BatchName) + 1).Select(power => Literal.Long(size.OfPower(Size.BatchName, power)))))})";
}
