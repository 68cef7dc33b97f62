using System.Globalization;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Trace;

/// <summary>Compares arguments with the shapes that a method declares, which gives the named sizes of a used model their values.</summary>
internal static class Arguments
{
    /// <param name="instance">The model whose method is called.</param>
    /// <param name="method">The method's name.</param>
    /// <param name="parameters">What it takes.</param>
    /// <param name="values">What it is given; null where that needs no check.</param>
    /// <param name="origin">Where it is called.</param>
    /// <exception cref="DeclarationException">They do not fit.</exception>
    public static void Match(ModelInstance instance, string method, IReadOnlyList<ParameterSpec> parameters, IReadOnlyList<Node?> values, int origin)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            if (values[i] is { } value && Mismatch(instance, parameters[i].Shape!, value) is var (detail, fix))
            {
                int other = Exchanged(parameters, values, i);
                string name = instance.Scope.IsRoot ? method : LastPart(instance.Scope.Path);
                throw new DeclarationException(new CompilerError(
                    Rules.CallMismatch,
                    origin,
                    [
                        name, Written(parameters[i].Shape!), parameters[i].Name, FunctionCall.Written(value), detail,
                        other >= 0 ? $"exchange it with what is given as '{parameters[other].Name}'" : fix,
                        Provenance.Of([value], OuterOf(instance.Scope.Path)),
                    ])
                {
                    Related = [new RelatedSpec(parameters[i].Shape!.Origin, $"'{parameters[i].Name}' is declared here"), .. Provenance.Related([value])],
                });
            }
        }
    }

    /// <summary>What is wrong with a value, as the end of a clause that names both shapes, and what would help; null when nothing is.</summary>
    private static (string Detail, string Fix)? Mismatch(ModelInstance instance, TextSpec text, Node value)
    {
        ShapeParser.Result declared = ShapeParser.Parse(text.Text);
        if (declared.Problem is { } problem)
        {
            throw new DeclarationException(new CompilerError(Rules.MalformedShape, text.Origin, [text.Text, problem]));
        }

        Shape found = FunctionCall.SampleOf(value);
        if (IsInteger(declared) != (value.Type.Element == ElementType.Int32))
        {
            return IsInteger(declared)
                ? (", which are real numbers", "give it whole numbers, declared as in [Shape(\"i32[T]\")]")
                : (", which are whole numbers", "look them up with [Embedding], or declare them without 'i32'");
        }

        if (declared.Shape.Rank != found.Rank)
        {
            return (string.Empty, $"give it a value with {Counted(declared.Shape.Rank)}");
        }

        bool isReused = declared.Shape.SelectMany(static axis => axis.Names).Any(instance.Scope.Sizes.ContainsKey);
        for (int axis = 0; axis < found.Rank; axis++)
        {
            if (instance.Scope.Match(declared.Shape[axis], found[axis]) is { } detail)
            {
                return (detail, declared.Shape[axis].IsConstant ? Giving(value, declared.Shape[axis], axis)
                    : isReused && !instance.Scope.IsRoot ? "its sizes are those of its first call, so write another part for this one"
                    : "give it a value of that shape");
            }
        }

        return null;
    }

    private static string Giving(Node value, Size size, int axis) => value.Operation is InputLeaf || value.Origin.IsUnnamed
        ? $"give it {Wording.Of(size)} there, or leave the size open by a name, as in [Shape(\"D\")]"
        : $"let '{Provenance.NameOf(value, string.Empty)}' give {Wording.Of(new Shape([.. FunctionCall.SampleOf(value).Select((found, i) => i == axis ? size : found)]))}, "
            + "or leave the size open by a name, as in [Shape(\"D\")]";

    /// <summary>The argument that stands in the place of another and fits there, as that one does here; -1 when there is none.</summary>
    private static int Exchanged(IReadOnlyList<ParameterSpec> parameters, IReadOnlyList<Node?> values, int one) => Enumerable.Range(0, parameters.Count)
        .Where(other => other != one && values[other] is not null && Fits(parameters[one], values[other]!) && Fits(parameters[other], values[one]!))
        .DefaultIfEmpty(-1)
        .First();

    private static bool Fits(ParameterSpec parameter, Node value)
    {
        ShapeParser.Result declared = ShapeParser.Parse(parameter.Shape!.Text);
        Shape found = FunctionCall.SampleOf(value);
        return declared.Problem is null && declared.Shape.Rank == found.Rank && IsInteger(declared) == (value.Type.Element == ElementType.Int32)
            && declared.Shape.Zip(found, static (size, other) => !size.IsConstant || size == other).All(static fits => fits);
    }

    private static bool IsInteger(ShapeParser.Result declared) => declared.ElementName == "i32";

    private static string Written(TextSpec text) => text.Text.IndexOf('[') < 0 ? $"[{text.Text.Trim()}]" : text.Text.Trim();

    private static string Counted(int axes) => axes == 1 ? "1 axis" : axes.ToString(CultureInfo.InvariantCulture) + " axes";

    /// <summary>The part that uses a model: of a path the last that is no number of a repetition.</summary>
    private static string LastPart(string path) => path.Split('.').Last(static part => !char.IsDigit(part[0]));

    private static string OuterOf(string path)
    {
        if (path.Length == 0)
        {
            return path;
        }

        string[] parts = path.Split('.');
        return string.Join(".", parts.Take(Array.LastIndexOf(parts, LastPart(path))));
    }
}
