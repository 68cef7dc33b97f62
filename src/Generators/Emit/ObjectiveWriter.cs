using Adjoint.Compiler.Budgets;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Emit;

/// <summary>Writes the type of an objective: its programs, and typed ways to take a step and to look at its value.</summary>
/// <param name="writer">Where to.</param>
/// <param name="model">The model.</param>
/// <param name="objective">The objective, a method of the model's.</param>
internal sealed class ObjectiveWriter(CodeWriter writer, ModelSignature model, ObjectiveSignature objective)
{
    private readonly MemberWriter _members = new(writer);

    private string Model => CSharpName.Escape(model.Spec.Name);

    private string Type => objective.Name + "Objective";

    public void Write()
    {
        _members.Header($"/// <summary>The objective <c>{objective.Name}</c>, which trains {Trained()}.</summary>");
        using (writer.Braces($"public readonly struct {Type} : global::Adjoint.IObjective<{Model}>"))
        {
            writer.Line("/// <summary>The name of the method.</summary>");
            writer.Line($"public static string Name => {Literal.String(objective.Name)};");
            WriteDescribe();
            WriteCost();
            WriteStep();
            WriteLoss();
            InputGradientWriter.Write(_members, model, objective, isInstance: false);
            WriteProgram(ProgramSignatures.Gradient(objective.Name));
            WriteProgram(ProgramSignatures.Loss(objective.Name));
        }
    }

    private string Trained()
    {
        string trained = objective.Trains.Count > 4
            ? $"{Literal.Integer(objective.Trains.Count)} parameters"
            : string.Join(", ", objective.Trains.Select(static name => $"<c>{name}</c>"));

        // What a budget chooses is known with the programs, whose description and comments say it.
        return BudgetPass.BudgetOf(model.Spec, objective.Name) is { } budget && Budget.Of(budget).Chooses ? $"what its budget allows of {trained}" : trained;
    }

    private void WriteDescribe()
    {
        _members.Header(
            """
            /// <summary>What it takes, trains and costs.</summary>
            /// <param name="sizes">A value for each of the model's named sizes.</param>
            """);
        using (writer.Braces("public static global::Adjoint.ObjectiveDescription Describe(global::System.ReadOnlySpan<int> sizes)"))
        {
            DescriptionMembers.WriteBody(writer, ProgramSignatures.DescribeObjective(objective.Name));
        }
    }

    private void WriteCost()
    {
        string sizes = model.Sizes.Count == 0 ? string.Empty : "(sizes)";
        _members.Expression(
            "/// <summary>What each part costs in a training step: parameters, operations, memory.</summary>"
                + (sizes.Length == 0 ? string.Empty : "\n/// <param name=\"sizes\">A value for each of the model's named sizes.</param>"),
            "public static global::Adjoint.ProgramCost Cost" + (sizes.Length == 0 ? string.Empty : "(global::System.ReadOnlySpan<int> sizes)"),
            $"{Model}.Cost{sizes}.Objective(Name)");
    }

    private void WriteStep()
    {
        TypedArguments arguments = new(model, objective.Inputs, null);
        string trainer = arguments.Take("trainer");
        _members.Block(
            $"""
            /// <summary>Takes one training step.</summary>
            /// <param name="{trainer}">The training.</param>
            {arguments.Documentation}
            /// <returns>The objective's value before the step.</returns>
            /// <exception cref="global::System.ArgumentException">The inputs are not of equally many samples.</exception>
            /// <exception cref="global::Adjoint.TrainingDivergedException">The value is no longer finite.</exception>
            """,
            $"public static float Step(global::Adjoint.Trainer<{Model}> {trainer}, {arguments.Parameters})",
            [
                $"global::System.ArgumentNullException.ThrowIfNull({trainer});",
                $"return {trainer}.Step<{Type}>({trainer}.Samples<{Type}>({arguments.Sizes(trainer + ".Parameters")}){arguments.Added}.Batch);",
            ]);
    }

    private void WriteLoss()
    {
        TypedArguments arguments = new(model, objective.Inputs, null);
        string of = arguments.Take("model");
        string sizes = arguments.Sizes(of + ".Parameters");
        _members.Block(
            $"""
            /// <summary>The objective's value, as in prediction.</summary>
            /// <param name="{of}">The model.</param>
            {arguments.Documentation}
            /// <exception cref="global::System.ArgumentException">The inputs are not of equally many samples.</exception>
            """,
            $"public static float Loss({Model} {of}, {arguments.Parameters})",
            [
                $"global::System.ArgumentNullException.ThrowIfNull({of});",
                $"return global::Adjoint.ProgramCall.Loss<{Model}, {Type}>({of}, new global::Adjoint.SampleBuffer().Begin(Describe([{sizes}]).Inputs, {HasBatch(model)}{(sizes.Length == 0 ? string.Empty : ", " + sizes)}){arguments.Added});",
            ]);
    }

    /// <summary>Whether the model works on batches, as an argument.</summary>
    public static string HasBatch(ModelSignature model) => model.Spec.HasBatch ? "hasBatch: true" : "hasBatch: false";

    /// <summary>A program of the interface, which calls the partial method of the model.</summary>
    private void WriteProgram(ProgramSignature signature)
    {
        string name = signature.Name.Substring(objective.Name.Length);
        writer.Line();
        using (writer.Braces($"static float global::Adjoint.IObjective<{Model}>.{name}({signature.FullParameters})"))
        {
            writer.Line("float loss = 0f;");
            writer.Line($"{signature.PartialName}({signature.PartialArguments});");
            writer.Line("return loss;");
        }
    }
}
