using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Operations;

/// <summary>
/// One result of a loop over sequences: a state after the last step, what every step gives, or a state before every step. Inputs
/// are the initial states, the sequences and the captured values. A random operation in the step gives the same in every step.
/// </summary>
/// <param name="Body">The loop.</param>
/// <param name="Output">Which of its results.</param>
internal sealed record Scan(ScanBody Body, int Output) : JointOperation
{
    public override string Name => "Scan";

    public override object Computation => Body;

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        if (inputs.Count != Body.Inputs.Count)
        {
            throw new ShapeException($"'Scan' takes {Body.Inputs.Count} values, but {inputs.Count} are given");
        }

        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i] != Body.Inputs[i])
            {
                throw new ShapeException($"'Scan' takes {Body.Inputs[i]}, but is given {inputs[i]}");
            }
        }

        return Body.TypeOf(Output);
    }

    public override void Differentiate(IReadOnlyList<(Node Result, Node Cotangent)> results, Adjoints adjoints) =>
        ScanDerivative.Add(
            results[0].Result, results.ToDictionary(static result => ((Scan)result.Result.Operation).Output, static result => result.Cotangent), adjoints);

    /// <summary>
    /// A loop keeps samples apart when its steps do. A state without samples that starts with zeros may add up what the samples of every step add.
    /// </summary>
    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs)
    {
        // A step that divides by the number of samples, as a mean over them does, has to see them all.
        if (Body.Step.Nodes.Any(static step => step.Operation is Fill fill && fill.Divisor.Degree(Size.BatchName) > 0))
        {
            return SampleRole.Mixed;
        }

        SampleRole[] arguments = [.. inputs];
        for (int i = 0; i < Body.Sequences.Count; i++)
        {
            arguments[Body.FirstItem + i] = inputs[Body.FirstItem + i].Without([Body.Sequences[i].Axis]);
        }

        if (ResultOf(arguments) is { IsMixed: false } role)
        {
            return role;
        }

        for (int i = 0; i < Body.States.Count; i++)
        {
            if (arguments[i].IsShared && node.Inputs[i].Operation is Fill { Value: 0 })
            {
                arguments[i] = SampleRole.Sum;
            }
        }

        return ResultOf(arguments);
    }

    /// <summary>What samples have to do with the result, given what they have to do with a step's arguments; mixed when a state changes in this.</summary>
    private SampleRole ResultOf(SampleRole[] arguments)
    {
        Dictionary<Node, SampleRole> roles = SampleRole.In(Body.Step, argument => arguments[argument.Index]);
        SampleRole[] results = [.. Body.Step.Outputs.Select(output => roles[output.Value])];
        int states = Body.States.Count;
        return !results.Take(states).SequenceEqual(arguments.Take(states)) ? SampleRole.Mixed
            : Output < states ? results[Output]
            : Body.IsHistory(Output) ? results[Output - Body.History(0)].With(0)
            : results[Output].With(Body.Results[Output - states].Axis);
    }

    public override Size Flops(Node node) =>
        Body.Length * Body.Step.Nodes.Aggregate(Size.Zero, static (sum, step) => sum + step.Operation.Flops(step));

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context) =>
        context.Once(Body, inputs, () => Run(inputs, context))[Output].Values.CopyTo(result.Values, 0);

    private Tensor[] Run(IReadOnlyList<Tensor> inputs, EvaluationContext context)
    {
        int states = Body.States.Count;
        int outputs = states + Body.Results.Count + states;
        Tensor[] results = [.. Enumerable.Range(0, outputs).Select(output => Tensor.Zeros(Body.TypeOf(output).Shape.Evaluate(context.Bindings)))];
        Tensor[] state = [.. inputs.Take(states)];
        int length = checked((int)Body.Length.Evaluate(context.Bindings));
        for (int done = 0; done < length; done++)
        {
            int t = Body.IsReverse ? length - 1 - done : done;
            IEnumerable<Tensor> items = Body.Sequences.Select((sequence, i) => inputs[Body.FirstItem + i].Step(sequence.Axis, t));
            IReadOnlyList<Tensor> step = Functions.Evaluate(Body.Step, [.. state, .. items, .. inputs.Skip(Body.FirstCaptured)], context);
            for (int i = 0; i < states; i++)
            {
                results[Body.History(i)].PutStep(state[i], 0, t);
            }

            for (int i = 0; i < Body.Results.Count; i++)
            {
                results[Body.Stacked(i)].PutStep(step[states + i], Body.Results[i].Axis, t);
            }

            state = [.. step.Take(states)];
        }

        for (int i = 0; i < states; i++)
        {
            results[Body.Final(i)] = state[i];
        }

        return results;
    }
}
