using System.Globalization;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Trace;

/// <summary>Which positions of parameters are trained, as <c>[SparseUpdate]</c> says.</summary>
internal static class SparseUpdates
{
    /// <summary>The positions of a parameter that are trained; null for all.</summary>
    /// <param name="derivations">What is said of parts, by their paths.</param>
    /// <param name="parameter">The parameter.</param>
    /// <exception cref="DeclarationException">The attribute's arguments do not fit.</exception>
    public static TrainedSlice? SliceOf(IReadOnlyDictionary<string, EquatableArray<LayerSpec>> derivations, NamedLeaf parameter)
    {
        if (Innermost(derivations, parameter.FullName) is not { } sparse || parameter.Type.Shape.Rank < 2)
        {
            return null;
        }

        Shape shape = parameter.Type.Shape;
        IReadOnlyDictionary<string, object> arguments = LayerArguments.Read(DerivationCatalog.Find(sparse.Name)!, sparse);
        if (arguments["Only"] is string { Length: > 0 } && (double)arguments["Fraction"] < 1)
        {
            throw Refused(sparse, "the fraction and Only both say which positions are trained; remove one of the two");
        }

        bool isMatrix = shape.Rank == 2;
        int inputs = isMatrix ? 0 : 1;
        int axis = (string)arguments["Along"] == "Inputs" && shape[inputs] != Size.One ? inputs : 1 - inputs;
        axis = isMatrix && shape[0] == Size.One ? 1 : axis;
        if (!shape[axis].IsConstant)
        {
            throw Refused(sparse, $"'{parameter.FullName}' has {Wording.Of(shape[axis])} positions there, which is no number; give the size as a number, or choose along the other axis");
        }

        long size = shape[axis].Constant;
        IReadOnlyList<PositionRun> runs = arguments["Only"] is string { Length: > 0 } only
            ? Runs(only, size) ?? throw Refused(sparse, $"\"{only}\" are no positions; write ascending ranges without their ends, as in \"0..8, 24, 32..40\"")
            : [new PositionRun(0, Math.Max(1, (long)Math.Ceiling((double)arguments["Fraction"] * size)))];
        return runs.Count == 0 ? throw Refused(sparse, $"'{parameter.FullName}' has {size.ToString(CultureInfo.InvariantCulture)} positions there, none of which is named")
            : runs.Count == 1 && runs[0].Length >= size ? null
            : new TrainedSlice(axis, runs.ToEquatableArray());
    }

    /// <summary>What is said of the innermost part around a parameter.</summary>
    private static LayerSpec? Innermost(IReadOnlyDictionary<string, EquatableArray<LayerSpec>> derivations, string path) => PartPath.Outward(path)
        .Select(part => derivations.TryGetValue(part, out EquatableArray<LayerSpec> found) ? found.FirstOrDefault(static one => one.Name == DerivationCatalog.SparseUpdate) : null)
        .FirstOrDefault(static found => found is not null);

    /// <summary>The runs that a text names, as far as there are positions; null when it is none.</summary>
    private static IReadOnlyList<PositionRun>? Runs(string text, long size)
    {
        List<PositionRun> runs = [];
        long next = 0;
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Split([".."], StringSplitOptions.None);
            if (ends.Length > 2 || !Read(ends[0], out long start) || !Read(ends[ends.Length - 1], out long end))
            {
                return null;
            }

            end = ends.Length == 1 ? start + 1 : end;
            if (start < next || end <= start)
            {
                return null;
            }

            next = end;
            end = Math.Min(end, size);
            if (start >= end)
            {
                continue;
            }

            PositionRun? last = runs.Count == 0 ? null : runs[runs.Count - 1];
            if (last is not null && last.Start + last.Length == start)
            {
                runs[runs.Count - 1] = last with { Length = end - last.Start };
            }
            else
            {
                runs.Add(new PositionRun(start, end - start));
            }
        }

        return runs;

        static bool Read(string number, out long value) => long.TryParse(number.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= int.MaxValue;
    }

    private static DeclarationException Refused(LayerSpec sparse, string problem) => new(new CompilerError(Rules.SparseUpdateMismatch, sparse.Origin, [problem]));
}
