using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;

namespace Adjoint.Emit;

/// <summary>Says in the declaration's words what a kernel computes, with the shapes that it takes and gives.</summary>
internal sealed class KernelComment
{
    // More words than this tell less than the statement itself.
    private const int MostWords = 4;

    private readonly CompiledModel _model;
    private readonly CompiledProgram _program;
    private readonly StepNames _steps;
    private readonly HashSet<string> _parameters;
    private readonly HashSet<string> _repeated;

    /// <param name="model">The model.</param>
    /// <param name="program">The program.</param>
    /// <param name="steps">What its values are called within their parts.</param>
    public KernelComment(CompiledModel model, CompiledProgram program, StepNames steps)
    {
        (_model, _program, _steps) = (model, program, steps);
        _parameters = [.. model.Parameters.Items.Select(static item => item.FullName)];
        _repeated = [.. StepNames.WithSteps(program.Kernels).Where(kernel => IsGradient(kernel) && Moved(kernel) is null).GroupBy(Gradients).Where(static same => same.Count() > 1).Select(static same => same.Key)];
    }

    public string Of(Kernel kernel)
    {
        if (kernel is CopyKernel { Output: var output })
        {
            return $"{Target(output)}: copy   {output.Value.Shape}";
        }

        string what = Moved(kernel) is { } source ? $"{Named(source)}: {OperationWords.Of(kernel.Subject, isStep: true)}"
            : IsGradient(kernel) ? Backward(kernel)
            : Forward(kernel);
        what += kernel is ScanKernel { Body: var body } ? $", {body.Length} steps{(body.IsReverse ? " from the last" : string.Empty)}" : string.Empty;
        what += kernel is FixedPointKernel { Operation: var point } ? $", fixed point within {Literal.Integer(point.Iterations)} steps" : string.Empty;
        Node[] data = [.. kernel.Reads.Where(static node => node.Operation is not ParameterLeaf)];
        string from = data.Length == 0 ? string.Empty : string.Join(", ", data.Select(static node => node.Shape.ToString()).Distinct()) + " → ";
        return $"{what}   {from}{kernel.Writes[0].Shape}";
    }

    private static bool IsGradient(Kernel kernel) => kernel is not CopyKernel && kernel.Subject.Origin.IsGradient;

    /// <summary>What a kernel only moves; the argument of a loop's step has no name of its own here.</summary>
    private Node? Moved(Kernel kernel) => _steps.Moved(kernel) is { } source && _steps.Unmoved(source) is { Operation: not BoundLeaf } value ? value : null;

    private string Named(Node value) => value.Operation is NamedLeaf leaf ? leaf.FullName
        : value.Origin.IsGradient ? $"Gradient of {Gradient(value)}"
        : _steps.IsPart(value) || value.Operation is Leaf ? value.Origin.Part
        : $"{value.Origin.Part}.{_steps.WithinPart(value.Origin)}".TrimEnd('.');

    private string Forward(Kernel kernel)
    {
        // A kernel is called after the last value that it computes of a part; a loop after what it gives, rather than what it keeps. What
        // follows from nothing belongs to no part in particular.
        IReadOnlyList<Node> own = kernel is LoopKernel ? [] : FromOthers(kernel);
        IReadOnlyList<Node> computed = own.Count == 0 ? [kernel.Subject] : own;
        Origin[] origins = [.. computed.GroupBy(static node => node.Origin.Part).Select(static part => part.Last().Origin)];
        string label = string.Join(", ", origins.Select(origin => (origin.Step is null ? origin.Part : $"{origin.Part}.{_steps.WithinPart(origin)}") + (origin.IsAgain ? " again" : string.Empty)));
        string words = Words(kernel, node => kernel.Computes.Any(other =>
            other.Origin.Step is not null && other.Origin.Part == node.Origin.Part && other.Origin.Layer == node.Origin.Layer));
        return words.Length > 0 ? $"{label}: {words}"
            : label + (kernel.Subject.Origin is { Step: null, Layer: { } layer } ? "." + layer : string.Empty);
    }

    /// <summary>The values that a kernel computes from those that it reads.</summary>
    private static IReadOnlyList<Node> FromOthers(Kernel kernel)
    {
        HashSet<Node> known = [.. kernel.Reads];
        List<Node> computed = [];
        foreach (Node node in kernel.Computes.Where(node => StoredValues.Inputs(node).Any(known.Contains)))
        {
            known.Add(node);
            computed.Add(node);
        }

        return computed;
    }

    /// <summary>What computes a gradient is told where several kernels do.</summary>
    private string Backward(Kernel kernel)
    {
        string of = Gradients(kernel);
        string words = _repeated.Contains(of) && kernel is not LoopKernel ? Words(kernel, static _ => true) : string.Empty;
        return $"Gradient of {of}{(words.Length == 0 ? string.Empty : ": " + words)}";
    }

    private static string Words(Kernel kernel, Func<Node, bool> isStep) => kernel is SumKernel { IsMean: true, Map.IsIdentity: true } && isStep(kernel.Subject)
        ? "mean"
        : string.Join(" → ", kernel.Computes.Select(node => OperationWords.Of(node, isStep(node))).OfType<string>().Distinct().Take(MostWords));

    /// <summary>The values whose gradient a kernel computes; a loop may compute several.</summary>
    private string Gradients(Kernel kernel) => kernel is LoopKernel or SumPairKernel ? string.Join(", ", kernel.Writes.Select(Gradient).Distinct()) : Gradient(kernel.Writes[0]);

    private string Gradient(Node written)
    {
        if (_program.Plan.Outputs.TryGetValue(written, out OutputTarget? target) && target is GradientOutput gradient)
        {
            return gradient.Parameter;
        }

        Origin origin = written.Origin;
        string parameter = $"{origin.Part}.{origin.Layer}.{origin.Step}";
        return _parameters.Contains(parameter) ? parameter
            : origin is { Layer: null, Step: null } || (origin.Step is null && IsLast(origin)) ? origin.Part
            : $"{origin.Part}.{_steps.WithinPart(origin)}";
    }

    private string Target(Output output) => output.Target switch
    {
        GradientOutput gradient => $"Gradient of {gradient.Parameter}",
        StateOutput state => $"Next {state.State}",
        PredictionOutput prediction => _model.Outputs[prediction.Index].Name,
        TapOutput tap => tap.Name,
        InputGradientOutput => "Gradient of Input",
        _ => "Loss",
    };

    private bool IsLast(Origin origin) =>
        _model.Spec.Parts.FirstOrDefault(part => part.Name == origin.Part) is { } part
        && part.Layers.Count > 0
        && part.Layers[part.Layers.Count - 1].Origin == origin.SyntaxId;
}
