using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Emit;

/// <summary>Writes one kernel as one call of the engine.</summary>
/// <param name="names">The names of the program's values.</param>
/// <param name="maps">The file's operator structs.</param>
internal sealed class KernelStatement(ProgramNames names, MapStructs maps)
{
    private readonly MoveStatement _moves = new(names);

    public string Of(Kernel kernel) => kernel switch
    {
        GemmKernel gemm => Gemm(gemm),
        ConvolutionKernel convolution => Convolution(convolution),
        MaxPoolKernel pool => MaxPool(pool),
        PoolIndexKernel pool => PoolIndex(pool),
        MoveKernel move => _moves.Of(move),
        TakeKernel take => _moves.Of(take),
        IndexKernel index => _moves.Of(index),
        ElementwiseKernel elementwise => Elementwise(elementwise),
        SumKernel sum => Sum(sum),
        SumPairKernel pair => SumPair(pair),
        BroadcastKernel broadcast => Broadcast(broadcast),
        CrossEntropyKernel entropy => CrossEntropy(entropy),
        SoftmaxKernel softmax => $"Softmax.{SoftmaxMethod(softmax.Node.Operation)}({Arguments("threads", names[softmax.Input], names[softmax.Node], Rows(softmax.Node.Shape))});",
        AxisKernel axis => Axis(axis),
        CompressionKernel { Node: { Operation: Compress { Compression: var c } } kept, Input: var value } =>
            $"Compression.{c.Type}({Arguments("threads", names[value], names[kept], $"{Size.Product(c.Rows(kept.Inputs[0].Shape))}", $"{c.RowLength(kept.Inputs[0].Shape)}")});",
        CompressionKernel { Node: { Operation: Expand { Compression: var c } } value, Input: var kept } =>
            $"Compression.From{c.Type}({Arguments("threads", names[kept], names[value], $"{Size.Product(c.Rows(value.Shape))}", $"{c.RowLength(value.Shape)}")});",
        CopyKernel copy => $"{names[copy.Source]}.CopyTo({names[copy.Output.Target]});",
        _ => throw new InvalidOperationException($"There is no statement for {kernel.GetType().Name}."),
    };

    private static string SoftmaxMethod(Operation operation) => operation switch
    {
        LogSoftmax => "Log",
        LowerSoftmax => "Lower",
        _ => "Forward",
    };

    private string Gemm(GemmKernel gemm)
    {
        GemmForm form = gemm.Form;
        string left = Matrix(form.Left, form.Batch, form.Rows, form.Inner);
        string right = Matrix(form.Right, form.Batch, form.Inner, form.Columns);
        string result = names[gemm.Map.Result];
        string? abreast = form.ResultAbreast == Size.One ? null : $"abreast: {form.ResultAbreast}";
        string? lower = form.IsLower ? "lower: true" : null;
        string method = form.Batch is null ? "Multiply" : "MultiplyBatched";
        if (gemm.Bias is null && gemm.Map.IsIdentity)
        {
            return $"Gemm.{method}({Arguments("threads", left, right, result, abreast, lower)});";
        }

        MapStructs.Use map = Epilogue(gemm.Map);
        return $"Gemm.{method}<{map.Type}>({Arguments("threads", left, right, Bias(gemm.Bias), result, map.Value, abreast, lower)});";
    }

    private string Matrix(StoredMatrix matrix, Size? batch, Size rows, Size columns)
    {
        string sizes = matrix.IsTransposed ? $"{columns}, {rows}" : $"{rows}, {columns}";
        string abreast = matrix.Abreast == Size.One ? string.Empty : $", abreast: {matrix.Abreast}";
        string values = matrix.Run is var (start, length) ? $"{names[matrix.Value]}.Slice({start}, {length})" : names[matrix.Value];
        string stored = batch is null ? $"new Matrix({values}, {sizes})" : $"new MatrixBatch({values}, {batch}, {sizes}{abreast})";
        return stored + (matrix.IsLower ? ".Lower" : string.Empty) + (matrix.IsTransposed ? ".Transposed" : string.Empty);
    }

    private string Convolution(ConvolutionKernel kernel)
    {
        ConvolutionOperation operation = (ConvolutionOperation)kernel.Convolution.Operation;
        string result = names[kernel.Map.Result];
        (Node image, Node spread) = operation switch
        {
            Compiler.Operations.Convolution => (kernel.Convolution.Inputs[0], kernel.Convolution),
            ConvolutionInputGradient => (kernel.Convolution, kernel.Convolution.Inputs[1]),
            _ => (kernel.Convolution.Inputs[0], kernel.Convolution.Inputs[1]),
        };
        Window w = operation.Window;
        string shape = $"new ConvolutionShape(Batch: {image.Shape[0]}, InputChannels: {image.Shape[1]}, Height: {I(w.Height)}, Width: {I(w.Width)}, "
            + $"OutputChannels: {spread.Shape[1]}, KernelHeight: {I(w.WindowHeight)}, KernelWidth: {I(w.WindowWidth)}, "
            + $"StrideHeight: {I(w.StrideHeight)}, StrideWidth: {I(w.StrideWidth)}, PadTop: {I(w.PadTop)}, PadLeft: {I(w.PadLeft)}, "
            + $"OutputHeight: {I(w.OutputHeight)}, OutputWidth: {I(w.OutputWidth)}"
            + (w.DilationHeight == 1 && w.DilationWidth == 1 ? string.Empty : $", DilationHeight: {I(w.DilationHeight)}, DilationWidth: {I(w.DilationWidth)}")
            + (operation.Groups == 1 ? ")" : $", Groups: {I(operation.Groups)})");
        if (operation is Compiler.Operations.Convolution)
        {
            MapStructs.Use map = Epilogue(kernel.Map);
            return Call($"Convolution.Forward<{map.Type}>", [names[kernel.First], names[kernel.Second], Bias(kernel.Bias), result], shape, map.Value);
        }

        // The engine takes what is spread, dy, first for the image and last for the kernel.
        return operation is ConvolutionInputGradient
            ? Plain("InputGradient", names[kernel.Second], names[kernel.First])
            : Plain("KernelGradient", names[kernel.First], names[kernel.Second]);

        string Plain(string method, string first, string second)
        {
            string call = Call($"Convolution.{method}", [first, second, result], shape, null);
            return kernel.Map.IsIdentity ? call : call + "\n" + InPlace(kernel.Map);
        }
    }

    private string MaxPool(MaxPoolKernel pool)
    {
        MapStructs.Use map = Epilogue(pool.Map);
        string indices = pool.Indices is null ? "default" : names[pool.Indices];
        return Call($"MaxPool.Forward<{map.Type}>", [names[pool.Input], names[pool.Map.Result], indices], PoolShape(pool.Pool), map.Value);
    }

    private string PoolIndex(PoolIndexKernel pool)
    {
        string method = pool.Node.Operation is PoolScatter ? "Scatter" : "Gather";
        return Call($"MaxPool.{method}", [names[pool.Values], names[pool.Indices], names[pool.Node]], PoolShape(pool.Node), null);
    }

    private static string PoolShape(Node node)
    {
        Window w = ((PoolOperation)node.Operation).Window;
        return $"new PoolShape(Planes: {node.Shape[0] * node.Shape[1]}, Height: {I(w.Height)}, Width: {I(w.Width)}, "
            + $"WindowHeight: {I(w.WindowHeight)}, WindowWidth: {I(w.WindowWidth)}, StrideHeight: {I(w.StrideHeight)}, StrideWidth: {I(w.StrideWidth)}, "
            + $"OutputHeight: {I(w.OutputHeight)}, OutputWidth: {I(w.OutputWidth)}"
            + (w.PadTop == 0 && w.PadLeft == 0 ? ")" : $", PadTop: {I(w.PadTop)}, PadLeft: {I(w.PadLeft)})");
    }

    private string Elementwise(ElementwiseKernel kernel)
    {
        MapStructs.Use map = maps.Of(kernel.Map, names[kernel.Map.Result], node => names[node]);
        return $"Elementwise.Map<{map.Type}>({Arguments(["threads", .. kernel.Map.Operands.Select(Operand), names[kernel.Map.Result], map.Value])});";
    }

    /// <summary>Applies what an engine call has no epilogue for to its stored result.</summary>
    private string InPlace(Map epilogue)
    {
        string result = names[epilogue.Result];
        MapStructs.Use map = Epilogue(epilogue);
        return $"Elementwise.Map<{map.Type}>({Arguments("threads", result, result, map.Value)});";
    }

    private string Sum(SumKernel kernel)
    {
        Sum sum = (Sum)kernel.Sum.Operation;
        Shape shape = kernel.Sum.Inputs[0].Shape;
        string result = names[kernel.Result];
        string? scale = kernel.Scale is null ? null : Scale.Of(kernel.Scale);
        if (!Compiler.Simplify.KernelForms.LeavesOneRun(sum.Over, shape.Rank))
        {
            int first = sum.Over[0];
            int last = sum.Over[sum.Over.Count - 1];
            return $"Reduce.SumMiddle({Arguments("threads", names[kernel.Map.Operands[0].Memory], result, Dimensions(shape, first, last), scale)});";
        }

        string dimensions = Kept(sum, shape);
        if (kernel.Map.IsIdentity)
        {
            return $"Reduce.Sum({Arguments("threads", names[kernel.Map.Operands[0].Memory], result, dimensions, scale)});";
        }

        MapStructs.Use map = maps.Of(kernel.Map, result + "Term", node => names[node]);
        return $"Reduce.Sum<{map.Type}>({Arguments(["threads", .. kernel.Map.Operands.Select(Operand), result, dimensions, scale ?? "1f", map.Value])});";
    }

    private string SumPair(SumPairKernel pair)
    {
        (SumKernel first, SumKernel second) = (pair.First, pair.Second);
        (MapStructs.Use f, MapStructs.Use g) = (Term(first), Term(second));
        string dimensions = Kept((Sum)first.Sum.Operation, first.Sum.Inputs[0].Shape);
        bool isScaled = first.Scale is not null || second.Scale is not null || f.Value is not null || g.Value is not null;
        return $"Reduce.Sums<{f.Type}, {g.Type}>({Arguments(
        [
            "threads", .. first.Map.Operands.Select(Operand), names[first.Result], names[second.Result], dimensions,
            isScaled ? Factor(first) : null, isScaled ? Factor(second) : null, f.Value ?? (g.Value is null ? null : "default"), g.Value,
        ])});";

        MapStructs.Use Term(SumKernel sum) => maps.Of(sum.Map, names[sum.Result] + "Term", node => names[node]);

        static string Factor(SumKernel sum) => sum.Scale is null ? "1f" : Scale.Of(sum.Scale);
    }

    /// <summary>The sizes before, of and behind the axes that a sum keeps.</summary>
    private static string Kept(Sum sum, Shape shape)
    {
        int start = Enumerable.Range(0, shape.Rank).FirstOrDefault(axis => !sum.Over.Contains(axis));
        int end = Enumerable.Range(0, shape.Rank).LastOrDefault(axis => !sum.Over.Contains(axis));
        return sum.Over.Count == shape.Rank ? $"1, 1, {shape.Count}" : Dimensions(shape, start, end);
    }

    private string Axis(AxisKernel kernel)
    {
        (string method, string? option) = kernel.Node.Operation switch
        {
            Max => ("Maxima.Values", null),
            MaxMask => ("Maxima.Mask", null),
            ArgMax => ("Maxima.Indices", null),
            CumulativeSum { Reverse: var reverse } => ("CumulativeSum.Middle", reverse ? "reverse: true" : null),
            _ => throw new InvalidOperationException($"There is no statement for {kernel.Node.Operation.Name}."),
        };
        return $"{method}({Arguments("threads", names[kernel.Input], names[kernel.Node], Dimensions(kernel.Shape, kernel.Run.First, kernel.Run.Last), option)});";
    }

    private string Broadcast(BroadcastKernel kernel)
    {
        Broadcast broadcast = (Broadcast)kernel.Node.Operation;
        Shape shape = broadcast.Target;
        bool run = Compiler.Simplify.KernelForms.IsRun(broadcast.NewAxes);
        int[] middle = run ? [.. broadcast.NewAxes] : [.. Enumerable.Range(0, shape.Rank).Where(axis => !broadcast.NewAxes.Contains(axis))];
        return $"Broadcast.{(run ? "OuterInner" : "Middle")}({Arguments("threads", names[kernel.Input], names[kernel.Node], Dimensions(shape, middle[0], middle[middle.Length - 1]))});";
    }

    private string CrossEntropy(CrossEntropyKernel kernel)
    {
        string method = kernel.Residual is null ? "Loss" : kernel.Losses is null ? "Residual" : "LossAndResidual";
        return $"CrossEntropy.{method}({Arguments(
            "threads",
            names[kernel.Logits],
            names[kernel.Labels],
            kernel.Losses is null ? null : names[kernel.Losses],
            kernel.Residual is null ? null : names[kernel.Residual],
            Rows(kernel.Rows),
            kernel.Scale is null ? null : Scale.Of(kernel.Scale))});";
    }

    /// <summary>A value that is read, and how often each of its numbers is.</summary>
    private string Operand(Operand operand) =>
        operand.Each is null ? names[operand.Memory] : $"Operand.Repeat({names[operand.Memory]}, {operand.Each})";

    private MapStructs.Use Epilogue(Map map) => maps.Of(map, names[map.Result], static _ => "x");

    private string Bias(Node? bias) => bias is null ? "default" : names[bias];

    /// <summary>The sizes before, within and behind a run of axes.</summary>
    private static string Dimensions(Shape shape, int first, int last) =>
        $"{Size.Product(shape.Take(first))}, {Size.Product(shape.Skip(first).Take(last - first + 1))}, {Size.Product(shape.Skip(last + 1))}";

    /// <summary>The number of rows along the last axis, and their length.</summary>
    private static string Rows(Shape shape) => $"{Size.Product(shape.Take(shape.Rank - 1))}, {shape[shape.Rank - 1]}";

    private static string Arguments(params string?[] arguments) => string.Join(", ", arguments.OfType<string>());

    /// <summary>A call over several lines: the data, the sizes, the function.</summary>
    private static string Call(string method, IReadOnlyList<string> data, string sizes, string? map) =>
        $"{method}(\n    {Arguments(["threads", .. data])},\n    {Arguments(sizes, map)});";

    private static string I(int number) => Literal.Integer(number);
}
