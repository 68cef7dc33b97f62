using Adjoint.Compiler.Graphs;

namespace Adjoint.Compiler.Trace;

/// <summary>
/// A layer, a function or a part as it was applied. The graph shows what is computed; this shows in whose words, which is what a message
/// about it needs.
/// </summary>
/// <param name="Name">The layer's or function's name, such as <c>Softmax</c>, or the part's.</param>
/// <param name="Part">The part that the layer stands in, by its full name; null for a function.</param>
/// <param name="Arguments">The arguments that are values.</param>
/// <param name="Result">What it gives.</param>
/// <param name="Origin">Where it stands.</param>
/// <param name="IsOwn">Whether it stands in the model that is compiled, rather than in one that this uses.</param>
internal sealed record TracedCall(string Name, string? Part, IReadOnlyList<Node> Arguments, Node Result, int Origin, bool IsOwn)
{
    /// <summary>Whether it leaves its argument as it is.</summary>
    public bool IsIdentity => Arguments.Contains(Result);
}
