using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Trace;

namespace Adjoint.Emit;

/// <summary>
/// Names of a program's values, from the declaration: <c>hidden</c> is what the part <c>Hidden</c> gives, <c>hiddenDense</c> what its
/// layer <c>Dense</c> gives, <c>hiddenKernel</c> a parameter, and <c>dHidden</c> the derivative of the loss by <c>hidden</c>.
/// </summary>
internal sealed class ProgramNames
{
    private readonly Dictionary<Node, string> _values = [];
    private readonly Dictionary<LoopKernel, string> _indices = [];
    private readonly Dictionary<string, string> _parameters = [];
    private readonly Dictionary<string, string> _gradients = [];
    private readonly Dictionary<OutputTarget, string> _targets = [];

    public ProgramNames(CompiledModel model, CompiledProgram program)
    {
        // The names that every program's own parameters and first lines have.
        NameTable names = new("n", "threads", "arena", "parameters", "state", "batch", "key", "gradient", "workspace", "outputs", "count");
        foreach (NamedSize size in model.Sizes)
        {
            names.Take(size.Name);
        }

        PlacedParameter[] parameters = [.. model.Parameters.Items, .. model.States.Items];
        ILookup<string, PlacedParameter> plainNames = parameters.ToLookup(static item => WithoutLayer(item.FullName));
        foreach (PlacedParameter item in parameters)
        {
            string plain = WithoutLayer(item.FullName);
            string name = NameTable.Camel(plainNames[plain].Count() == 1 ? plain : item.FullName);
            _parameters.Add(item.FullName, names.Take(name));
            _gradients.Add(item.FullName, names.Take((item.Leaf is StateLeaf ? "next" : "d") + NameTable.Pascal(name)));
        }

        bool isOnly = program.Graph.Outputs.Count(static output => output.Target is PredictionOutput or TapOutput) == 1;
        foreach (OutputTarget target in program.Graph.Outputs.Select(static output => output.Target))
        {
            _targets[target] = target switch
            {
                GradientOutput gradient => _gradients[gradient.Parameter],
                StateOutput state => _gradients[state.State],
                PredictionOutput prediction => isOnly ? "outputs" : names.Take("output" + NameTable.Pascal(model.Outputs[prediction.Index].Name)),
                TapOutput tap => names.Take("tap" + NameTable.Pascal(tap.Name)),
                InputGradientOutput input => names.Take("d" + NameTable.Pascal(InputName(program, input.Index))),
                _ => "loss",
            };
        }

        foreach (Node leaf in program.Graph.Nodes.Where(static node => node.Operation is Leaf))
        {
            _values.Add(leaf, leaf.Operation switch
            {
                ParameterLeaf parameter => _parameters[parameter.FullName],
                StateLeaf state => _parameters[state.FullName],
                InputLeaf input => names.Take(NameTable.Camel(input.InputName)),
                _ => names.Take(leaf.Type.Element == ElementType.Int32 ? "labels" : "targets"),
            });
        }

        // Loops within loops count with names of their own; loops one after the other share them.
        List<string> indices = [];

        // The last value that a part stores in the forward pass is the part's; earlier ones are their layers'.
        HashSet<Node> partResults = [.. program.Kernels.SelectMany(static kernel => kernel.Writes)
            .Where(static node => !node.Origin.IsGradient && node.Operation is not MaxPoolIndices && !IsHistory(node))
            .GroupBy(static node => node.Origin.Part)
            .Select(static part => part.Last())];
        Dictionary<Origin, Node> firstStored = [];
        NameAll(program.Kernels, depth: 0);

        void NameAll(IReadOnlyList<Kernel> kernels, int depth)
        {
            foreach (Kernel kernel in kernels)
            {
                foreach (Node node in kernel.Writes.Where(node => !_values.ContainsKey(node)))
                {
                    _values.Add(node, NameOf(node));
                    if (!firstStored.ContainsKey(node.Origin))
                    {
                        firstStored.Add(node.Origin, node);
                    }
                }

                if (kernel is LoopKernel loop)
                {
                    NameArguments(loop, depth);
                    NameAll(loop.Once, depth);
                    NameAll(loop.Steps, depth + 1);
                }
            }
        }

        void NameArguments(LoopKernel loop, int depth)
        {
            if (depth == indices.Count)
            {
                indices.Add(names.Take("t"));
            }

            string index = indices[depth];
            _indices.Add(loop, index);
            foreach ((Node argument, Node value) in loop.Captured)
            {
                _values.Add(argument, _values[value]);
            }

            foreach (LoopState state in loop.States)
            {
                _values.Add(state.Argument, state.Final is null ? names.Take(Unnumbered(state.Argument.Origin) + "State") : _values[state.Final]);
                if (state.IsInPlace)
                {
                    _values.Add(state.Next, _values[state.Argument]);
                }
            }

            foreach (LoopItem item in loop is ScanKernel scan ? scan.Items : [])
            {
                _values.Add(item.Argument, names.Take($"{_values[item.Sequence].TrimStart('@')}At{NameTable.Pascal(index)}"));
            }
        }

        static string Unnumbered(Origin origin) => origin.IsGradient ? "d" + NameTable.Pascal(origin.Part) + origin.Layer : NameTable.Camel(origin.Part) + origin.Layer;

        string NameOf(Node node)
        {
            if (program.Plan.Outputs.TryGetValue(node, out OutputTarget? target))
            {
                return _targets[target];
            }

            Origin origin = node.Origin;
            string part = NameTable.Camel(origin.Part);
            if (node.Operation is MaxPoolIndices)
            {
                return names.Take(part + "Indices");
            }

            if (IsHistory(node))
            {
                return names.Take(Unnumbered(origin) + "History");
            }

            if (origin.IsGradient)
            {
                bool isStored = firstStored.TryGetValue(origin with { IsGradient = false }, out Node? value);
                return names.Take("d" + NameTable.Pascal(isStored ? _values[value!] : origin.Part + origin.Layer));
            }

            return names.Take(
                node.Operation is CrossEntropy ? "losses"
                : partResults.Contains(node) ? part
                : part + (origin.Layer ?? node.Operation.Name));
        }
    }

    /// <summary>The name of a stored value.</summary>
    public string this[Node node] => _values[node];

    /// <summary>The name of the span that receives an output.</summary>
    public string this[OutputTarget target] => _targets[target];

    private static string InputName(CompiledProgram program, int index) => program.Graph.Nodes
        .Select(static node => node.Operation).OfType<InputLeaf>().FirstOrDefault(leaf => leaf.Index == index)?.InputName ?? "inputs" + Literal.Integer(index);

    /// <summary>A parameter's path without its layer, which in most parts is the only one: <c>Hidden.Dense.Kernel</c> is <c>Hidden.Kernel</c>.</summary>
    private static string WithoutLayer(string fullName)
    {
        string[] path = fullName.Split('.');
        return path.Length < 3 ? fullName : string.Join(".", path.Take(path.Length - 2).Concat([path[path.Length - 1]]));
    }

    /// <summary>The name of the variable that counts a loop's steps.</summary>
    public string Index(LoopKernel loop) => _indices[loop];

    private static bool IsHistory(Node node) => node.Operation is Scan scan && scan.Body.IsHistory(scan.Output);
}
