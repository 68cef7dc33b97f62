using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Plan;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Programs;

/// <summary>
/// Where the gradients that an objective computes lie in their one buffer, which has room for nothing else, aligned as parameters are. An objective
/// that trains all there is has the layout of the parameters.
/// </summary>
internal sealed class GradientLayout
{
    private readonly Dictionary<string, PlacedGradient> _byName;

    private GradientLayout(IReadOnlyList<PlacedGradient> items, Size length)
    {
        (Items, Length) = (items, length);
        _byName = items.ToDictionary(static item => item.Parameter, StringComparer.Ordinal);
    }

    public IReadOnlyList<PlacedGradient> Items { get; }

    /// <summary>The floats of the buffer.</summary>
    public Size Length { get; }

    public PlacedGradient this[string parameter] => _byName[parameter];

    /// <summary>The layout of an objective's gradients, in the order of the parameters.</summary>
    public static GradientLayout Of(TracedObjective objective, ParameterLayout parameters) =>
        Of(new HashSet<string>(objective.Trains.Select(static node => ((NamedLeaf)node.Operation).FullName)), parameters, objective.SliceOf);

    /// <summary>The layout of the gradients of some parameters.</summary>
    /// <param name="trained">The parameters' full names.</param>
    /// <param name="parameters">All parameters.</param>
    /// <param name="sliceOf">The part of a parameter that is trained; null for all of it.</param>
    public static GradientLayout Of(ISet<string> trained, ParameterLayout parameters, Func<string, TrainedSlice?> sliceOf)
    {
        List<PlacedGradient> placed = [];
        Size offset = Size.Zero;
        foreach (PlacedParameter parameter in parameters.Items.Where(item => trained.Contains(item.FullName)))
        {
            TrainedSlice? slice = sliceOf(parameter.FullName);
            Shape shape = slice?.Of(parameter.Leaf.Type.Shape) ?? parameter.Leaf.Type.Shape;
            placed.Add(new PlacedGradient(parameter.FullName, shape, slice, offset));
            offset += ArenaPlanner.Aligned(shape.Count);
        }

        return new GradientLayout(placed, offset);
    }

    /// <summary>Whether each gradient lies where its parameter does in the parameters' buffer, and there are no others.</summary>
    public bool IsThatOf(ParameterLayout parameters) => Items.Count == parameters.Items.Count && Items.All(static item => item.Slice is null);
}

/// <summary>The gradient of a parameter, or of a part of it, with its place.</summary>
/// <param name="Parameter">The parameter's full name.</param>
/// <param name="Shape">The gradient's shape.</param>
/// <param name="Slice">The part of the parameter that is trained; null for all of it.</param>
/// <param name="Offset">The first of its floats.</param>
internal sealed record PlacedGradient(string Parameter, Shape Shape, TrainedSlice? Slice, Size Offset)
{
    public Size Length => Shape.Count;
}
