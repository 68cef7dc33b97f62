namespace Adjoint.Emit;

/// <summary>The signature of one of a model's programs.</summary>
/// <param name="Name">The name, as in <c>IModel</c>.</param>
/// <param name="ReturnsLoss">Whether it returns the loss.</param>
/// <param name="ParameterList">The types and names of its parameters, types with their full names.</param>
/// <param name="Count">The expression of the batch size.</param>
/// <param name="Inputs">The expression of the samples.</param>
internal sealed record ProgramSignature(
    string Name, bool ReturnsLoss, IReadOnlyList<(string Type, string Name)> ParameterList, string Count, string Inputs)
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

    public string PartialArguments => ReturnsLoss ? Arguments + ", ref loss" : Arguments;

    private static string Short(string type) => type.Replace("global::System.", string.Empty).Replace("global::Adjoint.", string.Empty);
}

/// <summary>The programs that every model has.</summary>
internal static class ProgramSignatures
{
    private const string ReadOnlyFloats = "global::System.ReadOnlySpan<float>";
    private const string Floats = "global::System.Span<float>";
    private const string Batch = "in global::Adjoint.Batch";
    private const string Workspace = "global::Adjoint.Workspace";

    public static ProgramSignature Gradient { get; } = new(
        "Gradient",
        true,
        [(ReadOnlyFloats, "parameters"), (Floats, "state"), (Batch, "batch"), ("global::Adjoint.RandomKey", "key"), (Floats, "gradient"), (Workspace, "workspace")],
        "batch.Count",
        "batch.Inputs");

    public static ProgramSignature Loss { get; } = new(
        "Loss",
        true,
        [(ReadOnlyFloats, "parameters"), (ReadOnlyFloats, "state"), (Batch, "batch"), (Workspace, "workspace")],
        "batch.Count",
        "batch.Inputs");

    public static ProgramSignature Predict { get; } = new(
        "Predict",
        false,
        [(ReadOnlyFloats, "parameters"), (ReadOnlyFloats, "state"), (ReadOnlyFloats, "inputs"), (Floats, "outputs"), ("int", "count"), (Workspace, "workspace")],
        "count",
        "inputs");

    public static IReadOnlyList<ProgramSignature> All { get; } = [Gradient, Loss, Predict];
}
