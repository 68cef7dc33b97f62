using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Plan;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Programs;

/// <summary>The places of parameters, or of running values, in their one buffer; each starts on a cache line, as far as <see cref="ArenaPlanner.Aligned"/> sees to that.</summary>
internal sealed class ParameterLayout
{
    private readonly Dictionary<string, PlacedParameter> _byName;

    public ParameterLayout(IEnumerable<NamedLeaf> parameters)
    {
        List<PlacedParameter> placed = [];
        Size offset = Size.Zero;
        foreach (NamedLeaf parameter in parameters)
        {
            placed.Add(new PlacedParameter(parameter, offset));
            offset += ArenaPlanner.Aligned(parameter.Type.Shape.Count);
        }

        Items = placed;
        Length = offset;
        _byName = placed.GroupBy(static item => item.FullName, StringComparer.Ordinal).ToDictionary(static named => named.Key, static named => named.First(), StringComparer.Ordinal);
    }

    public IReadOnlyList<PlacedParameter> Items { get; }

    /// <summary>The floats of the buffer.</summary>
    public Size Length { get; }

    /// <summary>The number of trainable numbers.</summary>
    public Size Count => Items.Aggregate(Size.Zero, static (sum, item) => sum + item.Length);

    public PlacedParameter this[string name] => _byName[name];
}

/// <summary>A parameter or running value with its place.</summary>
/// <param name="Leaf">What it is.</param>
/// <param name="Offset">The first of its floats.</param>
internal sealed record PlacedParameter(NamedLeaf Leaf, Size Offset)
{
    public string FullName => Leaf.FullName;

    public Size Length => Leaf.Type.Shape.Count;
}
