using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Differentiate;

/// <summary>
/// Which arguments of a loop's step have a derivative that somebody needs: something that is derived by influences them, in this
/// step or an earlier one, and they influence something that has a cotangent, in this step or a later one.
/// </summary>
internal sealed class ScanInfluence
{
    private readonly ScanBody _body;
    private readonly Func<int, bool> _isNeeded;
    private readonly HashSet<int> _influenced = [];
    private readonly HashSet<int> _influencing = [];

    /// <param name="body">The loop.</param>
    /// <param name="isNeeded">Whether the derivative by an input of the loop is needed.</param>
    /// <param name="hasCotangent">Whether an output of the loop has a cotangent.</param>
    public ScanInfluence(ScanBody body, Func<int, bool> isNeeded, Func<int, bool> hasCotangent)
    {
        (_body, _isNeeded) = (body, isNeeded);
        _influenced.UnionWith(Enumerable.Range(0, body.Inputs.Count).Where(isNeeded));
        while (Forwards())
        {
        }

        // A state's output has the number of its argument.
        HashSet<int> outputs =
        [
            .. Enumerable.Range(0, body.States.Count).Where(state => hasCotangent(body.Final(state)) || hasCotangent(body.History(state))),
            .. Enumerable.Range(body.States.Count, body.Results.Count).Where(hasCotangent),
        ];
        _influencing.UnionWith(outputs.Where(output => output < body.States.Count));
        while (Backwards(outputs))
        {
        }
    }

    /// <summary>Whether the derivative by a state is carried from step to step.</summary>
    public bool Carries(int state) =>
        _body.States[state].Element == ElementType.Float32 && _influenced.Contains(state) && _influencing.Contains(state);

    /// <summary>Whether the derivative by a sequence or captured value is needed and not always zero.</summary>
    public bool Passes(int input) => _isNeeded(input) && _influencing.Contains(input);

    /// <summary>Finds the states that influenced arguments influence; whether there are new ones.</summary>
    private bool Forwards()
    {
        HashSet<Node> reached = [];
        foreach (Node node in _body.Step.Nodes)
        {
            if (node.Operation is BoundLeaf argument ? _influenced.Contains(argument.Index) : node.Operation.DifferentiableInputs(node).Any(reached.Contains))
            {
                reached.Add(node);
            }
        }

        int before = _influenced.Count;
        _influenced.UnionWith(Enumerable.Range(0, _body.States.Count).Where(state => reached.Contains(_body.Step.Outputs[state].Value)));
        return _influenced.Count > before;
    }

    /// <summary>Finds the arguments that influence some outputs of the step, and adds the outputs that make states of these; whether there are new ones.</summary>
    private bool Backwards(HashSet<int> outputs)
    {
        HashSet<Node> reached = [.. outputs.Select(output => _body.Step.Outputs[output].Value)];
        foreach (Node node in _body.Step.Nodes.Reverse().Where(reached.Contains))
        {
            reached.UnionWith(node.Operation.DifferentiableInputs(node));
        }

        _influencing.UnionWith(reached.Select(static node => node.Operation).OfType<BoundLeaf>().Select(static argument => argument.Index));
        int before = outputs.Count;
        outputs.UnionWith(_influencing.Where(argument => argument < _body.States.Count));
        return outputs.Count > before;
    }
}
