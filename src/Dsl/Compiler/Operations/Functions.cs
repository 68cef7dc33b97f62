using Adjoint.Compiler.Graphs;

namespace Adjoint.Compiler.Operations;

/// <summary>Evaluates graphs that are functions.</summary>
internal static class Functions
{
    /// <summary>The results for given arguments.</summary>
    public static IReadOnlyList<Tensor> Evaluate(Graph function, IReadOnlyList<Tensor> arguments, EvaluationContext context)
    {
        Dictionary<Node, Tensor> values = [];
        foreach (Node node in function.Nodes)
        {
            if (node.Operation is BoundLeaf argument)
            {
                values.Add(node, arguments[argument.Index]);
                continue;
            }

            Tensor value = Tensor.Zeros(node.Shape.Evaluate(context.Bindings));
            node.Operation.Evaluate([.. node.Inputs.Select(input => values[input])], value, context);
            values.Add(node, value);
        }

        return [.. function.Outputs.Select(output => values[output.Value])];
    }
}
