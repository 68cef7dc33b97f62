using Adjoint.Compiler.Programs;

namespace Adjoint.Emit;

/// <summary>A program of a model with the signature under which it is called.</summary>
/// <param name="Signature">The signature.</param>
/// <param name="Program">What it does.</param>
/// <param name="Inputs">What it takes besides parameters and state.</param>
/// <param name="Title">What it is, for the comment above it.</param>
internal sealed record NamedProgram(ProgramSignature Signature, CompiledProgram Program, IReadOnlyList<NamedType> Inputs, string Title);

/// <summary>The signature of one of a model's programs.</summary>
/// <param name="Name">The name; for the first objective and the prediction as in <c>IModel</c>.</param>
/// <param name="ReturnsLoss">Whether it returns the loss.</param>
/// <param name="ParameterList">The types and names of its parameters, types with their full names.</param>
internal sealed record ProgramSignature(string Name, bool ReturnsLoss, IReadOnlyList<(string Type, string Name)> ParameterList)
{
    /// <summary>
    /// The record's partial method. It has no accessibility and returns nothing, so that the members compile before, and
    /// without, the file with the programs.
    /// </summary>
    public string PartialName => "Run" + Name;

    /// <summary>The parameters within our own namespace, where short names are safe.</summary>
    public string Parameters => string.Join(", ", ParameterList.Select(static parameter => $"{Short(parameter.Type)} {parameter.Name}"));

    /// <summary>The parameters within the user's type, where every name is written in full.</summary>
    public string FullParameters => string.Join(", ", ParameterList.Select(static parameter => $"{parameter.Type} {parameter.Name}"));

    public string PartialParameters => ReturnsLoss ? FullParameters + ", ref float loss" : FullParameters;

    public string Arguments => string.Join(", ", ParameterList.Select(static parameter => parameter.Type.StartsWith("in ", StringComparison.Ordinal) ? "in " + parameter.Name : parameter.Name));

    /// <summary>The declaration of the partial method, without a body.</summary>
    public string Partial => $"static partial void {PartialName}({PartialParameters})";

    public string PartialArguments => ReturnsLoss ? Arguments + ", ref loss" : Arguments;

    private static string Short(string type) => type.Replace("global::System.", string.Empty).Replace("global::Adjoint.", string.Empty);
}

/// <summary>The partial method that makes a description, since what programs cost is known only with them.</summary>
/// <param name="PartialName">The method.</param>
/// <param name="Type">What it makes.</param>
internal sealed record DescriptionSignature(string PartialName, string Type)
{
    /// <summary>The declaration of the partial method, without a body.</summary>
    public string Partial => $"static partial void {PartialName}(global::System.ReadOnlySpan<int> sizes, ref {Type}? description)";
}

/// <summary>The programs of a model: three for each objective, and the prediction.</summary>
internal static class ProgramSignatures
{
    private static readonly (string, string) Parameters = ("global::System.ReadOnlySpan<float>", "parameters");
    private static readonly (string, string) State = ("global::System.ReadOnlySpan<float>", "state");
    private static readonly (string, string) ChangingState = ("global::System.Span<float>", "state");
    private static readonly (string, string) Batch = ("in global::Adjoint.Batch", "batch");
    private static readonly (string, string) Key = ("global::Adjoint.RandomKey", "key");
    private static readonly (string, string) Gradients = ("global::System.Span<float>", "gradient");
    private static readonly (string, string) Outputs = ("global::System.Span<float>", "outputs");
    private static readonly (string, string) Workspace = ("global::Adjoint.Workspace", "workspace");

    /// <summary>All programs of a model, those of <c>IModel</c> first.</summary>
    public static IReadOnlyList<ProgramSignature> Of(ModelSignature model)
    {
        List<ProgramSignature> programs = [];
        foreach (ObjectiveSignature objective in model.Objectives)
        {
            string prefix = PrefixOf(objective);
            programs.Add(Gradient(prefix));
            programs.Add(Loss(prefix));
            if (objective.RealInputs.Count > 0)
            {
                programs.Add(InputGradient(prefix));
            }
        }

        programs.Add(Predict);
        if (model.Taps.Count > 0)
        {
            programs.Add(Inspect);
        }

        return programs;
    }

    /// <summary>All programs of a compiled model, in the same order.</summary>
    public static IReadOnlyList<NamedProgram> Of(CompiledModel model)
    {
        List<NamedProgram> programs = [];
        foreach (CompiledObjective objective in model.Objectives)
        {
            string prefix = PrefixOf(objective.Signature);
            string of = prefix.Length == 0 ? string.Empty : " of " + prefix;
            programs.Add(new(Gradient(prefix), objective.Training, objective.Inputs, "loss and gradient" + of));
            programs.Add(new(Loss(prefix), objective.Evaluation, objective.Inputs, $"loss{of}, as in prediction"));
            if (objective.InputGradient is { } program)
            {
                programs.Add(new(InputGradient(prefix), program, objective.Inputs, $"gradient{of} by the inputs, as in prediction"));
            }
        }

        programs.Add(new(Predict, model.Prediction, model.Inputs, "prediction"));
        if (model.Inspection is { } inspection)
        {
            programs.Add(new(Inspect, inspection, model.Inputs, "prediction with the values that have names"));
        }

        return programs;
    }

    /// <summary>The descriptions that the file of the programs makes: the model's, what its parts cost, and those of objectives with a type of their own.</summary>
    public static IReadOnlyList<DescriptionSignature> DescriptionsOf(ModelSignature model) =>
        [Describe, Cost, .. model.Objectives.Select(PrefixOf).Where(static prefix => prefix.Length > 0).Select(DescribeObjective)];

    /// <summary>The declarations of the record's partial methods, without bodies.</summary>
    public static IEnumerable<string> PartialsOf(ModelSignature model) =>
        DescriptionsOf(model).Select(static description => description.Partial).Concat(Of(model).Select(static program => program.Partial));

    /// <summary>What the names of an objective's programs begin with: nothing for the loss that the attribute names.</summary>
    public static string PrefixOf(ObjectiveSignature objective) => objective.Name == "Loss" ? string.Empty : objective.Name;

    public static ProgramSignature Gradient(string prefix) => new(prefix + "Gradient", true, [Parameters, ChangingState, Batch, Key, Gradients, Workspace]);

    public static ProgramSignature Loss(string prefix) => new(prefix + "Loss", true, [Parameters, State, Batch, Workspace]);

    public static ProgramSignature InputGradient(string prefix) => new(prefix + "InputGradient", false, [Parameters, State, Batch, Gradients, Workspace]);

    public static DescriptionSignature Describe { get; } = new("RunDescribe", "global::Adjoint.ModelDescription");

    public static DescriptionSignature Cost { get; } = new("RunCost", "global::Adjoint.ModelCost");

    public static DescriptionSignature DescribeObjective(string name) => new($"Run{name}Describe", "global::Adjoint.ObjectiveDescription");

    public static ProgramSignature Predict { get; } = new("Predict", false, [Parameters, State, Batch, Outputs, Workspace]);

    public static ProgramSignature Inspect { get; } = new("Inspect", false, [Parameters, State, Batch, Outputs, Workspace]);
}
