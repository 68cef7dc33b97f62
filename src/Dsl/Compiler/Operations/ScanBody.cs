using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Operations;

/// <summary>A sequence of a loop.</summary>
/// <param name="Item">The type of one step's item.</param>
/// <param name="Axis">The axis of the sequence along which the items lie.</param>
internal sealed record ScanSequence(TensorType Item, int Axis)
{
    /// <summary>The type of a sequence of some length.</summary>
    public TensorType Of(Size length) =>
        Item with { Shape = new Shape(Item.Shape.Take(Axis).Append(length).Concat(Item.Shape.Skip(Axis)).ToEquatableArray()) };
}

/// <summary>
/// A loop over sequences with carried states: <c>(states, results) = step(states, items, captured)</c> for each step. Two bodies are
/// equal when they are the same object.
/// </summary>
internal sealed class ScanBody
{
    /// <param name="step">
    /// One step: a function of the states, the items and the captured values, in this order, to the new states and the results.
    /// </param>
    /// <param name="states">The types of the states.</param>
    /// <param name="sequences">The sequences that the items come from.</param>
    /// <param name="captured">The types of the values that are the same in every step.</param>
    /// <param name="results">The sequences that the results are stacked to.</param>
    /// <param name="length">The number of steps.</param>
    /// <param name="isReverse">Whether the last item comes first; results keep the places of their items.</param>
    /// <exception cref="ShapeException">A state changes its type.</exception>
    public ScanBody(
        Graph step,
        IReadOnlyList<TensorType> states,
        IReadOnlyList<ScanSequence> sequences,
        IReadOnlyList<TensorType> captured,
        IReadOnlyList<ScanSequence> results,
        Size length,
        bool isReverse)
    {
        if (step.Outputs.Count != states.Count + results.Count)
        {
            throw new ArgumentException($"A step gives {states.Count} states and {results.Count} results, but has {step.Outputs.Count} outputs.", nameof(step));
        }

        for (int i = 0; i < states.Count; i++)
        {
            if (step.Outputs[i].Value.Type is { } next && next != states[i])
            {
                throw new ShapeException($"A state keeps its shape, but starts as {states[i]} and becomes {next}");
            }
        }

        Step = step;
        States = states;
        Sequences = sequences;
        Captured = captured;
        Results = results;
        Length = length;
        IsReverse = isReverse;
        Inputs = [.. states, .. sequences.Select(sequence => sequence.Of(length)), .. captured];
        TensorType[] arguments = [.. states, .. sequences.Select(static sequence => sequence.Item), .. captured];
        foreach (Leaf leaf in step.Nodes.Select(static node => node.Operation).OfType<Leaf>())
        {
            if (leaf is not BoundLeaf argument || argument.Index >= arguments.Length || argument.Type != arguments[argument.Index])
            {
                throw new ArgumentException($"A step is a function of its arguments alone, but mentions {leaf}.", nameof(step));
            }
        }
    }

    public Graph Step { get; }

    public IReadOnlyList<TensorType> States { get; }

    public IReadOnlyList<ScanSequence> Sequences { get; }

    public IReadOnlyList<TensorType> Captured { get; }

    public IReadOnlyList<ScanSequence> Results { get; }

    public Size Length { get; }

    public bool IsReverse { get; }

    /// <summary>The types of the loop's inputs: initial states, sequences, captured values.</summary>
    public IReadOnlyList<TensorType> Inputs { get; }

    /// <summary>The step's argument, and the loop's input, for the first item.</summary>
    public int FirstItem => States.Count;

    /// <summary>The step's argument, and the loop's input, for the first captured value.</summary>
    public int FirstCaptured => States.Count + Sequences.Count;

    /// <summary>The output with a state after the last step.</summary>
    public int Final(int state) => state;

    /// <summary>The output with what every step gives, stacked.</summary>
    public int Stacked(int result) => States.Count + result;

    /// <summary>The output with a state before every step, stacked along axis 0, where one step's state is one run of memory.</summary>
    public int History(int state) => States.Count + Results.Count + state;

    /// <summary>Whether an output is a state before every step.</summary>
    public bool IsHistory(int output) => output >= History(0);

    /// <summary>The type of an output.</summary>
    public TensorType TypeOf(int output) => output < States.Count
        ? States[output]
        : output < States.Count + Results.Count
            ? Results[output - States.Count].Of(Length)
            : new ScanSequence(States[output - States.Count - Results.Count], 0).Of(Length);
}
