using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;

namespace Adjoint.Emit;

/// <summary>Says in the declaration's words what a kernel computes, with the shapes that it takes and gives.</summary>
/// <param name="model">The model.</param>
/// <param name="program">The program.</param>
internal sealed class KernelComment(CompiledModel model, CompiledProgram program)
{
    public string Of(Kernel kernel)
    {
        string what = kernel.Subject.Origin.IsGradient ? "Gradient of " + Gradients(kernel) : Forward(kernel);
        what += kernel is ScanKernel { Body: var body } ? $", {body.Length} steps{(body.IsReverse ? " from the last" : string.Empty)}" : string.Empty;
        what += kernel is FixedPointKernel { Operation: var point } ? $", fixed point within {Literal.Integer(point.Iterations)} steps" : string.Empty;
        Node[] data = [.. kernel.Reads.Where(static node => node.Operation is not ParameterLeaf)];
        string from = data.Length == 0 ? string.Empty : string.Join(", ", data.Select(static node => node.Shape.ToString()).Distinct()) + " → ";
        string to = kernel.Writes.Count == 0 ? string.Empty : kernel.Writes[0].Shape.ToString();
        return $"{what}   {from}{to}";
    }

    private static string Forward(Kernel kernel)
    {
        Origin origin = kernel.Subject.Origin;
        string[] steps = [.. kernel.Computes.Select(Step).OfType<string>()];
        string part = string.Join(", ", kernel.Computes.Select(static node => node.Origin.Part).Distinct());
        return steps.Length == 0 ? part + (origin.Layer is null ? string.Empty : "." + origin.Layer) : $"{part}: {string.Join(" → ", steps)}";
    }

    /// <summary>A node as a step of its layer; null for what belongs to another step.</summary>
    private static string? Step(Node node) => node.Operation switch
    {
        Contract => node.Origin.Layer,
        Convolution { Window: var w } => $"{node.Origin.Layer} {Literal.Integer(w.WindowHeight)}x{Literal.Integer(w.WindowWidth)}",
        ConvolutionInputGradient { Window: var w } => $"{node.Origin.Layer} {Literal.Integer(w.WindowHeight)}x{Literal.Integer(w.WindowWidth)}",
        MaxPool { Window: var w } => $"{node.Origin.Layer} {Literal.Integer(w.WindowHeight)}x{Literal.Integer(w.WindowWidth)}",
        DropoutMask or NormalNumbers => node.Origin.Layer,
        Relu or LeakyRelu or Tanh or Sigmoid => node.Operation.Name,
        CrossEntropy => "cross-entropy per sample",
        CrossEntropyResidual => "its derivative",
        Sum => "sum",
        Subtract => "difference",
        Multiply when node.Inputs[0] == node.Inputs[1] => "square",
        _ => null,
    };

    /// <summary>The values whose gradient a kernel computes; a loop may compute several.</summary>
    private string Gradients(Kernel kernel) => kernel is LoopKernel
        ? string.Join(", ", kernel.Writes.Select(Gradient).Distinct())
        : Gradient(kernel.Writes.Count > 0 ? kernel.Writes[0] : kernel.Reads[0]);

    private string Gradient(Node written)
    {
        if (program.Plan.Outputs.TryGetValue(written, out OutputTarget? target) && target is GradientOutput gradient)
        {
            return gradient.Parameter;
        }

        Origin origin = written.Origin;
        string layer = origin.Layer is null || IsLast(origin) ? string.Empty : "." + origin.Layer;
        return origin.Part + layer;
    }

    private bool IsLast(Origin origin) =>
        model.Spec.Parts.FirstOrDefault(part => part.Name == origin.Part) is { } part
        && part.Layers.Count > 0
        && part.Layers[part.Layers.Count - 1].Origin == origin.SyntaxId;
}
