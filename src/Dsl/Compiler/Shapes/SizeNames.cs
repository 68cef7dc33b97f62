using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Shapes;

/// <summary>
/// Named sizes become variables of generated programs, so a name that C# keeps for itself, or that the programs' own variables have, is
/// written a little differently there: <c>in</c> is <c>@in</c>, and <c>batch</c> is <c>batch_</c>. Users see only what they wrote.
/// </summary>
internal static class SizeNames
{
    /// <summary>The parameters of programs and of the members that describe them. What else a program names gives way to sizes.</summary>
    private static readonly HashSet<string> Taken = new(
        ["threads", "arena", "parameters", "state", "batch", "key", "gradient", "workspace", "outputs", "count", "loss", "sizes", "seed"],
        StringComparer.Ordinal);

    /// <summary>A declared name as programs write it; different names stay different.</summary>
    public static string InCode(string declared) =>
        Taken.Contains(declared.TrimEnd('_')) || declared.EndsWith("_", StringComparison.Ordinal) ? declared + "_" : CSharpName.Escape(declared);

    /// <summary>The name that was declared for one of a program.</summary>
    public static string Declared(string inCode) =>
        inCode[0] == '@' ? inCode.Substring(1) : inCode.EndsWith("_", StringComparison.Ordinal) ? inCode.Substring(0, inCode.Length - 1) : inCode;

    /// <summary>A declared size as programs write it.</summary>
    public static Size InCode(Size size) => size.Substitute(static name => Size.Named(InCode(name)));

    /// <summary>A size in declared names.</summary>
    public static Size Declared(Size size) => size.Substitute(static name => Size.Named(Declared(name)));

    /// <summary>A shape in declared names.</summary>
    public static Shape Declared(Shape shape) => new(shape.Select(Declared).ToEquatableArray());
}
