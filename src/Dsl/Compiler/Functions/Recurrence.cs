using System.Globalization;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Functions;

/// <summary>
/// The loop of a recurrent network over <c>[steps, features]</c>. The products with the inputs of all steps are one product before the loop; only
/// that with the state is inside.
/// </summary>
internal sealed class Recurrence
{
    private readonly FunctionCall _call;
    private readonly Node _x;
    private readonly int _gates;
    private readonly Node? _mask;
    private readonly bool _isReverse;
    private readonly long _truncate;

    /// <param name="call">The function; its first arguments are the input, both kernels and both biases.</param>
    /// <param name="gates">How many times the state's size the kernels have as columns.</param>
    /// <param name="mask">The argument with the mask; whether the last step comes first and the length of a stretch follow it.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Recurrence(FunctionCall call, int gates, int mask)
    {
        (_call, _gates) = (call, gates);
        _x = ElementwiseFunctions.Float(call, 0);
        StateKernel = ElementwiseFunctions.Float(call, 2);
        Shape sequence = FunctionCall.SampleOf(_x);
        if (sequence.Rank != 2)
        {
            throw call.Error($"takes a sequence [steps, features], but is given {FunctionCall.Written(_x)}");
        }

        if (FunctionCall.SampleOf(StateKernel) is not { Rank: 2 } square || square[1] != square[0] * gates)
        {
            throw call.Error($"takes a kernel of the state [units, {Columns("units")}], but is given {FunctionCall.Written(StateKernel)}");
        }

        Units = square[0];
        Shape needed = [sequence[1], Units * gates];
        Node inputKernel = ElementwiseFunctions.Float(call, 1);
        if (FunctionCall.SampleOf(inputKernel) != needed)
        {
            throw call.Error($"takes a kernel of the input {Wording.Of(needed)} for {FunctionCall.Written(_x)} and a state of {Wording.Of(Units)}, but is given {FunctionCall.Written(inputKernel)}");
        }

        foreach (int bias in new[] { 3, 4 }.Where(call.IsGiven))
        {
            if (FunctionCall.SampleOf(call.Value(bias)) is not { Rank: 1 } offsets || offsets[0] != needed[1])
            {
                throw call.Error($"takes biases {Wording.Of([needed[1]])} with the kernel {Wording.Of(needed)}, but is given {FunctionCall.Written(call.Value(bias))}");
            }
        }

        _mask = call.IsGiven(mask) ? MaskFunctions.Of(call, mask, sequence[0]) : null;
        _isReverse = call.Boolean(mask + 1);
        _truncate = call.IsGiven(mask + 2) ? call.Integer(mask + 2) : 0;
        if (_truncate < 0)
        {
            throw call.Error($"takes stretches of at least 1 step, or 0 for the whole sequence, but is given {_truncate.ToString(CultureInfo.InvariantCulture)}");
        }
    }

    /// <summary>The size of the state.</summary>
    public Size Units { get; }

    public Node StateKernel { get; }

    /// <summary><c>x · W + b</c> for all steps, which lead, <c>[steps, n, gates · units]</c>: what a step takes of it is one run of memory.</summary>
    /// <param name="withStateBias">Whether the state's bias is added too, which saves adding it in every step.</param>
    public Node Projected(bool withStateBias)
    {
        object? bias = withStateBias && _call.IsGiven(3) && _call.IsGiven(4) ? _call.As("Bias").Call("Add", _call[3], _call[4])
            : _call.IsGiven(3) || !withStateBias ? _call[3]
            : _call[4];
        FunctionCall projected = _call.As("Projected");
        Node kernel = ElementwiseFunctions.Float(_call, 1);
        Node? offset = bias is null ? null : _call.ValueOf(bias);
        if (!FunctionCall.HasBatch(_x) || FunctionCall.HasBatch(kernel) || (offset is not null && FunctionCall.HasBatch(offset)))
        {
            return StepsFirst(projected.Call("Dense", _x, kernel, offset));
        }

        Node product = projected.Builder.Add(new Contract("tnf", "fj", "tnj"), StepsFirst(_x), kernel);
        return offset is null ? product : projected.Builder.Add(product, projected.Builder.Broadcast(offset, product.Shape, [0, 1]));
    }

    /// <summary>One of the runs of a state's size along the last axis, called a part of the whole.</summary>
    public Node Gate(Node gates, int index, string name) =>
        _call.Builder.At(gates.Origin.Step is { } whole ? $"{whole}.{name}" : name).Slice(gates, gates.Shape.Rank - 1, Units * index, Units);

    /// <summary>Carries the states along the sequence.</summary>
    /// <param name="projected">What the inputs give, as from <see cref="Projected"/>.</param>
    /// <param name="states">What the states are called, and the arguments with those before the first step, zero where they are not given.</param>
    /// <param name="step">From one step's projected input and the states to the next states.</param>
    /// <returns>The first state after every step, and every state after the last one.</returns>
    public object?[] Run(Node projected, (string Name, int Initial)[] states, Func<Node, Node[], Node[]> step)
    {
        Node?[] given = [.. states.Select(state => _call.IsGiven(state.Initial) ? ElementwiseFunctions.Float(_call, state.Initial) : null)];
        bool batched = projected.Shape.Rank == 3 || given.Append(StateKernel).Append(_mask).Any(static value => value is not null && FunctionCall.HasBatch(value));
        GraphBuilder outer = _call.Builder;
        Size length = projected.Shape[0];
        ScanBuilder scan = new(outer, length, _isReverse);
        scan.Step.Import = node => scan.Capture(outer.Owns(node) ? node : outer.Import!(node));
        Node[] found = [.. given.Select((state, i) => Named(outer.As(states[i].Name).Origin, () => scan.State(Initial(state, batched))))];
        Node item = Item(projected);
        Node? valid = _mask is null ? null : Item(StepsFirst(_mask));
        Node? starts = _truncate == 0 ? null : Item(Starts(length));
        scan.Step.Origin = outer.Origin;
        (Node[] next, Node output) = _call.Model.Within(scan.Step, () =>
        {
            Node[] carried = starts is null ? found : [.. found.Select(state => _call.Call("Where", starts, _call.Call("StopGradient", state), state))];
            Node[] after = step(item, carried);
            return valid is null
                ? (after, after[0])
                : ([.. after.Zip(carried, (now, before) => _call.Call("Where", valid, now, before))], _call.Call("Where", valid, after[0], 0L));
        });
        ScanResults results = scan.Build(next, [(output, 0)]);
        return [batched ? outer.Permute(results.Stacked(0), [1, 0, 2]) : results.Stacked(0), .. Enumerable.Range(0, found.Length).Select(results.Final)];

        // An argument of the step is called as what it is of.
        Node Item(Node sequence) => Named(sequence.Origin, () => scan.Item(sequence, 0));

        Node Named(Origin origin, Func<Node> argument)
        {
            scan.Step.Origin = origin;
            return argument();
        }
    }

    /// <summary>A sequence with its steps before the samples.</summary>
    private Node StepsFirst(Node sequence) => FunctionCall.HasBatch(sequence)
        ? _call.Builder.Permute(sequence, new[] { 1, 0 }.Concat(Enumerable.Range(2, sequence.Shape.Rank - 2)).ToEquatableArray())
        : sequence;

    private Node Initial(Node? given, bool batched)
    {
        Shape shape = FunctionCall.Batched(batched, [Units]);
        return given is null ? _call.Builder.Fill(shape, 0)
            : FunctionCall.SampleOf(given) is { Rank: 1 } own && own[0] == Units ? Broadcasting.To(_call, given, shape)
            : throw _call.Error($"takes a first state [{Wording.Of(Units)}], but is given {FunctionCall.Written(given)}");
    }

    /// <summary>1 at the steps before which derivatives end: the first of every stretch, in the order in which the steps are taken.</summary>
    private Node Starts(Size length)
    {
        GraphBuilder builder = _call.Builder;
        Shape steps = [length];
        Node position = builder.Positions(steps, 0);
        Node taken = _isReverse ? builder.Flip(position, 0) : position;
        Node stretches = builder.Multiply(taken, builder.Fill(steps, 1.0 / _truncate));

        // Half a step is more than any rounding of the quotient.
        Node stretch = builder.Floor(builder.Add(stretches, builder.Fill(steps, 0.5 / _truncate)));
        return builder.Equal(taken, builder.Multiply(stretch, builder.Fill(steps, _truncate)));
    }

    private string Columns(string units) => _gates == 1 ? units : $"{_gates.ToString(CultureInfo.InvariantCulture)} * {units}";
}
