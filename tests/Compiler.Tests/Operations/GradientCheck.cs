using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Interpreter;

namespace Adjoint.Tests.Operations;

/// <summary>
/// Compares derivatives with central differences in double precision. The differences err by h² times the third derivative and by
/// rounding over h, together below 1e-9 for h = 1e-5 and values around one, so 1e-6 is generous and still far below any wrong rule.
/// </summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;
    private const double Tolerance = 1e-6;

    /// <summary>What is wrong with the first derivative; null when nothing is.</summary>
    public static string? First(OperationSample sample, int seed)
    {
        Setting setting = new(sample, new Random(seed));
        return setting.Compare(setting.WeightedSum(setting.Result));
    }

    /// <summary>What is wrong with the second derivative: the first derivative, in a random direction, is derived again.</summary>
    public static string? Second(OperationSample sample, int seed)
    {
        Setting setting = new(sample, new Random(seed));
        IReadOnlyList<Node?> first = ReverseMode.Gradient(setting.Builder, setting.WeightedSum(setting.Result), setting.Variables);
        Node[] weighted = [.. first.OfType<Node>().Select(setting.WeightedSum)];
        return weighted.Length == 0 ? null : setting.Compare(weighted.Aggregate(setting.Builder.Add));
    }

    /// <summary>What is wrong with the derivative of the value along random tangents of all inputs; null when nothing is.</summary>
    public static string? Forward(OperationSample sample, int seed)
    {
        Setting setting = new(sample, new Random(seed));
        return setting.CompareAlongTangents();
    }

    private sealed class Setting
    {
        private readonly OperationSample _sample;
        private readonly Random _random;
        private readonly Dictionary<Leaf, double[]> _values = [];

        public Setting(OperationSample sample, Random random)
        {
            (_sample, _random) = (sample, random);
            Tensor[] inputs = sample.DrawInputs(random);
            Node[] nodes = [.. inputs.Select((value, i) => Leaf("x" + i, sample.Types[i], value.Values))];
            Result = Builder.Add(sample.Operation, nodes);
            Variables = [.. nodes.Where(static node => node.Type.Element == ElementType.Float32)];
        }

        public GraphBuilder Builder { get; } = new();

        public Node Result { get; }

        public Node[] Variables { get; }

        /// <summary>A scalar that every element of a value influences in its own way.</summary>
        public Node WeightedSum(Node value)
        {
            int count = (int)value.Shape.Count.Evaluate(_sample.Context.Bindings);
            Node weights = Leaf("w" + _values.Count, value.Type, [.. Enumerable.Range(0, count).Select(_ => (2 * _random.NextDouble()) - 1)]);
            return Builder.Sum(Builder.Multiply(value, weights), Enumerable.Range(0, value.Shape.Rank).ToEquatableArray());
        }

        /// <summary>Compares the scalar's gradient by every variable with differences.</summary>
        public string? Compare(Node scalar)
        {
            IReadOnlyList<Node?> gradients = ReverseMode.Gradient(Builder, scalar, Variables);
            Graph value = Builder.Build([new Output(new LossOutput(), scalar)]);
            for (int v = 0; v < Variables.Length; v++)
            {
                double[] x = _values[(Leaf)Variables[v].Operation];
                double[] found = gradients[v] is { } gradient
                    ? Evaluate(Builder.Build([new Output(new LossOutput(), gradient)]))
                    : new double[x.Length];
                for (int i = 0; i < x.Length; i++)
                {
                    double centre = x[i];
                    x[i] = centre + Step;
                    double above = Evaluate(value)[0];
                    x[i] = centre - Step;
                    double below = Evaluate(value)[0];
                    x[i] = centre;
                    double expected = (above - below) / (2 * Step);
                    if (!(Math.Abs(found[i] - expected) <= Tolerance * Math.Max(1, Math.Abs(expected))))
                    {
                        return $"{_sample}: the derivative by element {i} of input {v} is {found[i]:R}, differences give {expected:R}";
                    }
                }
            }

            return null;
        }

        /// <summary>Compares the derivative along a tangent of every variable with the difference along all of them.</summary>
        public string? CompareAlongTangents()
        {
            (Node Value, Node Tangent)[] along = [.. Variables.Select(variable => (variable, Leaf("t" + _values.Count, variable.Type, [.. ValuesOf(variable).Select(_ => (2 * _random.NextDouble()) - 1)])))];
            Node? product = along.Length == 0 ? null : ForwardMode.Product(Builder, Result, along);
            double[] above = Moved(Step);
            double[] below = Moved(-Step);
            double[] found = product is null ? new double[above.Length] : Evaluate(Builder.Build([new Output(new LossOutput(), product)]));
            for (int i = 0; i < above.Length; i++)
            {
                double expected = (above[i] - below[i]) / (2 * Step);
                if (!(Math.Abs(found[i] - expected) <= Tolerance * Math.Max(1, Math.Abs(expected))))
                {
                    return $"{_sample}: the derivative of element {i} along the tangents is {found[i]:R}, differences give {expected:R}";
                }
            }

            return found.Length == above.Length ? null : $"{_sample}: the derivative has {found.Length} elements, the value {above.Length}";

            double[] Moved(double distance)
            {
                double[][] before = [.. along.Select(pair => (double[])ValuesOf(pair.Value).Clone())];
                foreach ((Node value, Node tangent) in along)
                {
                    double[] x = ValuesOf(value);
                    for (int i = 0; i < x.Length; i++)
                    {
                        x[i] += distance * ValuesOf(tangent)[i];
                    }
                }

                double[] result = Evaluate(Builder.Build([new Output(new LossOutput(), Result)]));
                foreach ((double[] old, (Node value, _)) in before.Zip(along))
                {
                    old.CopyTo(ValuesOf(value), 0);
                }

                return result;
            }
        }

        private double[] ValuesOf(Node leaf) => _values[(Leaf)leaf.Operation];

        private double[] Evaluate(Graph graph) =>
            GraphInterpreter.Run(graph, leaf => _values[leaf], _sample.Context, Precision.Double)[0].Values;

        private Node Leaf(string name, TensorType type, double[] values)
        {
            ParameterLeaf leaf = new(name, type, new ZeroInitial());
            _values.Add(leaf, values);
            return Builder.Add(leaf);
        }
    }
}
