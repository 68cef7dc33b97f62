using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Emit;

/// <summary>Writes the member that gives the gradient of a loss by its inputs: which input matters, and in which direction.</summary>
internal static class InputGradientWriter
{
    /// <param name="members">Where to.</param>
    /// <param name="model">The model.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="isInstance">Whether it is a member of the model itself rather than of its objective.</param>
    public static void Write(MemberWriter members, ModelSignature model, ObjectiveSignature objective, bool isInstance)
    {
        IReadOnlyList<int> indices = objective.RealInputs;
        if (indices.Count == 0)
        {
            return;
        }

        NamedType[] inputs = [.. indices.Select(index => objective.Inputs[index])];
        ResultType result = new("InputGradients", inputs);
        TypedArguments arguments = new(model, objective.Inputs, objective.Target);
        string of = isInstance ? string.Empty : arguments.Take("model");
        string description = arguments.Take("description");
        string values = arguments.Take("gradients");
        string parameters = isInstance ? "Parameters" : of + ".Parameters";
        string sizes = arguments.Sizes(parameters);
        string prefix = isInstance ? ProgramSignatures.PrefixOf(objective) : objective.Name;
        ProgramSignature signature = ProgramSignatures.InputGradient(prefix);
        string name = CSharpName.Escape(model.Spec.Name);
        if (result.IsRecord)
        {
            members.Declaration(result.Documentation("The gradient of the loss by each input of real numbers."), result.Declaration);
        }

        members.Block(
            $"""
            /// <summary>The gradient of the loss by the inputs, as in prediction; the loss is the mean over the samples.</summary>
            {(isInstance ? string.Empty : $"/// <param name=\"{of}\">The model.</param>\n")}{arguments.Documentation}
            /// <exception cref="global::System.ArgumentException">The arguments are not of equally many samples.</exception>
            """,
            $"public {(isInstance ? string.Empty : "static ")}{result.Name} InputGradient({(isInstance ? string.Empty : $"{name} {of}, ")}{arguments.Parameters})",
            [
                .. isInstance ? Array.Empty<string>() : [$"global::System.ArgumentNullException.ThrowIfNull({of});"],
                isInstance && model.Sizes.Count == 0
                    ? $"global::Adjoint.ModelDescription {description} = Description;"
                    : $"{(isInstance ? "global::Adjoint.ModelDescription" : "global::Adjoint.ObjectiveDescription")} {description} = Describe([{sizes}]);",
                $"float[][] {values} = global::Adjoint.ProgramCall.Run(",
                $"    {parameters},",
                $"    new global::Adjoint.SampleBuffer().Begin({description}.Inputs, {ObjectiveWriter.HasBatch(model)}{(sizes.Length == 0 ? string.Empty : ", " + sizes)}){arguments.Added}{arguments.AddedTarget(description)},",
                $"    [{string.Join(", ", indices.Select(index => $"{description}.Inputs[{Literal.Integer(index)}]"))}],",
                $"    {description}.InputGradientMemory,",
                $"    static ({signature.FullParameters}) => {signature.PartialName}({signature.PartialArguments}));",
                $"return {result.From(values)};",
            ]);
    }
}
