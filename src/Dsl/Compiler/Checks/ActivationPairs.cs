namespace Adjoint.Compiler.Checks;

/// <summary>
/// What is wrong with an activation directly after another. Pairs that are used on purpose are not here: a softmax of any activation, sines,
/// and the tanh of a softplus, which is Mish's factor.
/// </summary>
internal static class ActivationPairs
{
    private const string Nothing = "which changes nothing";
    private const string Positive = "and is given no negative numbers";

    /// <summary>Activations that give no negative numbers.</summary>
    private static readonly HashSet<string> NonNegative = ["Relu", "Softplus", "Sigmoid", "HardSigmoid", "Softmax"];

    /// <summary>Activations that give back what isn't negative.</summary>
    private static readonly HashSet<string> Rectifiers = ["Relu", "LeakyRelu", "PRelu", "Elu", "Celu"];

    /// <summary>Activations that nearly give back what is large and nearly nothing of what is far below zero.</summary>
    private static readonly HashSet<string> SmoothRectifiers = ["Softplus", "Elu", "Celu", "Selu", "Gelu", "Silu", "Mish", "HardSwish"];

    /// <summary>Activations with values between -1 and 1, of the sign of what they are given.</summary>
    private static readonly HashSet<string> Centred = ["Tanh", "Softsign"];

    /// <summary>Activations with values between 0 and 1 and a half for zero.</summary>
    private static readonly HashSet<string> Gates = ["Sigmoid", "HardSigmoid"];

    /// <summary>The words that follow "'second' follows 'first' directly"; null when the pair is no mistake.</summary>
    public static string? Consequence(string first, string second) => (first, second) switch
    {
        ("Softplus", "Tanh") => null,
        ("LeakyRelu", "Relu") or ("PRelu", "Relu") => "which undoes the slope of the first",
        ("LeakyRelu", "LeakyRelu") => "which only makes its slope smaller",
        ("PRelu", "PRelu" or "LeakyRelu") or ("LeakyRelu", "PRelu") => "and its slope and the first one's are no more than one",
        ("Softmax", "Softmax") => "which makes the probabilities nearly equal",
        ("Tanh", "Tanh") or ("Softsign", "Tanh") => "so it gives only numbers between -0.77 and 0.77",
        ("Tanh", "Softsign") or ("Softsign", "Softsign") => "so it gives only numbers between -0.5 and 0.5",
        ("Tanh", "Sigmoid") or ("Softsign", "Sigmoid") => "so it gives only numbers between 0.27 and 0.73",
        ("Tanh", "HardSigmoid") or ("Softsign", "HardSigmoid") => "which is a straight line for all that it is given",
        _ when NonNegative.Contains(first) => OfNonNegative(second),
        _ when SmoothRectifiers.Contains(first) && second == "Relu" => "which cuts off what the first lets through below zero",
        _ when SmoothRectifiers.Contains(first) && IsRectifier(second) => "which only bends once more what is bent already",
        _ when Centred.Contains(first) && second == "Relu" => "which cuts off half of what the first gives",
        _ when Centred.Contains(first) && IsRectifier(second) => "which changes half of what the first gives",
        _ when (first is "LeakyRelu" or "PRelu") && SmoothRectifiers.Contains(second) => "which only bends once more what is bent already",
        _ => null,
    };

    private static string? OfNonNegative(string second) => second switch
    {
        "Selu" => "and is given no negative numbers, so it only multiplies by a constant",
        _ when Rectifiers.Contains(second) => Nothing,
        _ when Gates.Contains(second) => Positive + ", so it gives nothing below a half",
        _ when Centred.Contains(second) => Positive + ", so it gives none either",
        _ when SmoothRectifiers.Contains(second) => Positive,
        _ => null,
    };

    private static bool IsRectifier(string name) => Rectifiers.Contains(name) || SmoothRectifiers.Contains(name);
}
