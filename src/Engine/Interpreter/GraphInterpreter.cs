using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;

namespace Adjoint.Interpreter;

/// <summary>In which precision the interpreter keeps values.</summary>
internal enum Precision
{
    /// <summary>Every value is rounded to single precision when it is stored; within an operation double precision is used.</summary>
    Single,

    /// <summary>Double precision throughout.</summary>
    Double,
}

/// <summary>
/// Evaluates a graph node by node with the operations' own definitions: no fusion, no plan, no kernel. What a program means is
/// what this says, so generated programs are tested against it, and derivatives against differences of it in double.
/// </summary>
internal static class GraphInterpreter
{
    /// <summary>The values of a graph's outputs, in order.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="leafValue">Gives the elements of each input, target and parameter.</param>
    /// <param name="context">The named sizes and the random key.</param>
    /// <param name="precision">The precision of stored values.</param>
    /// <exception cref="ArgumentException">A leaf's value has another number of elements than its shape.</exception>
    public static IReadOnlyList<Tensor> Run(Graph graph, Func<Leaf, double[]> leafValue, EvaluationContext context, Precision precision)
    {
        Dictionary<Node, Tensor> values = [];
        foreach (Node node in graph.Nodes)
        {
            int[] shape = node.Shape.Evaluate(context.Bindings);
            Tensor value = Tensor.Zeros(shape);
            if (node.Operation is Leaf leaf)
            {
                double[] given = leafValue(leaf);
                if (given.Length != value.Values.Length)
                {
                    throw new ArgumentException($"{node} has {value.Values.Length} elements, but {given.Length} are given.", nameof(leafValue));
                }

                given.CopyTo(value.Values, 0);
            }
            else
            {
                node.Operation.Evaluate([.. node.Inputs.Select(input => values[input])], value, context);
            }

            if (precision == Precision.Single)
            {
                for (int i = 0; i < value.Values.Length; i++)
                {
                    value.Values[i] = (float)value.Values[i];
                }
            }

            values.Add(node, value);
        }

        return [.. graph.Outputs.Select(output => values[output.Value])];
    }
}
