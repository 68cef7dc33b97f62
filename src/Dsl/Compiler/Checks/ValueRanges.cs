using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;

namespace Adjoint.Compiler.Checks;

/// <summary>What is known of the size of values, whatever the weights and inputs are. An operation that is not listed may give any number.</summary>
internal sealed class ValueRanges
{
    private static readonly ValueRange Unit = new(0, 1);
    private static readonly ValueRange Sign = new(-1, 1);

    private readonly Dictionary<Node, ValueRange> _known = [];

    public ValueRange Of(Node node)
    {
        if (!_known.TryGetValue(node, out ValueRange range))
        {
            range = Infer(node);
            _known.Add(node, range);
        }

        return range;
    }

    private ValueRange Infer(Node node) => node.Operation switch
    {
        Fill fill => fill.Divisor.IsConstant ? Exactly(fill.Value / fill.Divisor.Constant) : Exactly(fill.Value) * ValueRange.AboveZero,
        Exp or Softplus => ValueRange.AboveZero,
        Sigmoid => new ValueRange(0, 1, ExcludesLow: true, ExcludesHigh: true),
        Softmax => new ValueRange(0, 1, ExcludesLow: true),
        OneHot or Greater or Equal or MaxMask => Unit,
        Tanh or Erf or Sin or Cos or Operations.Sign => Sign,
        LogSoftmax => new ValueRange(double.NegativeInfinity, 0),
        CrossEntropy => ValueRange.FromZero,
        DropoutMask or Positions => ValueRange.FromZero,
        Relu => ValueRange.Greater(Of(node.Inputs[0]), Exactly(0)),
        Abs => Of(node.Inputs[0]).ExcludesZero ? ValueRange.AboveZero : ValueRange.FromZero,
        Sqrt => Of(node.Inputs[0]).IsPositive ? ValueRange.AboveZero : ValueRange.FromZero,
        Power { Exponent: var exponent } => Of(node.Inputs[0]).IsPositive ? ValueRange.AboveZero : exponent % 2 == 0 && exponent > 0 ? ValueRange.FromZero : ValueRange.All,
        Maximum => ValueRange.Greater(Of(node.Inputs[0]), Of(node.Inputs[1])),
        Minimum => ValueRange.Greater(Of(node.Inputs[0]).Negated, Of(node.Inputs[1]).Negated).Negated,
        Add => Of(node.Inputs[0]) + Of(node.Inputs[1]),
        Subtract => Of(node.Inputs[0]) + Of(node.Inputs[1]).Negated,
        Negate => Of(node.Inputs[0]).Negated,
        Multiply when node.Inputs[0] == node.Inputs[1] => Of(node.Inputs[0]).ExcludesZero ? ValueRange.AboveZero : ValueRange.FromZero,
        Multiply => Of(node.Inputs[0]) * Of(node.Inputs[1]),
        Divide => Of(node.Inputs[1]).ExcludesZero ? Of(node.Inputs[0]) * Of(node.Inputs[1]) : ValueRange.All,
        SelectPositive => ValueRange.Union(Of(node.Inputs[1]), Of(node.Inputs[2])),
        Contract => Of(node.Inputs[0]) * Of(node.Inputs[1]),
        Sum or CumulativeSum => Of(node.Inputs[0]) * Exactly(1),
        Reshape or Broadcast or Permute or Slice or Flip or Max or MaxPool or StopGradient or CustomGradient or Copy or Gather or Pick => Of(node.Inputs[0]),
        Pad => ValueRange.Union(Of(node.Inputs[0]), Exactly(0)),
        Concat => node.Inputs.Select(Of).Aggregate(ValueRange.Union),
        _ => ValueRange.All,
    };

    private static ValueRange Exactly(double number) => new(number, number);
}
