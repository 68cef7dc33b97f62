namespace Adjoint.Compiler.Graphs;

/// <summary>A program as a graph of values, from named inputs and parameters to named outputs.</summary>
/// <param name="nodes">All nodes, inputs before their users.</param>
/// <param name="outputs">The results, in order.</param>
internal sealed class Graph(IReadOnlyList<Node> nodes, IReadOnlyList<Output> outputs)
{
    public IReadOnlyList<Node> Nodes { get; } = nodes;

    public IReadOnlyList<Output> Outputs { get; } = outputs;

    /// <summary>The nodes that use each node, in order; a user that takes a value twice is listed once.</summary>
    public ILookup<Node, Node> Users() => Nodes
        .SelectMany(static user => user.Inputs.Distinct().Select(input => (input, user)))
        .ToLookup(static pair => pair.input, static pair => pair.user);

    public override string ToString() => string.Join("\n", Nodes) + "\n" + string.Join("\n", Outputs.Select(static o => $"{o.Target} <- %{o.Value.Id}"));
}

/// <summary>A result of a program.</summary>
/// <param name="Target">Where it goes.</param>
/// <param name="Value">The value.</param>
internal sealed record Output(OutputTarget Target, Node Value);

/// <summary>Where a result goes.</summary>
internal abstract record OutputTarget;

/// <summary>The scalar loss, which the program returns.</summary>
internal sealed record LossOutput : OutputTarget;

/// <summary>An output of the model, in its place of the caller's span.</summary>
/// <param name="Index">The number of the output.</param>
internal sealed record PredictionOutput(int Index = 0) : OutputTarget;

/// <summary>A value that the declaration has named to be looked at.</summary>
/// <param name="Name">The name.</param>
internal sealed record TapOutput(string Name) : OutputTarget;

/// <summary>What a running value becomes, in its place of the state.</summary>
/// <param name="State">The running value's full name.</param>
internal sealed record StateOutput(string State) : OutputTarget;

/// <summary>The gradient of an input, in its place of the caller's span.</summary>
/// <param name="Index">The number of the input.</param>
internal sealed record InputGradientOutput(int Index) : OutputTarget;

/// <summary>A result of a graph that is a function.</summary>
/// <param name="Index">The position among the function's results.</param>
internal sealed record ResultOutput(int Index) : OutputTarget;

/// <summary>The gradient of a parameter, in the parameter's place of the gradient buffer.</summary>
/// <param name="Parameter">The parameter's full name.</param>
internal sealed record GradientOutput(string Parameter) : OutputTarget;
