using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Trace;

/// <summary>The values that a use gives to named sizes: <c>"H = 4*D, K = 3"</c>, on the right in the names of the using model.</summary>
internal static class SizeBindings
{
    /// <param name="text">The text.</param>
    /// <param name="outer">The using model.</param>
    /// <param name="inner">The used model.</param>
    /// <param name="origin">Where the text stands.</param>
    /// <param name="used">The declaration of the used model; null when that is not known, as for code that runs.</param>
    /// <exception cref="DeclarationException">The text is malformed, binds a name that the used model does not have, or a name on the right has no value.</exception>
    public static void Bind(string text, ModelScope outer, ModelScope inner, int origin, ModelSpec? used = null)
    {
        foreach (string binding in text.Split([','], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = binding.Split('=');
            string name = sides[0].Trim();
            if (sides.Length != 2 || name.Length == 0 || !name.All(static c => char.IsLetterOrDigit(c) || c == '_'))
            {
                throw Malformed("a size is bound as in \"H = 4*D\"");
            }

            if (used is not null && DeclaredSizes.Of(used) is { } known && !known.Contains(name))
            {
                throw new DeclarationException(new CompilerError(
                    Rules.UnknownBinding, origin, [used.Name, name, known.Count == 0 ? "all numbers" : string.Join(", ", known.Select(static size => $"'{size}'"))]));
            }

            ShapeParser.Result value = ShapeParser.Parse(sides[1]);
            if (value.Problem is { } problem)
            {
                throw Malformed(problem);
            }

            inner.Bind(name, outer.Resolve(value.Shape[0]) ?? throw outer.Unbound(value.Shape[0], origin));
        }

        DeclarationException Malformed(string problem) => new(new CompilerError(Rules.MalformedShape, origin, [text, problem]));
    }
}
