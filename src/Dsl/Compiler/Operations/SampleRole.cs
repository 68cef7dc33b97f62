using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Operations;

/// <summary>
/// What the samples of a batch have to do with a value. A program all of whose values are shared, along samples or sums of them can
/// run on some samples at a time: what lies along samples is then computed piece by piece, and what is a sum is added up.
/// </summary>
internal readonly record struct SampleRole
{
    private readonly Kind _kind;

    private SampleRole(Kind kind, int axis = -1)
    {
        _kind = kind;
        Axis = axis;
    }

    private enum Kind
    {
        Mixed,
        Shared,
        Along,
        Sum,
    }

    /// <summary>Relates samples to each other; what is known of an operation that says nothing.</summary>
    public static SampleRole Mixed => default;

    /// <summary>The same whatever the samples are.</summary>
    public static SampleRole Shared { get; } = new(Kind.Shared);

    /// <summary>A sum over the samples of what each of them adds.</summary>
    public static SampleRole Sum { get; } = new(Kind.Sum);

    /// <summary>As many equal pieces along an axis as there are samples, in their order, each a function of its own sample.</summary>
    public static SampleRole Along(int axis) => new(Kind.Along, axis);

    /// <summary>The axis along which the samples lie.</summary>
    public int Axis { get; }

    public bool IsMixed => _kind == Kind.Mixed;

    public bool IsShared => _kind == Kind.Shared;

    public bool IsSum => _kind == Kind.Sum;

    public bool IsAlong => _kind == Kind.Along;

    /// <summary>The role of a value whose every element follows from its place alone: its samples lie where its shape has them.</summary>
    public static SampleRole Of(Shape shape)
    {
        int axis = -1;
        for (int i = 0; i < shape.Rank; i++)
        {
            if (shape[i].Degree(Size.BatchName) > 0)
            {
                if (axis >= 0 || shape[i].Terms.Count != 1 || shape[i].Degree(Size.BatchName) != 1)
                {
                    return Mixed;
                }

                axis = i;
            }
        }

        return axis < 0 ? Shared : Along(axis);
    }

    /// <summary>The role that all values have; mixed when they differ.</summary>
    public static SampleRole Common(IReadOnlyList<SampleRole> roles)
    {
        SampleRole first = roles[0];
        return roles.All(role => role == first) ? first : Mixed;
    }

    /// <summary>The role behind a function of several values together: of sums it is no sum any more.</summary>
    public SampleRole Jointly => IsSum ? Mixed : this;

    /// <summary>The role behind something done within each position of the other axes: it must not touch the samples'.</summary>
    /// <param name="touches">Whether an axis is one of those that it is done along.</param>
    public SampleRole Beside(Func<int, bool> touches) => IsAlong && touches(Axis) ? Mixed : this;

    /// <summary>The role when some axes are no longer there, none of which is the samples'.</summary>
    public SampleRole Without(IReadOnlyCollection<int> axes)
    {
        int axis = Axis;
        return IsAlong ? axes.Contains(axis) ? Mixed : Along(axis - axes.Count(dropped => dropped < axis)) : this;
    }

    /// <summary>The role when there is a new axis, which is not the samples'.</summary>
    public SampleRole With(int axis) => IsAlong && Axis >= axis ? Along(Axis + 1) : this;

    /// <summary>The role of each value of a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="argument">For a graph that is a function, the roles of its arguments.</param>
    public static Dictionary<Node, SampleRole> In(Graph graph, Func<BoundLeaf, SampleRole>? argument = null)
    {
        Dictionary<Node, SampleRole> roles = [];
        foreach (Node node in graph.Nodes)
        {
            SampleRole role = node.Operation is BoundLeaf leaf && argument is not null
                ? argument(leaf)
                : node.Operation.RoleOf(node, [.. node.Inputs.Select(input => roles[input])]);

            // A role says where the batch stands in the shape; nowhere for what is shared or a sum.
            SampleRole found = Of(node.Shape);
            roles.Add(node, (role.IsAlong ? role == found : found.IsShared) ? role : Mixed);
        }

        return roles;
    }

    public override string ToString() => IsAlong ? $"Along({Axis})" : _kind.ToString();
}
