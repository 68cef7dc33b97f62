using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Generators.Tests.Programs.Counted;

/// <summary>
/// Runs a program's graph on tensors and counts the floating-point operations of what it meets, by formulas of its own over the lengths
/// of tensors: it asks no operation what it costs. Loops are run step by step.
/// </summary>
/// <param name="context">The values of names and the random key.</param>
internal sealed class OperationCounter(EvaluationContext context)
{
    /// <summary>The operations of everything that the loss, and what running values become, follow from, and of what is made less to be kept.</summary>
    public long Forward { get; private set; }

    /// <summary>Those of everything else, which only gradients need.</summary>
    public long Backward { get; private set; }

    /// <summary>The number of elements of every value.</summary>
    public Dictionary<Node, int> Lengths { get; } = [];

    /// <summary>Runs a program.</summary>
    /// <param name="graph">Its graph.</param>
    /// <param name="valueOf">The elements of inputs and parameters.</param>
    public void Run(Graph graph, Func<Leaf, int, double[]> valueOf)
    {
        HashSet<Node> forward = NeededByLoss(graph);
        Dictionary<Node, Tensor> values = [];
        HashSet<string> loops = [];
        foreach (Node node in graph.Nodes)
        {
            Tensor value = Tensor.Zeros(node.Shape.Evaluate(context.Bindings));
            Tensor[] inputs = [.. node.Inputs.Select(input => values[input])];
            if (node.Operation is Leaf leaf)
            {
                valueOf(leaf, value.Values.Length).CopyTo(value.Values, 0);
            }
            else
            {
                node.Operation.Evaluate(inputs, value, context);
                bool isCounted = node.Operation is not Scan scan || loops.Add($"{scan.Body.GetHashCode()} {string.Join(" ", node.Inputs.Select(static input => input.Id))}");
                long count = isCounted ? Count(node.Operation, inputs, value) : 0;
                _ = forward.Contains(node) || node.Operation is Compress ? Forward += count : Backward += count;
            }

            values.Add(node, value);
            Lengths.Add(node, value.Values.Length);
        }
    }

    /// <summary>The nodes that the loss and running values follow from.</summary>
    public static HashSet<Node> NeededByLoss(Graph graph)
    {
        HashSet<Node> needed = [.. graph.Outputs.Where(static output => output.Target is LossOutput or StateOutput).Select(static output => output.Value)];
        foreach (Node node in graph.Nodes.Reverse().Where(needed.Contains))
        {
            needed.UnionWith(node.Inputs);
        }

        return needed;
    }

    private long Count(Operation operation, Tensor[] inputs, Tensor result) => operation switch
    {
        Scan scan => CountLoop(scan.Body, inputs),
        ElementwiseOperation => PerElement(operation) * result.Values.Length,

        // A product and an addition for each position of the result and of what is summed over.
        Contract contract => 2L * result.Values.Length * contract.Left
            .Select((letter, axis) => contract.Result.Contains(letter) ? 1L : inputs[0].Shape[axis]).Aggregate(1L, static (product, size) => product * size),

        // For each number that the image gives a kernel's product, padding or not: x is inputs[0] or the result, y the other image, k what is left.
        Convolution => 2L * result.Values.Length * Taps(inputs[1]),
        ConvolutionInputGradient => 2L * inputs[1].Values.Length * Taps(inputs[0]),
        ConvolutionKernelGradient => 2L * inputs[1].Values.Length * Taps(result),

        // One for each number that is looked at.
        Sum or Max or MaxMask or ArgMax => inputs[0].Values.Length,
        MaxPool pool => (long)result.Values.Length * pool.Window.WindowHeight * pool.Window.WindowWidth,
        PoolScatter or ScatterAdd => inputs[1].Values.Length,
        CumulativeSum => result.Values.Length,
        Softmax or LogSoftmax or CrossEntropy or CrossEntropyResidual => 20L * inputs[0].Values.Length,
        LowerSoftmax => 20L * Enumerable.Range(0, result.Values.Length).Count(i => i % result.Shape[^1] <= i / result.Shape[^1] % result.Shape[^1]),
        DropoutMask => 100L * result.Values.Length,
        Positions => 4L * result.Values.Length,

        // A number is rounded; before that the largest magnitude is looked for where there is a scale.
        Compress { Compression.Type: var type } => (type == KeptType.Int8 ? 2L : 1L) * inputs[0].Values.Length,
        Expand => result.Values.Length,

        // These move numbers, or give one number everywhere.
        Fill or Reshape or Broadcast or Permute or Slice or Pad or Concat or Flip or Gather or Pick or Spread or OneHot or StopGradient or MaxPoolIndices or PoolGather => 0,
        _ => throw new InvalidOperationException($"It is not said how '{operation.Name}' is counted."),
    };

    /// <summary>What a function costs for an element.</summary>
    private static long PerElement(Operation function) => function switch
    {
        Copy => 0,
        Add or Subtract or Multiply or Negate or Relu or SelectPositive or Greater or Equal => 1,
        Divide or Sqrt => 4,
        Exp or Log or Tanh or Sigmoid => 20,
        Softplus or Erf => 40,
        Gelu { ByTanh: true } => 28,
        Gelu => 44,
        GeluDerivative => 20,
        _ => throw new InvalidOperationException($"It is not said what '{function.Name}' costs."),
    };

    /// <summary>The products of a kernel [out, in, height, width] at one place of one image that it gives.</summary>
    private static long Taps(Tensor kernel) => kernel.Values.Length / kernel.Shape[0];

    /// <summary>Runs a loop over all items of its sequences.</summary>
    private long CountLoop(ScanBody body, Tensor[] inputs)
    {
        long count = 0;
        int length = body.Sequences.Count > 0 ? inputs[body.FirstItem].Shape[body.Sequences[0].Axis] : (int)body.Length.Evaluate(context.Bindings);
        Tensor[] states = [.. inputs.Take(body.States.Count)];
        for (int done = 0; done < length; done++)
        {
            int t = body.IsReverse ? length - 1 - done : done;
            Tensor[] arguments =
            [
                .. states,
                .. body.Sequences.Select((sequence, i) => inputs[body.FirstItem + i].Step(sequence.Axis, t)),
                .. inputs.Skip(body.FirstCaptured),
            ];
            Dictionary<Node, Tensor> values = [];
            foreach (Node node in body.Step.Nodes)
            {
                Tensor[] own = [.. node.Inputs.Select(input => values[input])];
                Tensor value = node.Operation is BoundLeaf argument ? arguments[argument.Index] : Tensor.Zeros(node.Shape.Evaluate(context.Bindings));
                if (node.Operation is not Leaf)
                {
                    node.Operation.Evaluate(own, value, context);
                    count += Count(node.Operation, own, value);
                }

                values.Add(node, value);
            }

            states = [.. body.Step.Outputs.Take(states.Length).Select(output => values[output.Value])];
        }

        return count;
    }
}
