namespace Adjoint.Compiler.Trace;

/// <summary>A function of the code, with the names of what it takes.</summary>
/// <param name="parameters">The names.</param>
/// <param name="body">What it does.</param>
internal sealed class Lambda(IReadOnlyList<string> parameters, Func<object?[], object?> body)
{
    /// <summary>What it does with given values.</summary>
    public object? Invoke(object?[] values) => body(values);

    /// <summary>
    /// The name of a parameter of a function; null for one that has no code to be named in. Without the number that tells it from variables
    /// of the same name elsewhere in the method.
    /// </summary>
    public static string? NameIn(Func<object?[], object?> function, int parameter) =>
        function.Target is Lambda lambda && parameter < lambda.Names.Count ? lambda.Names[parameter].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9') : null;

    private IReadOnlyList<string> Names { get; } = parameters;
}
