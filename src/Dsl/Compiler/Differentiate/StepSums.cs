using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Differentiate;

/// <summary>
/// Sums, over the steps of a loop, of what each step computes, taken after the loop instead of step by step. A sum of products of matrices is one product over all
/// steps, <c>Σₜ aₜᵀ bₜ = [a₁; a₂; …]ᵀ [b₁; b₂; …]</c>: larger, and without reading and writing the sum in every step. It needs the factors of all steps: those that
/// are items of sequences are there, the others become results of the loop.
/// </summary>
/// <param name="outer">The graph around the loop.</param>
internal sealed class StepSums(GraphBuilder outer)
{
    private readonly HashSet<Node> _varying = [];
    private readonly Dictionary<Node, (Func<ScanResults, Node> Sequence, int Axis)> _sequences = [];
    private readonly List<(Node Value, int Axis)> _results = [];

    /// <summary>What each step of the loop gives besides its states, and the axis along which that is stacked.</summary>
    public IReadOnlyList<(Node Value, int Axis)> Results => _results;

    /// <summary>Notes that a value of the step is an item.</summary>
    public void AddItem(Node value, Node sequence, int axis)
    {
        _varying.Add(value);
        _sequences[value] = (_ => sequence, axis);
    }

    /// <summary>Notes that a value of the step is a state.</summary>
    public void AddState(Node value) => _varying.Add(value);

    /// <summary>Makes a value of the step a result of the loop.</summary>
    public void AddResult(Node value, int axis)
    {
        int index = _results.Count;
        _results.Add((value, axis));
        _sequences[value] = (results => results.Stacked(index), axis);
    }

    /// <summary>Makes the factors of a sum's products results of the loop, where the sum can be taken after it.</summary>
    public void AddFactors(Node term)
    {
        if (CanWait(term, mayAdd: true))
        {
            foreach (Node factor in Factors(term).Where(factor => !_sequences.ContainsKey(factor)))
            {
                AddResult(factor, 0);
            }
        }
    }

    /// <summary>Whether all that a sum needs of the steps is known behind the loop.</summary>
    public bool CanWait(Node term) => CanWait(term, mayAdd: false);

    /// <summary>The sum of a step's value over all steps.</summary>
    public Node SumOf(Node term, ScanResults results)
    {
        outer.Origin = term.Origin;
        switch (term.Operation)
        {
            case Add:
                return outer.Add(SumOf(term.Inputs[0], results), SumOf(term.Inputs[1], results));
            case Reshape or Permute:
                return outer.Add(term.Operation, SumOf(term.Inputs[0], results));
            case Contract contract:
                char step = Enumerable.Range('a', 26).Select(static code => (char)code).First(letter => (contract.Left + contract.Right).IndexOf(letter) < 0);
                (Node left, int leftAxis) = SequenceOf(term.Inputs[0], results);
                (Node right, int rightAxis) = SequenceOf(term.Inputs[1], results);
                string s = step.ToString();
                return outer.Add(new Contract(contract.Left.Insert(leftAxis, s), contract.Right.Insert(rightAxis, s), contract.Result), left, right);
            case Sum { Over: var over }:
                (Node sequence, int axis) = SequenceOf(term.Inputs[0], results);
                return outer.Sum(sequence, over.Select(other => other < axis ? other : other + 1).Append(axis).OrderBy(static other => other).ToEquatableArray());
            default:
                throw new InvalidOperationException($"{term.Operation.Name} is summed step by step.");
        }
    }

    private bool CanWait(Node term, bool mayAdd) => term.Operation switch
    {
        Add => CanWait(term.Inputs[0], mayAdd) && CanWait(term.Inputs[1], mayAdd),
        Reshape or Permute => CanWait(term.Inputs[0], mayAdd),
        Contract => term.Inputs.All(factor => _sequences.ContainsKey(factor) || (mayAdd && Varies(factor) && !IsLarger(factor, term))),

        // Its argument is larger than itself, so it's worth keeping only where it is kept anyway.
        Sum => _sequences.ContainsKey(term.Inputs[0]),
        _ => false,
    };

    private static IEnumerable<Node> Factors(Node term) => term.Operation is Contract ? term.Inputs : term.Operation is Sum ? [] : term.Inputs.SelectMany(Factors);

    /// <summary>Whether a factor would take more memory in a step than the sum does.</summary>
    private static bool IsLarger(Node factor, Node sum) =>
        factor.Shape.Count.IsConstant && sum.Shape.Count.IsConstant && factor.Shape.Count.Constant > sum.Shape.Count.Constant;

    /// <summary>Whether a value follows from an item or a state, so that a step's is not another's.</summary>
    private bool Varies(Node value)
    {
        HashSet<Node> seen = [];
        Stack<Node> open = new([value]);
        while (open.Count > 0)
        {
            Node node = open.Pop();
            if (_varying.Contains(node))
            {
                return true;
            }

            foreach (Node input in node.Inputs.Where(seen.Add))
            {
                open.Push(input);
            }
        }

        return false;
    }

    private (Node Sequence, int Axis) SequenceOf(Node value, ScanResults results)
    {
        (Func<ScanResults, Node> sequence, int axis) = _sequences[value];
        return (sequence(results), axis);
    }
}
