using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Trace;

/// <summary>What a declaration means as values: everything that its programs compute, in one graph.</summary>
/// <param name="Builder">The graph.</param>
/// <param name="Inputs">The inputs of the prediction, in order.</param>
/// <param name="Outputs">What the prediction gives, by name.</param>
/// <param name="Objectives">What the model is trained for, at least one.</param>
/// <param name="Parameters">The parameters and running values, in order of their first use.</param>
/// <param name="Taps">Values with names of their own.</param>
/// <param name="Sizes">The named sizes.</param>
/// <param name="Scopes">The uses of models within it, by their paths, with the values of their named sizes.</param>
internal sealed record TracedModel(
    GraphBuilder Builder,
    IReadOnlyList<Node> Inputs,
    IReadOnlyList<KeyValuePair<string, Node>> Outputs,
    IReadOnlyList<TracedObjective> Objectives,
    IReadOnlyList<Node> Parameters,
    IReadOnlyList<KeyValuePair<string, Node>> Taps,
    IReadOnlyList<NamedSize> Sizes,
    IReadOnlyList<ModelScope> Scopes)
{
    /// <summary>The parts that are called or read.</summary>
    public required ISet<string> UsedParts { get; init; }

    /// <summary>How programs are derived of parts, by their paths, where that is said.</summary>
    public required IReadOnlyDictionary<string, EquatableArray<LayerSpec>> Derivations { get; init; }

    /// <summary>The layers and functions as they were applied, in order; the loss of the attribute among them.</summary>
    public required IReadOnlyList<TracedCall> Calls { get; init; }

    /// <summary>The parts as they were called, in order.</summary>
    public required IReadOnlyList<TracedCall> PartCalls { get; init; }
}

/// <summary>One thing that a model is trained for.</summary>
/// <param name="Name">The objective's method, or <c>Loss</c>.</param>
/// <param name="Inputs">Its inputs, in order.</param>
/// <param name="Target">The target of a loss from the attribute; null when the inputs are all.</param>
/// <param name="Loss">The scalar to make small.</param>
/// <param name="Trains">The parameters that it trains.</param>
/// <param name="Updates">What running values become.</param>
/// <param name="Origin">Where it is declared.</param>
internal sealed record TracedObjective(
    string Name,
    IReadOnlyList<Node> Inputs,
    Node? Target,
    Node Loss,
    IReadOnlyList<Node> Trains,
    IReadOnlyList<KeyValuePair<Node, Node>> Updates,
    int Origin)
{
    /// <summary>The positions that it trains of parameters of which it does not train all, by their full names.</summary>
    public required IReadOnlyDictionary<string, TrainedSlice> Slices { get; init; }

    /// <summary>The positions of a parameter that it trains; null for all.</summary>
    public TrainedSlice? SliceOf(string parameter) => Slices.TryGetValue(parameter, out TrainedSlice? slice) ? slice : null;
}

/// <summary>A size that is known only when the program runs.</summary>
/// <param name="Name">Its name, as programs write it.</param>
/// <param name="Source">Where a prediction reads it off; null when no input of the prediction decides it alone.</param>
internal sealed record NamedSize(string Name, SizeSource? Source)
{
    /// <summary>Its name as declared.</summary>
    public string Declared => SizeNames.Declared(Name);

    /// <summary>Whether only inputs of objectives decide it, so that neither the model nor a prediction knows it.</summary>
    public bool IsOfObjective { get; init; }

    /// <summary>Whether the model has one value of it, which is given when it is created.</summary>
    public bool IsGivenAtCreation => Source is null && !IsOfObjective;
}

/// <summary>An axis of an input, <c>coefficient · size + offset</c>.</summary>
/// <param name="Input">The number of the prediction's input.</param>
/// <param name="Axis">The axis of a sample.</param>
/// <param name="Coefficient">The factor.</param>
/// <param name="Offset">What is added.</param>
internal sealed record SizeSource(int Input, int Axis, long Coefficient, long Offset);

/// <summary>A model as a value of the code that wires models: what is called.</summary>
/// <param name="Spec">Its declaration.</param>
/// <param name="Scope">Where it stands.</param>
internal sealed record ModelInstance(ModelSpec Spec, ModelScope Scope);
