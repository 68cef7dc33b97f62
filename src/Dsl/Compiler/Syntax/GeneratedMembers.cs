namespace Adjoint.Compiler.Syntax;

/// <summary>
/// The names of the members that every model gets. They are the generator's alone, overloads included, so that a later
/// version can add an overload without breaking a user's model.
/// </summary>
internal static class GeneratedMembers
{
    /// <summary>The names, in ordinal order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "Create", "Description", "Evaluate", "Fit", "FromParameters", "Gradient", "Load", "Loss", "Parameters", "Predict",
        "RunGradient", "RunLoss", "RunPredict", "Save", "_adjointParameters",
    ];

    public static bool Contains(string name) => Names.Contains(name, StringComparer.Ordinal);
}
