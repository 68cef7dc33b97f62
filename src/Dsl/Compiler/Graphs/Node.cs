using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Graphs;

/// <summary>A value of a program: an operation applied to earlier values.</summary>
/// <param name="id">The position in the order of construction: inputs come before their users.</param>
/// <param name="operation">What computes the value.</param>
/// <param name="inputs">What it is computed from.</param>
/// <param name="type">The value's type.</param>
/// <param name="origin">Where in the declaration the value comes from.</param>
internal sealed class Node(int id, Operation operation, IReadOnlyList<Node> inputs, TensorType type, Origin origin)
{
    public int Id { get; } = id;

    public Operation Operation { get; } = operation;

    public IReadOnlyList<Node> Inputs { get; } = inputs;

    public TensorType Type { get; } = type;

    public Shape Shape => Type.Shape;

    public Origin Origin { get; } = origin;

    // Tables of nodes are everywhere in the compiler, mostly of the nodes of one graph. Nodes are equal when they are the same.
    public override int GetHashCode() => Id;

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override string ToString() => $"%{Id} = {Operation.Name}({string.Join(", ", Inputs.Select(static i => "%" + i.Id))}) : {Type}";
}

/// <summary>Where a value comes from, for names, comments and what is kept for the backward pass; it has no influence on what is computed.</summary>
/// <param name="Part">The part's name, such as <c>Hidden</c>; <c>Input</c> and <c>Loss</c> for what is outside of parts.</param>
/// <param name="Layer">The layer within the part, such as <c>Dense</c> or <c>Dense2</c>; null for the part's result as a whole.</param>
/// <param name="SyntaxId">The origin id in the declaration.</param>
/// <param name="IsGradient">Whether the value belongs to the backward pass.</param>
internal sealed record Origin(string Part, string? Layer, int SyntaxId, bool IsGradient = false)
{
    /// <summary>What the value is within a layer of several steps, in the field's words: <c>Queries</c>, or <c>Gates.Forget</c> for a part of a step; else null.</summary>
    public string? Step { get; init; }

    /// <summary>Whether the value has no name of its own, as one within an expression: its part is then what the whole is called.</summary>
    public bool IsUnnamed { get; init; }

    /// <summary>Whether the value is of the forward pass, but read from memory or computed again for the backward pass.</summary>
    public bool IsAgain { get; init; }

    /// <summary>Whether the value is what is kept of another, of the same origin, for the backward pass.</summary>
    public bool IsKept { get; init; }

    /// <summary>Whether the value is computed in the backward pass.</summary>
    public bool IsBackward => IsGradient || IsAgain;

    /// <summary>What a loop is given for this argument of its step; null elsewhere.</summary>
    public Node? From { get; init; }
}
