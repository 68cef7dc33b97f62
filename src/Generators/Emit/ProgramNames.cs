using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Emit;

/// <summary>
/// Names of a program's values, from the declaration: <c>hidden</c> is what the part <c>Hidden</c> gives, <c>hiddenDense</c> what its
/// layer <c>Dense</c> gives, <c>hiddenKernel</c> a parameter, and <c>dHidden</c> the derivative of the loss by <c>hidden</c>.
/// </summary>
internal sealed class ProgramNames
{
    private readonly Dictionary<Node, string> _values = [];
    private readonly Dictionary<string, string> _parameters = [];
    private readonly Dictionary<string, string> _gradients = [];

    public ProgramNames(CompiledModel model, CompiledProgram program)
    {
        // The names that every program's own parameters and first lines have.
        NameTable names = new("n", "threads", "arena", "parameters", "state", "batch", "key", "gradient", "workspace", "outputs", "count");
        foreach (PlacedParameter item in model.Parameters.Items)
        {
            string[] path = item.FullName.Split('.');
            bool unique = model.Parameters.Items.Count(other => IsNamed(other.FullName.Split('.'), path[0], path[2])) == 1;
            string name = NameTable.Camel(path[0]) + (unique ? string.Empty : path[1]) + path[2];
            _parameters.Add(item.FullName, names.Take(name));
            _gradients.Add(item.FullName, names.Take("d" + NameTable.Pascal(name)));
        }

        Node[] stored = [.. program.Kernels.SelectMany(static kernel => kernel.Writes)];
        foreach (Node leaf in program.Graph.Nodes.Where(static node => node.Operation is Leaf))
        {
            _values.Add(leaf, leaf.Operation switch
            {
                ParameterLeaf parameter => _parameters[parameter.FullName],
                InputLeaf => names.Take("inputs"),
                _ => names.Take(leaf.Type.Element == ElementType.Int32 ? "labels" : "targets"),
            });
        }

        // The last value that a part stores in the forward pass is the part's; earlier ones are their layers'.
        HashSet<Node> partResults = [.. stored
            .Where(static node => !node.Origin.IsGradient && node.Operation is not MaxPoolIndices)
            .GroupBy(static node => node.Origin.Part)
            .Select(static part => part.Last())];
        foreach (Node node in stored)
        {
            _values.Add(node, NameOf(node));
        }

        string NameOf(Node node)
        {
            if (program.Plan.Outputs.TryGetValue(node, out OutputTarget? target))
            {
                return target is GradientOutput gradient ? _gradients[gradient.Parameter] : "outputs";
            }

            Origin origin = node.Origin;
            string part = NameTable.Camel(origin.Part);
            if (node.Operation is MaxPoolIndices)
            {
                return names.Take(part + "Indices");
            }

            if (origin.IsGradient)
            {
                Node? value = stored.FirstOrDefault(other => other.Origin == origin with { IsGradient = false });
                return names.Take("d" + NameTable.Pascal(value is null ? origin.Part + origin.Layer : _values[value]));
            }

            return names.Take(
                node.Operation is CrossEntropy ? "losses"
                : partResults.Contains(node) ? part
                : part + (origin.Layer ?? node.Operation.Name));
        }
    }

    /// <summary>The name of a stored value.</summary>
    public string this[Node node] => _values[node];

    /// <summary>The name of the span that receives a parameter's gradient.</summary>
    public string Gradient(string fullName) => _gradients[fullName];

    private static bool IsNamed(string[] path, string part, string parameter) => path[0] == part && path[2] == parameter;
}
