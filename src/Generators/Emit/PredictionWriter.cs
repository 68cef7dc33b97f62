using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Trace;

namespace Adjoint.Emit;

/// <summary>Writes the members that give a model's outputs, with and without the values that have names.</summary>
/// <param name="writer">Where to.</param>
/// <param name="model">The model.</param>
internal sealed class PredictionWriter(CodeWriter writer, ModelSignature model)
{
    private readonly MemberWriter _members = new(writer);

    public void Write()
    {
        if (IsPlain)
        {
            WritePlain();
        }
        else
        {
            WriteTyped("Predict", "Outputs", "Computes outputs.", "What the model gives.", model.Outputs, "Outputs", "PredictionMemory", ProgramSignatures.Predict);
        }

        if (model.Taps.Count > 0)
        {
            // A record always, so that a value is found by its name.
            NamedType[] values = [.. model.Outputs, .. model.Taps];
            WriteTyped(
                "Inspect", "Inspection", "Computes outputs and the values that have names.", "What the model gives, and the values that have names.",
                values, "Outputs.AddRange({0}.Taps)", "InspectionMemory", ProgramSignatures.Inspect);
        }
    }

    /// <summary>Whether there is one input and one output for each sample, which the engine predicts in chunks.</summary>
    private bool IsPlain => model.Inputs.Count == 1 && model.Outputs.Count == 1 && model.Spec.HasBatch
        && model.Output.Shape.HasBatch;

    private void WritePlain()
    {
        TensorType input = model.Input;
        bool isInteger = input.Element == ElementType.Int32;
        string element = isInteger ? "int" : "float";
        string numbers = isInteger ? "whole numbers" : "floats";
        int open = model.Sizes.Count(static size => size.Source is not null);
        if (open <= 1)
        {
            string name = open == 0 ? string.Empty : model.Sizes.First(static size => size.Source is not null).Declared;
            string count = open == 0 ? "one sample or several" : $"one sample, whose length decides <c>{name}</c>";
            _members.Expression(
                $"""
                /// <summary>Computes outputs.</summary>
                /// <param name="inputs"><c>{(open == 0 ? input.Shape : input.Shape.WithoutBatch)}</c> {numbers}, {count}.</param>
                /// <returns><c>{(open == 0 ? model.Output.Shape : model.Output.Shape.WithoutBatch)}</c> floats.</returns>
                /// <exception cref="global::System.ArgumentException">{(open == 0 ? $"The number of {numbers} is no multiple of a sample's." : $"No size fits the number of {numbers}.")}</exception>
                """,
                $"public float[] Predict(global::System.ReadOnlySpan<{element}> inputs)",
                $"global::Adjoint.Training.Predict{(isInteger ? "Integers" : string.Empty)}(this, inputs)");
        }

        if (open > 0)
        {
            TypedArguments arguments = new(model, [new NamedType("inputs", input)], null);
            _members.Expression(
                $"""
                /// <summary>Computes outputs of one sample or several.</summary>
                {arguments.Documentation}
                /// <returns><c>{model.Output.Shape}</c> floats.</returns>
                /// <exception cref="global::System.ArgumentException">The number of {numbers} is no multiple of a sample's.</exception>
                """,
                $"public float[] Predict({arguments.Parameters})",
                $"global::Adjoint.Training.Predict(this, {(isInteger ? "[], inputs" : "inputs, []")}, [{arguments.Sizes("Parameters")}])");
        }
    }

    private void WriteTyped(
        string name, string record, string summary, string recordSummary, IReadOnlyList<NamedType> values, string tensors, string memory, ProgramSignature signature)
    {
        ResultType result = new(record, values);
        TypedArguments arguments = new(model, model.Inputs, null);
        string description = arguments.Take("description");
        string written = arguments.Take("values");
        string sizes = arguments.Sizes("Parameters");
        if (result.IsRecord)
        {
            _members.Declaration(result.Documentation(recordSummary), result.Declaration);
        }

        _members.Block(
            $"""
            /// <summary>{summary}</summary>
            {arguments.Documentation}
            /// <returns>{(result.IsRecord ? recordSummary : $"<c>{values[0].Type.Shape}</c> floats.")}</returns>
            /// <exception cref="global::System.ArgumentException">The inputs are not of equally many samples.</exception>
            """,
            $"public {result.Name} {name}({arguments.Parameters})",
            [
                $"global::Adjoint.ModelDescription {description} = {(sizes.Length == 0 ? "Description" : $"Describe([{sizes}])")};",
                $"float[][] {written} = global::Adjoint.ProgramCall.Run(",
                "    Parameters,",
                $"    new global::Adjoint.SampleBuffer().Begin({description}.Inputs, {description}.HasBatch{(sizes.Length == 0 ? string.Empty : ", " + sizes)}){arguments.Added},",
                $"    {description}.{tensors.Replace("{0}", description)},",
                $"    {description}.{memory},",
                $"    static ({signature.FullParameters}) => {signature.PartialName}({signature.PartialArguments}));",
                $"return {result.From(written)};",
            ]);
    }
}
