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
        "At", "Cost", "Create", "Describe", "Description", "Evaluate", "Fit", "FromParameters", "Gradient", "InputGradient", "InputGradients",
        "Inspect", "Inspection", "Load", "Loss", "Outputs", "Parameters", "Predict", "RunCost", "RunDescribe", "RunGradient", "RunInputGradient", "RunInspect", "RunLoss",
        "RunPredict", "Save", "Sizes", "Train", "_adjointCost", "_adjointParameters",
    ];

    public static bool Contains(string name) => Names.Contains(name, StringComparer.Ordinal);

    /// <summary>Whether no part can have the name. <c>Forward</c> is a method, which a user may write, but a part of that name leaves it no room.</summary>
    public static bool ContainsForParts(string name) => name == "Forward" || Contains(name);
}
