using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;

namespace Adjoint.Compiler.Fuse;

/// <summary>Which values are in memory while fusion decides, and what an expression of them reads.</summary>
internal sealed class Memory
{
    private readonly HashSet<Node> _stored = [];
    private readonly HashSet<Node> _repeated = [];

    // Valid as long as no more is stored. Without it, an expression that uses its parts twice would be walked exponentially often.
    private readonly Dictionary<Node, IReadOnlyList<Node>> _operands = [];

    /// <summary>Decides that a value is stored; false when it was already.</summary>
    public bool Store(Node node)
    {
        _operands.Clear();
        return _stored.Add(node);
    }

    /// <summary>Whether a computed value is stored.</summary>
    public bool IsStored(Node node) => _stored.Contains(node);

    /// <summary>Decides that a value is repeated by those who read it.</summary>
    public void Repeat(Node node) => _repeated.Add(node);

    /// <summary>Whether those who read a value repeat what is stored.</summary>
    public bool IsRepeated(Node root) => _repeated.Contains(root);

    /// <summary>Whether a value is stored, given, or repeated from such a one.</summary>
    public bool Has(Node root) => root.Operation is Leaf || _stored.Contains(root) || _repeated.Contains(root);

    /// <summary>A value as an expression reads it.</summary>
    public Operand OperandOf(Node root) => Operand.Of(root, _repeated.Contains(root));

    /// <summary>The values in memory that an expression reads, each once.</summary>
    public IReadOnlyList<Node> Operands(Node root)
    {
        if (StoredValues.IsNullary(root))
        {
            return [];
        }

        if (Has(root) || !StoredValues.IsPointwise(root))
        {
            return [root];
        }

        if (!_operands.TryGetValue(root, out IReadOnlyList<Node>? operands))
        {
            operands = OperandsOfInputs(root);
            _operands.Add(root, operands);
        }

        return operands;
    }

    /// <summary>How many of some operands are read from end to end: those that are repeated come from a cache.</summary>
    public int Streams(IReadOnlyList<Node> operands) => operands.Count(operand => !IsRepeated(operand));

    /// <summary>What a node reads when its inputs are computed on the way.</summary>
    public IReadOnlyList<Node> OperandsOfInputs(Node node)
    {
        List<Node> operands = [];
        foreach (Node input in node.Inputs)
        {
            foreach (Node operand in Operands(StoredValues.Root(input)))
            {
                if (!operands.Contains(operand))
                {
                    operands.Add(operand);
                }
            }
        }

        return operands;
    }
}
