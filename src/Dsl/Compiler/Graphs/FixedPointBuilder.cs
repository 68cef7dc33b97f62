using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Graphs;

/// <summary>Builds a fixed point: make the step from the state and captured values, then say what the state becomes.</summary>
internal sealed class FixedPointBuilder
{
    private readonly FunctionBuilder _function;
    private readonly Node _start;
    private readonly int _iterations;
    private readonly double _tolerance;

    /// <param name="outer">The graph in which the fixed point stands.</param>
    /// <param name="start">Where the steps start from.</param>
    /// <param name="iterations">The most steps.</param>
    /// <param name="tolerance">The largest change of an element that counts as none.</param>
    public FixedPointBuilder(GraphBuilder outer, Node start, int iterations, double tolerance)
    {
        (_function, _start, _iterations, _tolerance) = (new FunctionBuilder(outer), start, iterations, tolerance);
        State = _function.Argument(start.Type);
    }

    /// <summary>Where the nodes of the step are added.</summary>
    public GraphBuilder Step => _function.Body;

    /// <summary>The state, as a step finds it.</summary>
    public Node State { get; }

    /// <summary>A value of the graph around, the same in every step.</summary>
    public Node Capture(Node value) => _function.Capture(value);

    /// <summary>The fixed point.</summary>
    /// <param name="next">What the state becomes.</param>
    /// <exception cref="ShapeException">The state changes its type.</exception>
    public Node Build(Node next)
    {
        (Graph step, IReadOnlyList<Node> captured) = _function.Build([State], [next]);
        return _function.Outer.Add(new FixedPoint(step, _iterations, _tolerance), [_start, .. captured]);
    }
}
