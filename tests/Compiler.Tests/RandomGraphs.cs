using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Tests;

/// <summary>
/// Random graphs of operations that move, index and contract, between element-wise ones: a loss and the gradient of every parameter
/// that it depends on. Values stay small enough to be run in double precision. It knows no test framework, so that any test project
/// can link it.
/// </summary>
internal sealed class RandomGraphs
{
    /// <summary>Labels are below this.</summary>
    public const int Classes = 5;

    // The batch size for which values are kept below the largest number of elements.
    private const int TypicalBatch = 3;
    private const int MostElements = 300;
    private const int MostAxes = 6;

    private readonly Random _random;
    private readonly GraphBuilder _builder = new();
    private readonly List<Node> _pool = [];
    private readonly List<Node> _parameters = [];
    private readonly Node _labels;

    private RandomGraphs(Random random)
    {
        _random = random;
        _builder.Origin = new Origin("Mixed", "Layer", 0);
        _pool.Add(_builder.Add(new InputLeaf(TensorType.Float([Size.Batch, 4, 3]))));
        _labels = _builder.Add(new TargetLeaf(TensorType.Int([Size.Batch])));
        Shape[] shapes = [[Classes, 3], [2, 1, 3], [3, 4, Classes], [Classes]];
        foreach (Shape shape in shapes)
        {
            Node parameter = _builder.Add(new ParameterLeaf("Mixed.Layer.P" + _parameters.Count, TensorType.Float(shape), new UniformInitial(1)));
            _parameters.Add(parameter);
            _pool.Add(parameter);
        }
    }

    /// <summary>A graph of a loss and its gradients, the same for the same random numbers.</summary>
    public static Graph Next(Random random) => new RandomGraphs(random).Build();

    private Graph Build()
    {
        int wanted = _pool.Count + _random.Next(6, 16);
        while (_pool.Count < wanted)
        {
            Node node = Step();
            if (node.Shape.Rank <= MostAxes && node.Type.Element == ElementType.Float32 && Elements(node.Shape) is > 0 and <= MostElements && !_pool.Contains(node))
            {
                _pool.Add(node);
            }
        }

        _builder.Origin = new Origin("Loss", null, 0);
        IEnumerable<Node> indexed = _pool.Where(static node => node.Operation is Gather or Pick or OneHot).Take(2);
        Node loss = _pool.Skip(_pool.Count - 4).Concat(indexed).Prepend(_pool[1]).Distinct()
            .Select(node => _builder.Mean(_builder.Multiply(_builder.Add(new Tanh(), node), node), [.. Enumerable.Range(0, node.Shape.Rank)]))
            .Aggregate(_builder.Add);
        IReadOnlyList<Node?> gradients = ReverseMode.Gradient(_builder, loss, _parameters);
        return _builder.Build(
        [
            new Output(new LossOutput(), loss),
            .. _parameters.Zip(gradients).Where(static pair => pair.Second is not null)
                .Select(static pair => new Output(new GradientOutput(((ParameterLeaf)pair.First.Operation).FullName), pair.Second!)),
        ]);
    }

    private Node Step()
    {
        Node x = Any();
        int rank = x.Shape.Rank;
        int axis = rank == 0 ? 0 : _random.Next(rank);
        return _random.Next(18) switch
        {
            0 => _builder.Add(new Tanh(), x),
            1 => _builder.Multiply(x, Like(x)),
            2 => _builder.Add(x, Like(x)),
            3 or 4 => _builder.Permute(x, Shuffled(rank)),
            5 when rank > 0 => Sliced(x, axis),
            6 when rank > 0 => _builder.Pad(x, axis, _random.Next(2), x.Shape[axis] + _random.Next(1, 3)),
            7 when rank > 0 => _builder.Concat(axis, [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Like(x))]),
            8 when rank > 0 => _builder.Flip(x, axis),
            9 or 10 or 11 or 12 => Contracted(x, Any()),
            13 => Indexed(),
            14 when rank > 0 => Masked(x, axis),
            15 => _builder.Sum(x, Some(rank)),
            16 => Repeated(x),
            17 => _builder.Reshape(x, [x.Shape.Count]),
            _ => _builder.Negate(x),
        };
    }

    private Node Any() => _pool[_random.Next(_pool.Count)];

    /// <summary>A value of the same shape.</summary>
    private Node Like(Node x)
    {
        Node[] found = [.. _pool.Where(node => node.Shape == x.Shape)];
        return found.Length == 0 ? x : found[_random.Next(found.Length)];
    }

    private Node Sliced(Node x, int axis)
    {
        Size size = x.Shape[axis];
        if (!size.IsConstant)
        {
            // The first of the samples, as there is always one; or all of them, which a rule removes.
            return _builder.Slice(x, axis, 0, _random.Next(2) == 0 ? 1 : size);
        }

        int start = _random.Next((int)size.Constant);
        return _builder.Slice(x, axis, start, _random.Next(1, (int)size.Constant - start + 1));
    }

    /// <summary>A contraction in which some axes of equal size are the same, and any may be summed over.</summary>
    private Node Contracted(Node a, Node b)
    {
        string left = new([.. Enumerable.Range(0, a.Shape.Rank).Select(static axis => (char)('a' + axis))]);
        char[] right = [.. Enumerable.Range(0, b.Shape.Rank).Select(static axis => (char)('p' + axis))];
        foreach (int axis in Shuffled(b.Shape.Rank))
        {
            int[] partners = [.. Enumerable.Range(0, a.Shape.Rank).Where(other => a.Shape[other] == b.Shape[axis] && !right.Contains(left[other]))];
            if (partners.Length > 0 && _random.Next(4) > 0)
            {
                right[axis] = left[partners[_random.Next(partners.Length)]];
            }
        }

        char[] result = [.. left.Concat(right).Distinct().Where(_ => _random.Next(3) > 0)];
        _random.Shuffle(result);
        return _builder.Contract(left, new string(right), new string(result), a, b);
    }

    private Node Indexed()
    {
        Node labels = _random.Next(3) == 0 ? _builder.Reshape(_labels, [1, Size.Batch]) : _labels;
        Node[] tables = [.. _pool.Where(static node => node.Shape.Rank > 0 && node.Shape[0] is { IsConstant: true, Constant: >= Classes })];
        Node[] rows = [.. _pool.Where(node => node.Shape.Rank == labels.Shape.Rank + 1 && node.Shape[node.Shape.Rank - 1] is { IsConstant: true, Constant: >= Classes }
            && node.Shape.Take(labels.Shape.Rank).SequenceEqual(labels.Shape))];
        return _random.Next(3) switch
        {
            0 when rows.Length > 0 => _builder.Pick(rows[_random.Next(rows.Length)], labels),
            0 => _builder.Contract("nab", "bac", "nc", _pool[0], _parameters[2]),
            1 => _builder.OneHot(labels, Classes),
            _ => _builder.Gather(tables[_random.Next(tables.Length)], labels),
        };
    }

    /// <summary>Zeros where one position is not above another.</summary>
    private Node Masked(Node x, int axis)
    {
        Node difference = _builder.Subtract(_builder.Positions(x.Shape, axis), _builder.Positions(x.Shape, _random.Next(x.Shape.Rank)));
        return _builder.SelectPositive(difference, x, _builder.Multiply(x, _builder.Fill(x.Shape, 0.5)));
    }

    private Node Repeated(Node x)
    {
        int rank = x.Shape.Rank;
        List<Size> target = [.. x.Shape];
        List<int> added = [];
        int count = _random.Next(1, 3);
        for (int i = 0; i < count; i++)
        {
            int at = added.Count == 0 ? _random.Next(rank + 1) : _random.Next(added[^1] + 1, target.Count + 1);
            target.Insert(at, _random.Next(4) == 0 ? Size.Batch : _random.Next(1, 4));
            added.Add(at);
        }

        return _builder.Broadcast(x, [.. target], added.ToEquatableArray());
    }

    private EquatableArray<int> Shuffled(int rank)
    {
        int[] order = [.. Enumerable.Range(0, rank)];
        _random.Shuffle(order);
        return order.ToEquatableArray();
    }

    private EquatableArray<int> Some(int rank) => Enumerable.Range(0, rank).Where(_ => _random.Next(2) == 0).ToEquatableArray();

    private static long Elements(Shape shape) => shape.Count.Evaluate(new Dictionary<string, long> { [Size.BatchName] = TypicalBatch });
}
