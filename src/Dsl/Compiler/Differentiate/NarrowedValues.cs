using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Differentiate;

/// <summary>Which values are computed at some positions alone: those that nobody needs as a whole, if what they are made of can be taken at these positions.</summary>
internal sealed class NarrowedValues
{
    private readonly ILookup<Node, Node> _users;
    private readonly HashSet<Node> _whole = [];
    private readonly HashSet<Node> _again = [];
    private Dictionary<Node, TrainedSlice> _narrowed = [];

    /// <param name="graph">The graph.</param>
    /// <param name="parts">The values that are asked for at some positions.</param>
    /// <param name="whole">Those that are asked for as a whole.</param>
    public NarrowedValues(Graph graph, IReadOnlyList<(Node Value, TrainedSlice Slice)> parts, IReadOnlyList<Node> whole)
    {
        _users = graph.Users();
        foreach (Node value in whole)
        {
            Need(value);
        }

        // What one part needs as a whole, another can't take at its positions alone: until no more is needed.
        int known;
        do
        {
            known = _whole.Count;
            _narrowed = [];
            foreach ((Node value, TrainedSlice slice) in parts)
            {
                Visit(value, slice);
            }
        }
        while (_whole.Count > known);
    }

    public bool IsNarrowed(Node value) => _narrowed.ContainsKey(value);

    /// <summary>For every input of a value the axis along which it is taken at the positions that the value is taken at along an axis; null where all of it is needed.</summary>
    public static IReadOnlyList<int?> AxesOfInputs(Node value, int axis) => value.Operation switch
    {
        Contract contract => [PlaceOf(contract.Left, contract.Result[axis]), PlaceOf(contract.Right, contract.Result[axis])],
        ConvolutionKernelGradient => axis == 0 ? [null, 1] : [1, null],
        Permute permute => [permute.Order[axis]],
        _ => [.. value.Inputs.Select(input => input.Operation is Fill ? (int?)null : axis)],
    };

    private static int? PlaceOf(string letters, char letter) => letters.IndexOf(letter) is >= 0 and int place ? place : null;

    private void Visit(Node value, TrainedSlice slice)
    {
        if ((_whole.Contains(value) && !_again.Contains(value)) || (_narrowed.TryGetValue(value, out TrainedSlice? known) && known == slice))
        {
            return;
        }

        // Taken at different positions twice, it would be computed twice.
        if (known is not null || !CanBeNarrowed(value, slice))
        {
            Need(value);
            return;
        }

        _narrowed[value] = slice;
        IReadOnlyList<int?> axes = AxesOfInputs(value, slice.Axis);
        for (int i = 0; i < axes.Count; i++)
        {
            if (axes[i] is { } axis)
            {
                Visit(value.Inputs[i], slice with { Axis = axis });
            }
            else
            {
                Need(value.Inputs[i]);
            }
        }
    }

    private bool CanBeNarrowed(Node value, TrainedSlice slice) => value.Operation switch
    {
        Permute => true,
        Contract => AxesOfInputs(value, slice.Axis).Zip(value.Inputs, (axis, input) => axis is not { } along || CanBeFactor(input, along, slice)).All(static can => can),
        ConvolutionKernelGradient { Groups: 1 } => slice.Axis < 2,
        ElementwiseOperation => slice.Runs.Count == 1 && IsFunction(value) && FewAreCopied(value, slice),
        _ => false,
    };

    /// <summary>Whether a value of the forward pass is there on the way to others alone. It would be stored to be copied, and so is computed from copies.</summary>
    private bool IsPassing(Node node) => !node.Origin.IsGradient && IsFunction(node) && _users[node].All(StoredValues.IsPointwise);

    /// <summary>Whether a product takes a part of a factor: of samples, or rows of a weight, which are read where they are. Others would be copied, and weights may be larger than samples.</summary>
    private static bool CanBeFactor(Node factor, int axis, TrainedSlice slice) =>
        factor.Shape.Any(static size => size.Names.Contains(Size.BatchName)) || (factor.Operation is Leaf && axis == 0 && slice.Runs.Count == 1);

    /// <summary>Whether an element-wise value at some positions follows from its inputs at these alone, without what is repeated or drawn for the whole.</summary>
    private static bool IsFunction(Node value) =>
        value.Operation is ElementwiseOperation && value.Inputs.All(static input => input.Operation is Fill || (input.Operation is not Broadcast && !StoredValues.IsNullary(input)));

    /// <summary>Whether what is taken out of wholes for an element-wise value, and what is computed of that, is together no more than the value.</summary>
    private bool FewAreCopied(Node value, TrainedSlice slice)
    {
        HashSet<Node> copied = [];
        HashSet<Node> seen = [];
        Add(value);
        return slice.Runs.Sum(static run => run.Length) * (copied.Count + 1) <= Length(value, slice.Axis);

        void Add(Node node)
        {
            if (node.Operation is Fill || !seen.Add(node))
            {
                return;
            }

            if (IsPassing(node))
            {
                _again.Add(node);
            }

            if (node == value || _again.Contains(node) || (!_whole.Contains(node) && IsFunction(node)))
            {
                foreach (Node input in node.Inputs)
                {
                    Add(input);
                }
            }
            else if (_whole.Contains(node) || !CanBeNarrowed(node, slice))
            {
                copied.Add(node);
            }
        }
    }

    private static long Length(Node value, int axis) => value.Shape[axis].IsConstant ? value.Shape[axis].Constant : 0;

    private void Need(Node value)
    {
        Stack<Node> open = new([value]);
        while (open.Count > 0)
        {
            Node node = open.Pop();
            if (_whole.Add(node))
            {
                foreach (Node input in node.Inputs)
                {
                    open.Push(input);
                }
            }
        }
    }
}
