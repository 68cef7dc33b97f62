using System.Reflection;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Trace;

namespace Adjoint.Generators.Tests.Architectures;

/// <summary>The graph that a model's forward method gives when it runs on expressions.</summary>
internal static class ExecutedForward
{
    /// <param name="type">The compiled model.</param>
    /// <param name="read">The graph that the generator read, for its inputs.</param>
    public static Graph Run(Type type, Graph read)
    {
        ModelBuilder model = new(isTraining: false);
        Expr[] inputs = [.. read.Nodes.Select(static node => node.Operation).OfType<InputLeaf>().OrderBy(static leaf => leaf.Index).Select(leaf => new Expr(model, model.Leaf(leaf)))];
        MethodInfo forward = type.GetMethods().Single(method => method.Name == "Forward" && method.GetParameters().All(static parameter => parameter.ParameterType == typeof(Expr)));
        object result;
        using (Execution.Enter(model, new ModelScope(string.Empty)))
        {
            result = forward.Invoke(Create(type), inputs)!;
        }

        Expr[] outputs = result is System.Runtime.CompilerServices.ITuple tuple ? [.. Enumerable.Range(0, tuple.Length).Select(i => (Expr)tuple[i]!)] : [(Expr)result];
        return model.Builder.Build([.. outputs.Select(static (output, i) => new Output(new PredictionOutput(i), output.Node))]);
    }

    private static object Create(Type type)
    {
        MethodInfo create = type.GetMethod("Create")!;
        return create.Invoke(null, [.. create.GetParameters().Select(static object (parameter) => parameter.Position == 0 ? 1 : 4)])!;
    }
}
