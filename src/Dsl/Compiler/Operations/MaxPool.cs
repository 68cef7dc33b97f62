using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Operations;

/// <summary>An operation on the windows of every plane of <c>[n, channels, height, width]</c>.</summary>
/// <param name="Window">How the window slides.</param>
internal abstract record PoolOperation(Window Window) : Operation
{
    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs) =>
        SampleRole.Common(inputs).Jointly.Beside(static axis => axis > 1);

    protected Shape Full(Shape shape) => Planes(shape, Window.Height, Window.Width);

    protected Shape Pooled(Shape shape) => Planes(shape, Window.OutputHeight, Window.OutputWidth);

    protected void Expect(TensorType found, Shape expected)
    {
        if (found.Shape != expected)
        {
            throw new ShapeException($"'{Name}' takes {expected}, but is given {found.Shape}");
        }
    }

    private Shape Planes(Shape shape, int height, int width) => shape.Rank == 4
        ? [shape[0], shape[1], height, width]
        : throw new ShapeException($"'{Name}' takes values of four axes, but is given {shape}");

    /// <summary>Calls back for each plane and window with the place of its maximum: the first largest, or the first NaN.</summary>
    protected void ForEachMaximum(Tensor x, Action<int, int, int> visit)
    {
        int plane = Window.Height * Window.Width;
        int windows = Window.OutputHeight * Window.OutputWidth;
        for (int p = 0; p < x.Shape[0] * x.Shape[1]; p++)
        {
            int start = p * plane;
            int[] best = [.. Enumerable.Repeat(-1, windows)];
            Window.ForEach((window, _, pixel) =>
            {
                double value = x.Values[start + pixel];
                double current = best[window] < 0 ? double.NegativeInfinity : x.Values[start + best[window]];
                if (best[window] < 0 || value > current || (double.IsNaN(value) && !double.IsNaN(current)))
                {
                    best[window] = pixel;
                }
            });

            for (int window = 0; window < windows; window++)
            {
                visit((p * windows) + window, start, best[window]);
            }
        }
    }
}

/// <summary>The maximum of every window. Its derivative goes to the first place in reading order that has it.</summary>
internal sealed record MaxPool(Window Window) : PoolOperation(Window)
{
    public override string Name => "MaxPool";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        Expect(inputs[0], Full(inputs[0].Shape));
        return TensorType.Float(Pooled(inputs[0].Shape));
    }

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        Node x = node.Inputs[0];
        adjoints.Add(x, () => adjoints.Builder.Add(new PoolScatter(Window), adjoints.Builder.Add(new MaxPoolIndices(Window), x), cotangent));
    }

    public override Size Flops(Node node) => node.Shape.Count * ((long)Window.WindowHeight * Window.WindowWidth);

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context) =>
        ForEachMaximum(inputs[0], (window, start, pixel) => result.Values[window] = inputs[0].Values[start + pixel]);
}

/// <summary>For every window the place of its maximum in the plane, as a whole number.</summary>
internal sealed record MaxPoolIndices(Window Window) : PoolOperation(Window)
{
    public override string Name => "MaxPoolIndices";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        Expect(inputs[0], Full(inputs[0].Shape));
        return TensorType.Int(Pooled(inputs[0].Shape));
    }

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) => adjoints.HasNoDerivative(node);

    public override Size Flops(Node node) => Size.Zero;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context) =>
        ForEachMaximum(inputs[0], (window, _, pixel) => result.Values[window] = pixel);
}

/// <summary>Adds <c>dy [n, c, h', w']</c> to the places that <c>indices</c> name in planes of zeros; linear in dy.</summary>
internal sealed record PoolScatter(Window Window) : PoolOperation(Window)
{
    public override string Name => "PoolScatter";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        Expect(inputs[0], Pooled(inputs[0].Shape));
        Expect(inputs[1], Pooled(inputs[0].Shape));
        return TensorType.Float(Full(inputs[0].Shape));
    }

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) =>
        adjoints.Add(node.Inputs[1], () => adjoints.Builder.Add(new PoolGather(Window), node.Inputs[0], cotangent));

    public override Size Flops(Node node) => node.Inputs[1].Shape.Count;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        int plane = Window.Height * Window.Width;
        int windows = Window.OutputHeight * Window.OutputWidth;
        for (int i = 0; i < inputs[1].Values.Length; i++)
        {
            result.Values[(i / windows * plane) + (int)inputs[0].Values[i]] += inputs[1].Values[i];
        }
    }
}

/// <summary>Reads the places that <c>indices</c> name from <c>x [n, c, h, w]</c>; linear in x.</summary>
internal sealed record PoolGather(Window Window) : PoolOperation(Window)
{
    public override string Name => "PoolGather";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        Expect(inputs[0], Pooled(inputs[0].Shape));
        Expect(inputs[1], Full(inputs[0].Shape));
        return TensorType.Float(Pooled(inputs[0].Shape));
    }

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints) =>
        adjoints.Add(node.Inputs[1], () => adjoints.Builder.Add(new PoolScatter(Window), node.Inputs[0], cotangent));

    public override Size Flops(Node node) => Size.Zero;

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        int plane = Window.Height * Window.Width;
        int windows = Window.OutputHeight * Window.OutputWidth;
        for (int i = 0; i < result.Values.Length; i++)
        {
            result.Values[i] = inputs[1].Values[(i / windows * plane) + (int)inputs[0].Values[i]];
        }
    }
}
