using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Support;
using Adjoint.Interpreter;

namespace Adjoint.Tests.Operations;

/// <summary>
/// Compares the gradient of a graph's scalar by its parameters with central differences in double precision, of which
/// <see cref="GradientCheck"/> says how exact they are.
/// </summary>
/// <param name="builder">The graph.</param>
/// <param name="batch">The value of <c>n</c>.</param>
/// <param name="seed">The seed of the parameters' values.</param>
/// <param name="draw">Draws as many values as are asked for; null for numbers from −0.6 to 0.6.</param>
/// <param name="sizes">The values of all named sizes; null when the batch is the only one.</param>
internal sealed class Differences(GraphBuilder builder, int batch, int seed, Func<Random, int, double[]>? draw = null, IReadOnlyDictionary<string, long>? sizes = null)
{
    private const double Step = 1e-5;
    private const double Tolerance = 1e-6;

    private readonly EvaluationContext _context = new(sizes ?? new Dictionary<string, long> { ["n"] = batch }, 0, 0);
    private readonly Dictionary<Leaf, double[]> _values = [];

    /// <summary>What is wrong with the derivative; null when nothing is.</summary>
    public string? First(Node scalar) => Compare(scalar);

    /// <summary>What is wrong with the derivative of the squared length of the gradient; null when nothing is.</summary>
    public string? Second(Node scalar) => Compare(ReverseMode.Gradient(builder, scalar, Parameters(scalar))
        .OfType<Node>()
        .Select(gradient => builder.Sum(builder.Multiply(gradient, gradient), Enumerable.Range(0, gradient.Shape.Rank).ToEquatableArray()))
        .Aggregate(builder.Add));

    private static Graph Of(GraphBuilder builder, Node value) => builder.Build([new Output(new LossOutput(), value)]);

    private Node[] Parameters(Node scalar) => [.. Of(builder, scalar).Nodes.Where(static node => node.Operation is ParameterLeaf)];

    private string? Compare(Node scalar)
    {
        Node[] parameters = Parameters(scalar);
        IReadOnlyList<Node?> gradients = ReverseMode.Gradient(builder, scalar, parameters);
        foreach ((Node parameter, Node? gradient) in parameters.Zip(gradients))
        {
            double[] x = ValueOf((Leaf)parameter.Operation);
            double[] found = gradient is null ? new double[x.Length] : Evaluate(gradient);
            for (int i = 0; i < x.Length; i++)
            {
                double centre = x[i];
                x[i] = centre + Step;
                double above = Evaluate(scalar)[0];
                x[i] = centre - Step;
                double below = Evaluate(scalar)[0];
                x[i] = centre;
                double expected = (above - below) / (2 * Step);
                if (!(Math.Abs(found[i] - expected) <= Tolerance * Math.Max(1, Math.Abs(expected))))
                {
                    return $"seed {seed}: the derivative by element {i} of {parameter} is {found[i]:R}, differences give {expected:R}";
                }
            }
        }

        return null;
    }

    private double[] Evaluate(Node value) => GraphInterpreter.Run(Of(builder, value), ValueOf, _context, Precision.Double)[0].Values;

    private double[] ValueOf(Leaf leaf)
    {
        if (!_values.TryGetValue(leaf, out double[]? values))
        {
            Random random = new(seed + _values.Count);
            int count = (int)leaf.Type.Shape.Count.Evaluate(_context.Bindings);
            values = draw is null ? [.. Enumerable.Range(0, count).Select(_ => 1.2 * (random.NextDouble() - 0.5))] : draw(random, count);
            _values.Add(leaf, values);
        }

        return values;
    }
}
