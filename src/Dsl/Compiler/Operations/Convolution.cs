using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Operations;

/// <summary>
/// Convolution in the sense of the field (cross-correlation) is linear in the image and in the kernel:
/// <c>y[n,o,p] = Σ_{c,q} x[n,c,p∘q] · k[o,c,q]</c>. It and its two derivatives read the same sum
/// <c>Σ x·k·y</c>, each leaving out another factor, so the three are closed under differentiation. In groups, the channels on both sides
/// are cut into as many runs, and c passes over the run that belongs to o.
/// </summary>
/// <param name="Window">How the kernel slides.</param>
/// <param name="Groups">The number of groups.</param>
internal abstract record ConvolutionOperation(Window Window, int Groups) : Operation
{
    /// <summary>The batch axis and the channels on both sides.</summary>
    protected abstract (Size Batch, Size Inputs, Size Outputs) Channels(IReadOnlyList<Shape> inputs);

    public override Size Flops(Node node)
    {
        (Size batch, Size inputs, Size outputs) = Channels([.. node.Inputs.Select(static input => input.Shape)]);
        return batch * inputs.DividedBy(Groups) * outputs * (2L * Window.OutputHeight * Window.OutputWidth * Window.WindowHeight * Window.WindowWidth);
    }

    protected Shape ImageShape(Size batch, Size channels) => [batch, channels, Window.Height, Window.Width];

    protected Shape KernelShape(Size outputs, Size inputs) => [outputs, inputs.DividedBy(Groups), Window.WindowHeight, Window.WindowWidth];

    protected Shape ResultShape(Size batch, Size channels) => [batch, channels, Window.OutputHeight, Window.OutputWidth];

    /// <summary>The operands' shapes, once it is sure that they have channels to speak of.</summary>
    protected IReadOnlyList<Shape> Operands(IReadOnlyList<TensorType> inputs)
    {
        foreach (TensorType type in inputs)
        {
            if (type.Shape.Rank != 4)
            {
                throw new ShapeException($"'{Name}' takes values of four axes, but is given {type.Shape}");
            }
        }

        return [inputs[0].Shape, inputs[1].Shape];
    }

    /// <summary>Checks that the groups divide the channels.</summary>
    protected void ExpectGroups(Size channels)
    {
        if (channels.Content % Groups != 0)
        {
            throw new ShapeException($"'{Name}' in {Groups} groups takes channels that they divide, but is given {channels}");
        }
    }

    protected void Expect(Shape found, Shape expected)
    {
        if (found != expected)
        {
            throw new ShapeException($"'{Name}' takes {expected}, but is given {found}");
        }
    }

    /// <summary>Visits every product of the sum with the positions of its three factors in x, k and y.</summary>
    protected void ForEach(int batch, int inputs, int outputs, Action<int, int, int> visit)
    {
        int image = Window.Height * Window.Width;
        int positions = Window.OutputHeight * Window.OutputWidth;
        int taps = Window.WindowHeight * Window.WindowWidth;
        int members = inputs / Groups;
        Window.ForEach((position, tap, pixel) =>
        {
            for (int n = 0; n < batch; n++)
            {
                for (int o = 0; o < outputs; o++)
                {
                    int first = o / (outputs / Groups) * members;
                    for (int c = 0; c < members; c++)
                    {
                        visit((((n * inputs) + first + c) * image) + pixel, (((o * members) + c) * taps) + tap, (((n * outputs) + o) * positions) + position);
                    }
                }
            }
        });
    }
}

/// <summary>Convolution of <c>x [n, in, h, w]</c> with <c>k [out, in / groups, kh, kw]</c> to <c>y [n, out, h', w']</c>.</summary>
internal sealed record Convolution(Window Window, int Groups = 1) : ConvolutionOperation(Window, Groups)
{
    public override string Name => "Convolution";

    protected override (Size, Size, Size) Channels(IReadOnlyList<Shape> inputs) => (inputs[0][0], inputs[0][1], inputs[1][0]);

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        (Size batch, Size channels, Size outputs) = Channels(Operands(inputs));
        ExpectGroups(channels);
        ExpectGroups(outputs);
        Expect(inputs[0].Shape, ImageShape(batch, channels));
        Expect(inputs[1].Shape, KernelShape(outputs, channels));
        return TensorType.Float(ResultShape(batch, outputs));
    }

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) =>
        inputs[0] == SampleRole.Along(0) && inputs[1].IsShared ? inputs[0] : base.RoleOf(node, inputs);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        (Node x, Node k) = (node.Inputs[0], node.Inputs[1]);
        adjoints.Add(x, () => adjoints.Builder.Add(new ConvolutionInputGradient(Window, Groups), k, cotangent));
        adjoints.Add(k, () => adjoints.Builder.Add(new ConvolutionKernelGradient(Window, Groups), x, cotangent));
    }

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        (double[] x, double[] k, double[] y) = (inputs[0].Values, inputs[1].Values, result.Values);
        ForEach(inputs[0].Shape[0], inputs[0].Shape[1], inputs[1].Shape[0], (ix, ik, iy) => y[iy] += x[ix] * k[ik]);
    }
}

/// <summary>The derivative of a convolution by its image: from <c>k</c> and <c>dy</c> to <c>dx</c>.</summary>
internal sealed record ConvolutionInputGradient(Window Window, int Groups = 1) : ConvolutionOperation(Window, Groups)
{
    public override string Name => "ConvolutionInputGradient";

    protected override (Size, Size, Size) Channels(IReadOnlyList<Shape> inputs) => (inputs[1][0], inputs[0][1] * Groups, inputs[0][0]);

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        (Size batch, Size channels, Size outputs) = Channels(Operands(inputs));
        ExpectGroups(channels);
        ExpectGroups(outputs);
        Expect(inputs[0].Shape, KernelShape(outputs, channels));
        Expect(inputs[1].Shape, ResultShape(batch, outputs));
        return TensorType.Float(ImageShape(batch, channels));
    }

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) =>
        inputs[1] == SampleRole.Along(0) && inputs[0].IsShared ? inputs[1] : base.RoleOf(node, inputs);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        (Node k, Node dy) = (node.Inputs[0], node.Inputs[1]);
        adjoints.Add(k, () => adjoints.Builder.Add(new ConvolutionKernelGradient(Window, Groups), cotangent, dy));
        adjoints.Add(dy, () => adjoints.Builder.Add(new Convolution(Window, Groups), cotangent, k));
    }

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        (double[] k, double[] dy, double[] dx) = (inputs[0].Values, inputs[1].Values, result.Values);
        ForEach(inputs[1].Shape[0], inputs[0].Shape[1] * Groups, inputs[0].Shape[0], (ix, ik, iy) => dx[ix] += k[ik] * dy[iy]);
    }
}

/// <summary>The derivative of a convolution by its kernel: from <c>x</c> and <c>dy</c> to <c>dk</c>.</summary>
internal sealed record ConvolutionKernelGradient(Window Window, int Groups = 1) : ConvolutionOperation(Window, Groups)
{
    public override string Name => "ConvolutionKernelGradient";

    protected override (Size, Size, Size) Channels(IReadOnlyList<Shape> inputs) => (inputs[0][0], inputs[0][1], inputs[1][1]);

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        (Size batch, Size channels, Size outputs) = Channels(Operands(inputs));
        ExpectGroups(channels);
        ExpectGroups(outputs);
        Expect(inputs[0].Shape, ImageShape(batch, channels));
        Expect(inputs[1].Shape, ResultShape(batch, outputs));
        return TensorType.Float(KernelShape(outputs, channels));
    }

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) =>
        SampleRole.Common(inputs) == SampleRole.Along(0) ? SampleRole.Sum : base.RoleOf(node, inputs);

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        (Node x, Node dy) = (node.Inputs[0], node.Inputs[1]);
        adjoints.Add(x, () => adjoints.Builder.Add(new ConvolutionInputGradient(Window, Groups), cotangent, dy));
        adjoints.Add(dy, () => adjoints.Builder.Add(new Convolution(Window, Groups), x, cotangent));
    }

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        (double[] x, double[] dy, double[] dk) = (inputs[0].Values, inputs[1].Values, result.Values);
        ForEach(inputs[0].Shape[0], inputs[0].Shape[1], inputs[1].Shape[1], (ix, ik, iy) => dk[ik] += x[ix] * dy[iy]);
    }
}
