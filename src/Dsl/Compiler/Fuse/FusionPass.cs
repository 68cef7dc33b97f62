using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;

namespace Adjoint.Compiler.Fuse;

/// <summary>
/// Decides which values are stored and makes one kernel for each of them, in order. What lies between stored values is
/// computed in registers: a bias and activation in the epilogue of what they follow, a scale in the sum that it follows, and
/// element-wise chains in one pass. A cheap expression of stored values is computed again by each user rather than stored.
/// </summary>
internal sealed class FusionPass
{
    // More streams than this no longer pay: a pass then waits for memory on too many pages at once. Repeated operands come from a cache.
    private const int MostStreams = 4;
    private const int MostOperands = 8;

    // A sum takes an expression of so many stored values.
    private const int MostSummands = 4;

    private readonly Graph _graph;
    private readonly StoredValues _values;
    private readonly Dictionary<Node, Epilogue> _epilogues = [];
    private readonly HashSet<Node> _results = [];
    private readonly HashSet<Node> _absorbed = [];
    private readonly Memory _memory = new();
    private readonly KeptOperands _kept;
    private readonly CheapValues _cheap;
    private readonly TriangularProducts _triangular;

    private FusionPass(Graph graph, bool isStep)
    {
        _cheap = new CheapValues(_memory, isStep);
        _graph = graph;
        _values = new StoredValues(graph);
        _triangular = new TriangularProducts(_values);
        _kept = new KeptOperands(_values, _memory, MustBeStored);
    }

    /// <summary>What an operation does to its result before storing it.</summary>
    /// <param name="Result">The value that is stored.</param>
    /// <param name="Bias">The bias that is added; null for none.</param>
    /// <param name="Start">The value that the element-wise function starts from.</param>
    private sealed record Epilogue(Node Result, Node? Bias, Node Start);

    /// <summary>The kernels of a program, in the order in which they run.</summary>
    public static IReadOnlyList<Kernel> Run(Graph graph)
    {
        FusionPass pass = new(graph, isStep: false);
        return [.. SumPairs.Join(pass.Kernels()), .. OutputCopies.Of(graph)];
    }

    /// <summary>The kernels of one step of a loop, whose results the loop takes from wherever they are.</summary>
    public static IReadOnlyList<Kernel> RunStep(Graph step) => SumPairs.Join(new FusionPass(step, isStep: true).Kernels());

    private IReadOnlyList<Kernel> Kernels()
    {
        IReadOnlyList<Node> nodes = [.. _graph.Nodes.Where(static node => node.Operation is not Reshape)];
        foreach (Node node in nodes)
        {
            FindEpilogue(node);
        }

        Sinks sinks = Sinks.Of(nodes, _values, MustBeStored);
        foreach (Node node in nodes)
        {
            if (IsRepeated(node))
            {
                _memory.Repeat(node);
            }
            else if (IsStored(node, sinks))
            {
                _memory.Store(node);
            }
        }

        StoreUntilOperandsAreFew(nodes);
        while (StoreWhatPassesShare(nodes))
        {
            StoreUntilOperandsAreFew(nodes);
        }

        return [.. nodes.Select(KernelOf).OfType<Kernel>()];
    }

    /// <summary>Follows what happens to a heavy operation's result while it can be done before the result is stored.</summary>
    private void FindEpilogue(Node node)
    {
        if (StoredValues.IsPointwise(node) || node.Operation is Leaf or Broadcast)
        {
            return;
        }

        _absorbed.UnionWith(TakeKernel.Unstored(node, _values));
        Node start = node;
        Node? bias = null;
        if (TakesBias(node) && _values.OnlyUser(node) is { Operation: Add } sum && BiasOf(node, sum) is { } found)
        {
            (start, bias) = (sum, found);
            _absorbed.Add(found);
        }

        Node result = start;
        while (_values.OnlyUser(result) is { } user && StoredValues.IsPointwise(user) && Continues(node, result, user))
        {
            result = user;
        }

        _results.Add(result);
        _epilogues.Add(node, new Epilogue(result, bias is null ? null : StoredValues.Root(bias.Inputs[0]), start));
        _absorbed.UnionWith(Between(node, result));
    }

    private static bool TakesBias(Node node) => node.Operation is Contract or Convolution;

    /// <summary>
    /// The broadcast that is added to a result along its columns (or channels); null when the sum adds something else, or what is
    /// broadcast is computed only later.
    /// </summary>
    private Node? BiasOf(Node node, Node sum)
    {
        Node other = StoredValues.Root(sum.Inputs[0]) == node ? StoredValues.Root(sum.Inputs[1]) : StoredValues.Root(sum.Inputs[0]);
        int channels = node.Operation is Convolution ? 1 : node.Shape.Rank - 1;
        return other.Operation is Broadcast { NewAxes: var axes }
            && other.Shape == node.Shape
            && axes.SequenceEqual(Enumerable.Range(0, node.Shape.Rank).Where(axis => axis != channels))
            && _values.OnlyUser(other) == sum
            && IsKnownBefore(StoredValues.Root(other.Inputs[0]), node)
            && (node.Operation is Convolution || IsRowMajor(node))
            ? other
            : null;
    }

    private static bool IsKnownBefore(Node value, Node node) => value.Operation is Leaf || value.Id < node.Id;

    /// <summary>Whether the last axis of the contraction's result is the columns of the matrix product.</summary>
    private static bool IsRowMajor(Node node) => GemmForm.Of(node) is { } form && form.Columns == node.Shape[node.Shape.Rank - 1];

    /// <summary>Whether a user of a result can be computed before it is stored: it needs nothing else that is stored.</summary>
    private bool Continues(Node node, Node result, Node user) => node.Operation switch
    {
        Contract or Convolution or MaxPool => StoredValues.Inputs(user).All(input => input == result || _values.FollowsFromNothing(input)),
        CrossEntropyResidual or Sum => result == node && user.Operation is Multiply && StoredValues.Inputs(user).Any(static input => input.Operation is Fill),
        _ => false,
    };

    /// <summary>The values on the way from an operation to its epilogue's result, which are not stored.</summary>
    private IEnumerable<Node> Between(Node node, Node result)
    {
        for (Node current = node; current != result; current = _values.OnlyUser(current)!)
        {
            yield return current;
        }
    }

    /// <summary>Whether a value need not be stored because all who read it can repeat what it is made of.</summary>
    private bool IsRepeated(Node node) =>
        Operand.CanRepeat(node) && !_values.IsOutput(node) && !_absorbed.Contains(node) && _values.Users(node).All(StoredValues.IsPointwise);

    /// <summary>Whether a value is stored whatever its users do.</summary>
    private bool MustBeStored(Node node) => !StoredValues.IsPointwise(node) || _values.IsOutput(node) || _results.Contains(node);

    private bool IsStored(Node node, Sinks sinks)
    {
        if (node.Operation is Leaf || _absorbed.Contains(node))
        {
            return false;
        }

        if (MustBeStored(node))
        {
            return true;
        }

        IReadOnlyList<Node> users = _values.Users(node);
        if (users.Any(user => !StoredValues.IsPointwise(user) && !StartsWith(user, node) && !(SumsWhatItMaps(user, node) && (users.Count == 1 || _cheap.AreReadLess(node, sinks)))))
        {
            return true;
        }

        if (StoredValues.IsNullary(node))
        {
            return false;
        }

        if ((sinks.AreSeveral(node) && !_cheap.Contains(node)) || _kept.AreMoreThan(node))
        {
            return true;
        }

        // What a user would have to read if all its inputs so far stay in registers; storing what is made of one value, repeated ones aside, doesn't make that less.
        return _memory.Streams(_memory.Operands(node)) > 1 && users.Any(ReadsTooMuch);
    }

    /// <summary>
    /// A value with several users is computed in one pass with them; where passes had to be cut, it is stored after all rather than
    /// computed in each. Says whether more is stored now.
    /// </summary>
    private bool StoreWhatPassesShare(IReadOnlyList<Node> nodes)
    {
        Sinks sinks = Sinks.Of(nodes, _values, node => MustBeStored(node) || _memory.Has(node));
        bool changed = false;
        foreach (Node node in nodes.Where(node => StoredValues.IsPointwise(node) && !StoredValues.IsNullary(node) && !_memory.Has(node) && !_absorbed.Contains(node)))
        {
            changed |= sinks.AreSeveral(node) && !_cheap.Contains(node) && _memory.Store(node);
        }

        return changed;
    }

    /// <summary>Whether a sum can compute what it sums: the kernel takes expressions of a few stored values.</summary>
    private bool SumsWhatItMaps(Node user, Node node) =>
        user.Operation is Sum { Over: var axes }
        && Simplify.KernelForms.LeavesOneRun(axes, user.Inputs[0].Shape.Rank)
        && _memory.Operands(node) is { Count: >= 1 and <= MostSummands } operands
        && operands.All(operand => !_memory.IsRepeated(operand) || Operand.CanRepeatIn(user, operand));

    /// <summary>
    /// A value that is stored for one user's sake is an operand more to a user that had its operands anyway. Where there are then
    /// too many, more is stored.
    /// </summary>
    private void StoreUntilOperandsAreFew(IReadOnlyList<Node> nodes)
    {
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (Node user in nodes.Where(static node => StoredValues.IsPointwise(node) || node.Operation is Sum))
            {
                while (ReadsTooMuch(user))
                {
                    changed |= _memory.Store(StoredValues.Inputs(user).Where(input => !_memory.Has(input) && !StoredValues.IsNullary(input))
                        .OrderByDescending(input => _memory.Operands(input).Count).First());
                }
            }
        }
    }

    /// <summary>Whether a value takes more operands than a pass has, when its inputs are computed on the way.</summary>
    private bool ReadsTooMuch(Node user)
    {
        IReadOnlyList<Node> operands = _memory.OperandsOfInputs(user);
        return operands.Count > (user.Operation is Sum ? MostSummands : MostOperands)
            || _memory.Streams(operands) > MostStreams;
    }

    /// <summary>Whether a loop asks for a value only to fill states with the same number.</summary>
    private static bool StartsWith(Node user, Node node) =>
        node.Operation is Fill
        && user.Operation is Scan or FixedPoint
        && !user.Inputs.Skip(user.Operation is Scan scan ? scan.Body.States.Count : 1).Select(StoredValues.Root).Contains(node);

    /// <summary>The expression of a value from stored values, or from a start within an operation.</summary>
    private Map MapOf(Node result, Node? start = null)
    {
        List<Operand> operands = [];
        List<Node> body = [];
        HashSet<Node> seen = [];
        Visit(result, isResult: true);
        return new Map(result, operands, body);

        void Visit(Node node, bool isResult)
        {
            if (!seen.Add(node))
            {
                return;
            }

            if (node == start || (!isResult && _memory.Has(node) && !StoredValues.IsNullary(node)) || !StoredValues.IsPointwise(node))
            {
                operands.Add(_memory.OperandOf(node));
                return;
            }

            foreach (Node input in StoredValues.Inputs(node))
            {
                Visit(input, isResult: false);
            }

            body.Add(node);
        }
    }

    /// <summary>The kernel that runs in a node's place; null for a node that another's kernel computes.</summary>
    private Kernel? KernelOf(Node node)
    {
        if (node.Operation is Leaf)
        {
            return null;
        }

        if (StoredValues.IsPointwise(node))
        {
            return _memory.IsStored(node) && !_results.Contains(node) ? new ElementwiseKernel(MapOf(node)) : null;
        }

        Node[] inputs = [.. StoredValues.Inputs(node)];
        if (node.Operation is Broadcast)
        {
            return _memory.IsStored(node) ? new BroadcastKernel(node, inputs[0]) : null;
        }

        Epilogue epilogue = _epilogues[node];
        return node.Operation switch
        {
            Contract => new GemmKernel(
                node,
                GemmForm.Of(node) is { } found && _triangular.Of(found, epilogue.Result) is var form
                    ? form with { Left = form.Left.InMemory(_absorbed.Contains), Right = form.Right.InMemory(_absorbed.Contains) }
                    : throw new NotSupportedException($"There is no kernel for {node.Operation}."),
                epilogue.Bias,
                MapOf(epilogue.Result, epilogue.Start)),
            ConvolutionOperation => new ConvolutionKernel(node, inputs[0], inputs[1], epilogue.Bias, MapOf(epilogue.Result, epilogue.Start)),
            MaxPool => new MaxPoolKernel(node, inputs[0], IndicesOf(node), MapOf(epilogue.Result, epilogue.Start)),
            MaxPoolIndices indices => _graph.Nodes.Any(other => other.Operation == new MaxPool(indices.Window) && other.Inputs[0] == node.Inputs[0])
                ? null
                : throw new NotSupportedException("Indices of maxima are computed together with the maxima."),
            PoolScatter or PoolGather => new PoolIndexKernel(node, inputs[0], inputs[1]),
            Sum => new SumKernel(node, SummandOf(inputs[0]), ScaleOf(node, epilogue), epilogue.Result),
            Max or MaxMask or ArgMax or CumulativeSum => new AxisKernel(node, inputs[0]),
            Compress or Expand => new CompressionKernel(node, inputs[0]),
            Softmax or LogSoftmax or LowerSoftmax => new SoftmaxKernel(node, inputs[0]),
            Slice => _absorbed.Contains(node) ? null : new TakeKernel(node),
            Concat when TakeKernel.Joins(node, _values) => new TakeKernel(node),
            Permute or Pad or Concat or Flip => new MoveKernel(node),
            Gather or ScatterAdd or OneHot or Pick or Spread => new IndexKernel(node),
            CrossEntropy or CrossEntropyResidual => CrossEntropyOf(node, inputs[0], inputs[1]),
            Scan => ScanOf(node),
            FixedPoint => FixedPointKernel.Of(node),
            _ => throw new NotSupportedException($"There is no kernel for {node.Operation.Name}."),
        };
    }

    private Map SummandOf(Node input) => _memory.Has(input) ? new Map(input, [_memory.OperandOf(input)], []) : MapOf(input);

    private Node? IndicesOf(Node pool) =>
        _graph.Nodes.FirstOrDefault(node => node.Operation is MaxPoolIndices { Window: var window } && window == ((MaxPool)pool.Operation).Window && node.Inputs[0] == pool.Inputs[0]);

    private static Fill? ScaleOf(Node node, Epilogue epilogue) => epilogue.Result == node
        ? null
        : (Fill)epilogue.Result.Inputs.First(static input => input.Operation is Fill).Operation;

    /// <summary>Loss and residual of the same rows are one kernel, in the place of the first of them.</summary>
    private CrossEntropyKernel? CrossEntropyOf(Node node, Node logits, Node labels)
    {
        Node[] pair =
        [
            .. _values.Users(logits).Where(user => user.Operation is CrossEntropy or CrossEntropyResidual
                && StoredValues.Root(user.Inputs[0]) == logits && StoredValues.Root(user.Inputs[1]) == labels),
        ];
        if (pair[0] != node)
        {
            return null;
        }

        Node? losses = pair.FirstOrDefault(static member => member.Operation is CrossEntropy);
        Node? residual = pair.FirstOrDefault(static member => member.Operation is CrossEntropyResidual);
        return new CrossEntropyKernel(
            logits,
            labels,
            losses,
            residual is null ? null : _epilogues[residual].Result,
            residual is null ? null : ScaleOf(residual, _epilogues[residual]),
            pair);
    }

    /// <summary>All results of a loop are one kernel, in the place of the first of them.</summary>
    private ScanKernel? ScanOf(Node node)
    {
        Node[] results =
        [
            .. _graph.Nodes.Where(other => other.Operation is Scan scan && scan.Body == ((Scan)node.Operation).Body
                && StoredValues.Inputs(other).SequenceEqual(StoredValues.Inputs(node))),
        ];
        return results[0] == node ? ScanKernel.Of(results) : null;
    }
}
