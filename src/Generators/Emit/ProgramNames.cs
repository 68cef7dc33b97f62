using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Trace;

namespace Adjoint.Emit;

/// <summary>
/// Names of a program's values, from the declaration: <c>hidden</c> is what the part <c>Hidden</c> gives, <c>hiddenDense</c> what its
/// layer <c>Dense</c> gives, <c>blockQueries</c> a step of the part's layer, <c>hiddenKernel</c> a parameter, and <c>dHidden</c> the
/// derivative of the loss by <c>hidden</c>.
/// </summary>
internal sealed class ProgramNames
{
    private readonly CompiledProgram _program;
    private readonly Dictionary<Node, string> _values = [];
    private readonly Dictionary<Origin, Node> _ofOrigin = [];
    private readonly Dictionary<LoopKernel, string> _indices = [];
    private readonly Dictionary<string, string> _parameters = [];
    private readonly Dictionary<string, string> _gradients = [];
    private readonly Dictionary<OutputTarget, string> _targets = [];

    public ProgramNames(CompiledModel model, CompiledProgram program)
    {
        (_program, Steps) = (program, new StepNames(program));

        // The names that every program's own parameters and first lines have.
        NameTable names = new("n", "threads", "arena", "parameters", "state", "batch", "key", "gradient", "workspace", "outputs", "count");
        if (program.MicroBatch is not null)
        {
            names.Take("part");
            names.Take("result");
        }

        foreach (NamedSize size in model.Sizes)
        {
            names.Take(size.Name);
        }

        PlacedParameter[] parameters = [.. model.Parameters.Items, .. model.States.Items];
        HashSet<string> paths = [.. parameters.Select(static item => item.FullName)];
        ILookup<string, PlacedParameter> plainNames = parameters.ToLookup(item => WithoutLayer(item.FullName, paths));
        foreach (PlacedParameter item in parameters)
        {
            string plain = WithoutLayer(item.FullName, paths);
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

        NameAll(program.Kernels, names, index: null);
    }

    /// <summary>What values are called within their parts.</summary>
    public StepNames Steps { get; }

    /// <summary>The name of a stored value.</summary>
    public string this[Node node] => _values[node];

    /// <summary>The name of the span that receives an output.</summary>
    public string this[OutputTarget target] => _targets[target];

    /// <summary>The name of the variable that counts a loop's steps.</summary>
    public string Index(LoopKernel loop) => _indices[loop];

    /// <summary>Names what kernels of one scope store, then what is stored in their loops, whose names are their own.</summary>
    private void NameAll(IReadOnlyList<Kernel> kernels, NameTable names, string? index)
    {
        Kernel[] here = [.. Here(kernels)];

        // Of several values of one origin the last is what the origin says, but for those on the way to a derivative that is not stored
        // itself. Others are called after their operation too.
        Dictionary<Origin, Node[]> stored = here
            .Where(kernel => Steps.Moved(kernel) is null)
            .SelectMany(static kernel => kernel.Writes)
            .Where(static node => node.Operation is not MaxPoolIndices && !node.Origin.IsKept && !StepNames.IsHistory(node))
            .GroupBy(static node => node.Origin)
            .ToDictionary(static same => same.Key, static same => same.ToArray());
        HashSet<Node> last = [.. stored.Values.Where(same => same.Length == 1 || !IsPartial(same.Last())).Select(static same => same.Last())];
        foreach (Kernel kernel in here)
        {
            foreach (Node node in kernel.Writes.Where(node => !_values.ContainsKey(node)))
            {
                string name = NameOf(node, kernel, names, index, last.Contains(node));
                _values.Add(node, name);
                if (last.Contains(node) && !_ofOrigin.ContainsKey(node.Origin))
                {
                    _ofOrigin.Add(node.Origin, node);
                }
            }

            if (kernel is LoopKernel loop)
            {
                NameArguments(loop, names, index);
            }
        }

        // Loops one after the other count with the same variable.
        LoopKernel[] loops = [.. here.OfType<LoopKernel>()];
        string t = loops.Length == 0 ? string.Empty : names.Take("t");
        foreach (LoopKernel loop in loops)
        {
            NameTable inner = names.Inner();
            _indices.Add(loop, t);
            foreach (LoopItem item in loop is ScanKernel scan ? scan.Items : [])
            {
                string sequence = StepNames.IsHistory(item.Sequence) ? Plain(item.Sequence.Origin) : _values[item.Sequence].TrimStart('@');
                _values.Add(item.Argument, Take(inner, sequence + "At" + NameTable.Pascal(t), t));
            }

            NameAll(loop.Steps, inner, t);
        }

        bool IsPartial(Node gradient) => gradient.Origin.IsGradient
            && stored.TryGetValue(gradient.Origin with { IsGradient = false }, out Node[]? values)
            && values[values.Length - 1].Shape.Count != gradient.Shape.Count;

        static IEnumerable<Kernel> Here(IEnumerable<Kernel> several) =>
            several.SelectMany(static kernel => kernel is LoopKernel loop ? Here(loop.Once).Prepend(kernel) : [kernel]);
    }

    /// <summary>Names what lives from step to step.</summary>
    private void NameArguments(LoopKernel loop, NameTable names, string? index)
    {
        foreach ((Node argument, Node value) in loop.Captured)
        {
            _values.Add(argument, _values[value]);
        }

        foreach (LoopState state in loop.States)
        {
            Origin origin = state.Argument.Origin;
            _values.Add(state.Argument, state.Final is null ? Take(names, Plain(origin) + (origin.Step is null ? "State" : string.Empty), index) : _values[state.Final]);
            if (state.IsInPlace)
            {
                _values.Add(state.Next, _values[state.Argument]);
            }
        }
    }

    private string NameOf(Node node, Kernel kernel, NameTable names, string? index, bool isLast)
    {
        if (_program.Plan.Outputs.TryGetValue(node, out OutputTarget? target))
        {
            return _targets[target];
        }

        Origin origin = node.Origin;
        return Take(
            names,
            node.Operation is CrossEntropy ? "losses"
            : node.Operation is MaxPoolIndices ? NameTable.Camel(origin.Part) + "Indices"
            : node.Origin.IsKept ? Joined(_values[StoredValues.Root(node.Inputs[0])].TrimStart('@'), "Kept")
            : StepNames.IsHistory(node) ? Plain(origin) + "History"
            : Steps.IsPart(node) ? NameTable.Camel(origin.Part)
            : Steps.Moved(kernel) is { } source ? Joined(_values[source].TrimStart('@'), StepNames.Participle(node))
            : Called(origin) + (IsWhole() ? string.Empty : NameTable.Pascal(OperationWords.Noun(node.Operation))),
            index);

        // What belongs to no layer is its part alone; that is called after the last of its values, which may stand elsewhere.
        bool IsWhole() => isLast && (origin is not { Layer: null, Step: null } || origin.IsGradient || index is not null);
    }

    /// <summary>What an origin says; a derivative is called after the value that it belongs to.</summary>
    private string Called(Origin origin) => origin.IsAgain ? Again(origin with { IsAgain = false })
        : origin.IsGradient && _ofOrigin.TryGetValue(origin with { IsGradient = false }, out Node? value) ? "d" + NameTable.Pascal(_values[value]) : Plain(origin);

    private string Again(Origin origin) => (_ofOrigin.TryGetValue(origin, out Node? value) ? _values[value].TrimStart('@') : Plain(origin)) + "Again";

    /// <summary>A name, of which in a loop there may be one outside too: that of all steps, or of the last.</summary>
    private static string Take(NameTable names, string name, string? index) =>
        names.Take(index is not null && names.IsOutside(name) ? $"{name}At{NameTable.Pascal(index)}" : name);

    /// <summary>A name with a word behind it, if it does not end so already.</summary>
    private static string Joined(string name, string word) => name.EndsWith(word, StringComparison.Ordinal) ? name : name + word;

    /// <summary>A value as its origin calls it.</summary>
    private string Plain(Origin origin) =>
        NameTable.Camel((origin.IsGradient ? "d" + NameTable.Pascal(origin.Part) : origin.Part) + "." + Steps.WithinPart(origin));

    private static string InputName(CompiledProgram program, int index) => program.Graph.Nodes
        .Select(static node => node.Operation).OfType<InputLeaf>().FirstOrDefault(leaf => leaf.Index == index)?.InputName ?? "inputs" + Literal.Integer(index);

    /// <summary>
    /// A parameter's path without its layer, which in most parts is the only one: <c>Hidden.Dense.Kernel</c> is <c>Hidden.Kernel</c>, and what stands beside
    /// that, as <c>Hidden.Dense.Kernel.Mask</c>, is <c>Hidden.Kernel.Mask</c>.
    /// </summary>
    private static string WithoutLayer(string fullName, HashSet<string> paths)
    {
        int dot = fullName.LastIndexOf('.');
        if (dot >= 0 && paths.Contains(fullName.Substring(0, dot)))
        {
            return WithoutLayer(fullName.Substring(0, dot), paths) + fullName.Substring(dot);
        }

        string[] path = fullName.Split('.');
        return path.Length < 3 ? fullName : string.Join(".", path.Take(path.Length - 2).Concat([path[path.Length - 1]]));
    }
}
