using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Differentiate;

/// <summary>
/// The derivative of a loop: a loop the other way round. Its states are the derivatives by the loop's states; its items are the loop's items, the
/// states that each step found, and the derivatives by what each step gave. One step computes the loop's step again from what that found, and
/// derives it. The derivatives by captured values are sums over the steps: states too, or taken after the loop (<see cref="StepSums"/>).
/// </summary>
internal sealed class ScanDerivative
{
    private readonly Node _loop;
    private readonly ScanBody _body;
    private readonly IReadOnlyList<Node> _inputs;
    private readonly IReadOnlyDictionary<int, Node> _cotangents;
    private readonly Adjoints _adjoints;
    private readonly ScanInfluence _influence;
    private readonly ScanBuilder _reverse;
    private readonly StepSums _stepSums;

    private ScanDerivative(Node loop, IReadOnlyDictionary<int, Node> cotangents, Adjoints adjoints)
    {
        (_loop, _body, _inputs) = (loop, ((Scan)loop.Operation).Body, loop.Inputs);
        (_cotangents, _adjoints) = (cotangents, adjoints);
        _influence = new ScanInfluence(_body, input => adjoints.Needs(_inputs[input]), cotangents.ContainsKey);
        _reverse = new ScanBuilder(adjoints.Builder, _body.Length, !_body.IsReverse);
        _stepSums = new StepSums(adjoints.Builder);
    }

    /// <summary>Adds the derivatives by the inputs of a loop.</summary>
    /// <param name="loop">One of the loop's results.</param>
    /// <param name="cotangents">The derivatives by its outputs.</param>
    /// <param name="adjoints">Takes the derivatives.</param>
    public static void Add(Node loop, IReadOnlyDictionary<int, Node> cotangents, Adjoints adjoints) => new ScanDerivative(loop, cotangents, adjoints).Add();

    private void Add()
    {
        int[] states = [.. Enumerable.Range(0, _body.States.Count).Where(_influence.Carries)];
        int[] items = [.. Enumerable.Range(_body.FirstItem, _body.Sequences.Count).Where(_influence.Passes)];

        // What is captured twice is one argument of the reverse loop's step, and its derivative is the sum.
        int[] captured =
        [
            .. Enumerable.Range(_body.FirstCaptured, _body.Captured.Count).Where(_influence.Passes).GroupBy(input => _inputs[input]).Select(static same => same.First()),
        ];

        // The derivative by a state behind the step that is derived.
        Dictionary<int, Node> carried = states.ToDictionary(static state => state, state => State(state, CotangentOf(_body.Final(state))));
        Node[] arguments = [.. Enumerable.Range(0, _inputs.Count).Select(Argument)];
        IReadOnlyList<Node> step = _reverse.Step.Splice(_body.Step, arguments);
        (Node, Node)[] seeds =
        [
            .. states.Select(state => (step[state], carried[state])),
            .. from result in Enumerable.Range(0, _body.Results.Count)
               let cotangent = CotangentOf(_body.Stacked(result))
               where cotangent is not null
               select (step[_body.Stacked(result)], Item(cotangent, _body.Results[result].Axis)),
        ];
        int[] by = [.. states, .. items, .. captured];
        if (seeds.Length == 0 || by.Length == 0)
        {
            return;
        }

        Dictionary<int, Node?> derivatives = by
            .Zip(ReverseMode.Gradient(_reverse.Step, seeds, [.. by.Select(input => arguments[input])]), static (input, derivative) => (input, derivative))
            .ToDictionary(static pair => pair.input, static pair => pair.derivative);
        int[] stacked = [.. items.Where(input => derivatives[input] is not null)];
        foreach (int input in stacked)
        {
            _stepSums.AddResult(derivatives[input]!, _body.Sequences[input - _body.FirstItem].Axis);
        }

        // What is left of the captured values' derivatives is summed up from step to step.
        captured = [.. captured.Where(input => derivatives[input] is not null)];
        foreach (int input in captured)
        {
            _stepSums.AddFactors(derivatives[input]!);
        }

        int[] waiting = [.. captured.Where(input => _stepSums.CanWait(derivatives[input]!))];
        int[] summed = [.. captured.Except(waiting)];
        Node[] sums = [.. summed.Select(input => State(input, null))];
        ScanResults results = _reverse.Build(
            [
                .. states.Select(state => Earlier(state, derivatives[state])),
                .. summed.Zip(sums, (input, sum) => Sum(input, sum, derivatives[input]!)),
            ],
            _stepSums.Results);

        // Where the step does not ask for a state, its initial value counts only if there may be no step at all.
        bool hasSteps = _body.Length is { IsConstant: true, Constant: > 0 };
        Contribute(
            states.Where(input => !hasSteps || derivatives[input] is not null || CotangentOf(_body.History(input)) is not null),
            input => results.Final(Array.IndexOf(states, input)));
        Contribute(summed, input => results.Final(states.Length + Array.IndexOf(summed, input)));
        Contribute(stacked, input => results.Stacked(Array.IndexOf(stacked, input)));
        Contribute(waiting, input => _stepSums.SumOf(derivatives[input]!, results));
    }

    private void Contribute(IEnumerable<int> inputs, Func<int, Node> derivative)
    {
        foreach (int input in inputs)
        {
            _adjoints.Add(_inputs[input], () => derivative(input));
        }
    }

    private Node? CotangentOf(int output) => _cotangents.TryGetValue(output, out Node? cotangent) ? cotangent : null;

    /// <summary>A state of the reverse loop that belongs to an input of the loop; it starts at zero when nothing else is given.</summary>
    private Node State(int input, Node? initial)
    {
        SetOrigin(input);
        Node state = _reverse.State(initial ?? _adjoints.Builder.Fill(_inputs[input].Shape, 0));
        _stepSums.AddState(state);
        return state;
    }

    private Node Item(Node sequence, int axis)
    {
        Node item = _reverse.Item(sequence, axis);
        _stepSums.AddItem(item, sequence, axis);
        return item;
    }

    /// <summary>An argument of the loop's step, within the step of the reverse loop.</summary>
    private Node Argument(int input)
    {
        _reverse.Step.Origin = OriginOf(input);
        _adjoints.Builder.Origin = input < _body.FirstItem ? OriginOf(input) : _loop.Origin;
        return input < _body.FirstItem ? Item(_adjoints.Builder.Add(new Scan(_body, _body.History(input)), [.. _inputs]), 0)
            : input < _body.FirstCaptured ? Item(_inputs[input], _body.Sequences[input - _body.FirstItem].Axis)
            : _reverse.Capture(_inputs[input]);
    }

    /// <summary>The derivative by a state before the step: through the step, and through the history of the state.</summary>
    private Node Earlier(int state, Node? throughStep)
    {
        SetOrigin(state);
        Node? throughHistory = CotangentOf(_body.History(state)) is { } history ? _reverse.Item(history, 0) : null;
        return throughStep is null
            ? throughHistory ?? _reverse.Step.Fill(_body.States[state].Shape, 0)
            : throughHistory is null ? throughStep : _reverse.Step.Add(throughStep, throughHistory);
    }

    private Node Sum(int input, Node sum, Node term)
    {
        SetOrigin(input);
        return _reverse.Step.Add(sum, term);
    }

    private void SetOrigin(int input) =>
        _adjoints.Builder.Origin = _reverse.Step.Origin = OriginOf(input) with { IsGradient = true };

    /// <summary>A state is called as the step calls it, rather than as what it starts from.</summary>
    private Origin OriginOf(int input) =>
        input < _body.FirstItem && _body.Step.Nodes.FirstOrDefault(node => node.Operation is BoundLeaf { Index: var index } && index == input) is { } argument
            ? argument.Origin with { From = null }
            : _inputs[input].Origin;
}
