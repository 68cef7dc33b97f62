using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Operations;

/// <summary>
/// What a node of the graph computes. An operation is defined once, by one record: its arguments are the record's members, and
/// it says its shape rule, its derivative, its cost and its reference value. What the backward pass needs of the forward
/// pass follows from the derivative: just the values that its expression mentions are kept.
/// </summary>
internal abstract record Operation
{
    /// <summary>The operation's name in the field's usual terms.</summary>
    public abstract string Name { get; }

    /// <summary>The type of the result.</summary>
    /// <param name="inputs">The types of the inputs.</param>
    /// <exception cref="ShapeException">The inputs do not fit.</exception>
    public abstract TensorType Infer(IReadOnlyList<TensorType> inputs);

    /// <summary>The inputs through which the result has a derivative; a graph is not derived beyond others.</summary>
    public virtual IEnumerable<Node> DifferentiableInputs(Node node) => node.Inputs;

    /// <summary>
    /// Adds to each input the derivative of the loss by it (the vector-Jacobian product), as expressions in the same operations.
    /// </summary>
    /// <param name="node">The node that this operation computes.</param>
    /// <param name="cotangent">The derivative of the loss by the node's value.</param>
    /// <param name="adjoints">Takes the contributions.</param>
    public abstract void Differentiate(Node node, Node cotangent, Adjoints adjoints);

    /// <summary>
    /// What the samples of a batch have to do with the result. Unless an operation says more, only what is computed from shared values
    /// alone is known: it is shared.
    /// </summary>
    /// <param name="node">The node that this operation computes.</param>
    /// <param name="inputs">What they have to do with its inputs.</param>
    public virtual SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) =>
        inputs.All(static role => role.IsShared) && SampleRole.Of(node.Shape).IsShared ? SampleRole.Shared : SampleRole.Mixed;

    /// <summary>The floating-point operations of one evaluation.</summary>
    public abstract Size Flops(Node node);

    /// <summary>Computes the value in double precision, as plainly as possible: this is the definition.</summary>
    /// <param name="inputs">The inputs' values.</param>
    /// <param name="result">The zeroed result.</param>
    /// <param name="context">The bindings of names and the random key.</param>
    public abstract void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context);
}

/// <summary>The inputs of an operation do not fit together. The message says what was expected and what was found.</summary>
internal sealed class ShapeException : Exception
{
    /// <param name="message">What does not fit; its numbers are written the same in every culture.</param>
    public ShapeException(FormattableString message)
        : base(FormattableString.Invariant(message))
    {
    }

    /// <summary>The inputs break a rule of its own.</summary>
    /// <param name="rule">The rule, whose last hole is for the way from the input.</param>
    /// <param name="arguments">What fills the holes before it.</param>
    public ShapeException(Rule rule, params string[] arguments)
        : base(new CompilerError(rule, 0, [.. arguments, string.Empty]).Message)
    {
        Rule = rule;
        Arguments = new EquatableArray<string>(arguments);
    }

    /// <summary>The rule; null when the message is all there is to say.</summary>
    public Rule? Rule { get; }

    /// <summary>What fills the holes of the rule's message, but for the last.</summary>
    public EquatableArray<string> Arguments { get; }

    /// <summary>The mistake at a place in a declaration.</summary>
    /// <param name="origin">The place.</param>
    /// <param name="way">The way from the input to the values, as the end of a sentence.</param>
    public CompilerError At(int origin, string way) =>
        Rule is { } rule ? new CompilerError(rule, origin, [.. Arguments, way]) : new CompilerError(Rules.FunctionMismatch, origin, [Message, way]);
}
