using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Trace;

/// <summary>The values that a use gives to named sizes: <c>"H = 4*D, K = 3"</c>, on the right in the names of the using model.</summary>
internal static class SizeBindings
{
    /// <exception cref="DeclarationException">The text is malformed, or a name on the right has no value.</exception>
    public static void Bind(string text, ModelScope outer, ModelScope inner, int origin)
    {
        foreach (string binding in text.Split([','], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = binding.Split('=');
            string name = sides[0].Trim();
            if (sides.Length != 2 || name.Length == 0 || !name.All(static c => char.IsLetterOrDigit(c) || c == '_'))
            {
                throw Malformed("a size is bound as in \"H = 4*D\"");
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
