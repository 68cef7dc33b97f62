using System.Runtime.InteropServices;
using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

/// <summary>What holds for all kernels: the same bits from any number of threads, and no allocation once warm.</summary>
public class EveryKernelTests
{
    private static readonly float[] A = Numbers.Random(400_000, seed: 1);
    private static readonly float[] B = Numbers.Random(400_000, seed: 2);
    private static readonly int[] Labels = [.. Enumerable.Range(0, 20_000).Select(static i => i % 10)];
    private static readonly ConvolutionShape Images = new(24, 4, 16, 16, 8, 3, 3, 2, 2, 1, 1, 8, 8);
    private static readonly ConvolutionShape Depthwise = new(24, 16, 10, 10, 16, 3, 3, 1, 1, 1, 1, 10, 10, Groups: 16);
    private static readonly ConvolutionShape Groups = new(50, 8, 10, 10, 12, 3, 3, 1, 1, 1, 1, 10, 10, Groups: 2);
    private static readonly ConvolutionShape ManyChannels = new(10, 8, 20, 20, 16, 2, 3, 1, 1, 1, 1, 20, 20);
    private static readonly ConvolutionShape FullLanes = new(6, 16, 15, 15, 64, 2, 3, 1, 1, 1, 1, 15, 15);
    private static readonly ConvolutionShape Tiles = ConvolutionShapes.WinogradSums[1];
    private static readonly PoolShape Planes = new(1000, 20, 20, 2, 2, 2, 2, 10, 10);
    private static readonly int[] Indices = PoolIndices();

    private static readonly Dictionary<string, (int Length, Action<Threads, float[]> Run)> Kernels = new()
    {
        ["Map 0"] = (300_001, static (t, r) => Elementwise.Map<Drop>(t, r)),
        ["Noise"] = (300_001, static (t, r) => Elementwise.Map<Noise>(t, r)),
        ["Map 1"] = (400_000, static (t, r) => Elementwise.Map<Tanh>(t, A, r)),
        ["Map 2"] = (400_000, static (t, r) => Elementwise.Map<Product>(t, A, B, r)),
        ["Map 3"] = (400_000, static (t, r) => Elementwise.Map<Product>(t, A, B, B, r)),
        ["Map 4"] = (400_000, static (t, r) => Elementwise.Map<Product>(t, A, B, A, B, r)),
        ["Map 5"] = (400_000, static (t, r) => Elementwise.Map<Product>(t, A, B, A, B, A, r)),
        ["Map 6"] = (400_000, static (t, r) => Elementwise.Map<Product>(t, A, B, A, B, Operand.Repeat(B.AsSpan(0, 4000), 100), Operand.Repeat(A.AsSpan(0, 4000), 100), r)),
        ["Map 7"] = (400_000, static (t, r) => Elementwise.Map<Product>(t, A, B, A, B, A, Operand.Repeat(B.AsSpan(0, 4000), 100), Operand.Repeat(A.AsSpan(0, 100), 1), r)),
        ["Map 8"] = (400_000, static (t, r) => Elementwise.Map<Product>(t, A, B, A, B, A, B, Operand.Repeat(B.AsSpan(0, 4000), 100), Operand.Repeat(A.AsSpan(0, 100), 1), r)),
        ["Map of repeated"] = (400_000, static (t, r) => Elementwise.Map<Product>(t, A, Operand.Repeat(B.AsSpan(0, 4000), 100), Operand.Repeat(B.AsSpan(0, 100), 1), r)),
        ["Map of short rows"] = (400_000, static (t, r) => Elementwise.Map<Product>(t, A, Operand.Repeat(B.AsSpan(0, 100_000), 4), Operand.Repeat(B.AsSpan(0, 4), 1), r)),
        ["Map of one number"] = (400_000, static (t, r) => Elementwise.Map<Product>(t, A, Operand.Repeat(B.AsSpan(0, 1), 400_000), r)),
        ["Sum of rows with repeated"] = (4000, static (t, r) => Reduce.Sum<Product>(t, A, Operand.Repeat(B.AsSpan(0, 4000), 100), r, 1, 4000, 100)),
        ["Sum of three"] = (4000, static (t, r) => Reduce.Sum<Product>(t, A, B, Operand.Repeat(B.AsSpan(0, 4000), 100), r, 1, 4000, 100)),
        ["Sum of four"] = (100, static (t, r) => Reduce.Sum<Product>(t, A, B, A, B, r, 4000, 100, 1)),
        ["Two sums of one"] = (80, static (t, r) => Reduce.Sums<Tanh, Identity>(t, A, r.AsSpan(0, 40), r.AsSpan(40), 100, 40, 100)),
        ["Two sums of two"] = (200, static (t, r) => Reduce.Sums<Product, Product>(t, A, B, r.AsSpan(0, 100), r.AsSpan(100), 4000, 100, 1)),
        ["Two sums of three"] = (80, static (t, r) => Reduce.Sums<Product, Product>(t, A, B, Operand.Repeat(B.AsSpan(0, 40), 100), r.AsSpan(0, 40), r.AsSpan(40), 100, 40, 100)),
        ["Two sums of four"] = (8000, static (t, r) => Reduce.Sums<Product, Product>(t, A, B, A, Operand.Repeat(B.AsSpan(0, 100), 1), r.AsSpan(0, 4000), r.AsSpan(4000), 1, 4000, 100)),
        ["Sum of planes with repeated"] = (40, static (t, r) => Reduce.Sum<Product>(t, A, Operand.Repeat(B.AsSpan(0, 40), 100), r, 100, 40, 100)),
        ["Gemm"] = (150 * 130, static (t, r) => Gemm.Multiply(t, new(A.AsSpan(0, 150 * 300), 150, 300), new(B.AsSpan(0, 39000), 300, 130), r)),
        ["Gemm of transposes"] = (150 * 130, static (t, r) => Gemm.Multiply<Relu>(
            t, new Matrix(A.AsSpan(0, 45000), 300, 150).Transposed, new Matrix(B.AsSpan(0, 39000), 130, 300).Transposed, A.AsSpan(0, 130), r)),
        ["Gemm of three rows"] = (3 * 500, static (t, r) => Gemm.Multiply<Relu>(
            t, new Matrix(A.AsSpan(0, 3 * 700), 3, 700), new Matrix(B.AsSpan(0, 350_000), 700, 500), A.AsSpan(0, 500), r)),
        ["Gemm in columns"] = (150 * 700, static (t, r) => Gemm.Multiply(t, new(A.AsSpan(0, 150 * 256), 150, 256), new(B.AsSpan(0, 256 * 700), 256, 700), r)),
        ["Gemm in parts"] = (16 * 9, static (t, r) => Gemm.Multiply<Relu>(
            t, new Matrix(A.AsSpan(0, 16 * 20000), 16, 20000), new Matrix(B.AsSpan(0, 180000), 20000, 9), B.AsSpan(0, 9), r)),
        ["Batched gemm"] = (64 * 32 * 32, static (t, r) => Gemm.MultiplyBatched<Relu>(
            t, new(A.AsSpan(0, 64 * 32 * 40), 64, 32, 40), new MatrixBatch(B.AsSpan(0, 64 * 32 * 40), 64, 32, 40).Transposed, A.AsSpan(0, 32), r)),
        ["Batched gemm of small matrices"] = (20_000, static (t, r) => Gemm.MultiplyBatched(t, new(A.AsSpan(0, 80_000), 5_000, 2, 8), new(B.AsSpan(0, 80_000), 5_000, 8, 2), r)),
        ["Batched gemm of triangles"] = (4 * 150 * 30, static (t, r) => Gemm.MultiplyBatched(t, new MatrixBatch(A.AsSpan(0, 90_000), 4, 150, 150).Lower, new(B.AsSpan(0, 18_000), 4, 150, 30), r)),
        ["Batched gemm whose upper half isn't read"] = (4 * 150 * 150, static (t, r) => Gemm.MultiplyBatched(t, new(A.AsSpan(0, 18_000), 4, 150, 30), new(B.AsSpan(0, 18_000), 4, 30, 150), r, lower: true)),
        ["Batched gemm of few large"] = (2 * 150 * 130, static (t, r) => Gemm.MultiplyBatched(t, new(A.AsSpan(0, 90_000), 2, 150, 300), new(B.AsSpan(0, 78_000), 2, 300, 130), r)),
        ["Permute of runs"] = (400_000, static (t, r) => Layout.Permute<float>(t, A, r, new(20, 50, 10, 40), [0, 2, 1, 3])),
        ["Permute of planes"] = (400_000, static (t, r) => Layout.Permute<float>(t, A, r, new(20, 50, 400), [2, 0, 1])),
        ["Permute of one plane"] = (400_000, static (t, r) => Layout.Permute<float>(t, A, r, new(1000, 400), [1, 0])),
        ["Slice"] = (200_000, static (t, r) => Layout.Slice<float>(t, A, r, 100, 40, 100, 7, 20)),
        ["Take"] = (200_000, static (t, r) => Layout.Take<float>(t, A, r, 100, 40, 100, [3, 5, 9, 10, 30, 5])),
        ["Insert"] = (400_000, static (t, r) => Layout.Insert<float>(t, A.AsSpan(0, 200_000), r, 100, 40, 100, 7, 20)),
        ["Pad"] = (400_000, static (t, r) => Layout.Pad<float>(t, A.AsSpan(0, 200_000), r, 100, 40, 100, 7, 20)),
        ["Flip"] = (400_000, static (t, r) => Layout.Flip<float>(t, A, r, 100, 40, 100)),
        ["Gather of rows"] = (400_000, static (t, r) => Indexing.Gather(t, A.AsSpan(0, 200), Labels, r, 10, 20)),
        ["Scatter of rows"] = (200, static (t, r) => Indexing.ScatterAdd(t, Labels, A, r, 10, 20)),
        ["One-hot or none"] = (200_000, static (t, r) => Indexing.OneHotOrNone(t, Labels, r, 10)),
        ["One-hot"] = (200_000, static (t, r) => Indexing.OneHot(t, Labels, r, 10)),
        ["Spread"] = (200_000, static (t, r) => Indexing.Spread(t, Labels, A.AsSpan(0, 20_000), r, 10)),
        ["Pick"] = (20_000, static (t, r) => Indexing.Pick(t, A.AsSpan(0, 200_000), Labels, r, 10)),
        ["Convolution"] = ((int)Images.OutputLength, static (t, r) =>
            Convolution.Forward<Relu>(t, Input(A), Kernel(B), A.AsSpan(0, 8), r, Images)),
        ["Input gradient"] = ((int)Images.InputLength, static (t, r) =>
            Convolution.InputGradient(t, A.AsSpan(0, (int)Images.OutputLength), Kernel(B), r, Images)),
        ["Kernel gradient"] = ((int)Images.KernelLength, static (t, r) =>
            Convolution.KernelGradient(t, Input(A), B.AsSpan(0, (int)Images.OutputLength), r, Images)),
        ["Depth-wise convolution"] = (Depthwise.Batch * 16 * 100, static (t, r) => Convolution.Forward<Relu>(t, A.AsSpan(0, (int)Depthwise.InputLength), B.AsSpan(0, 144), A.AsSpan(0, 16), r, Depthwise)),
        ["Depth-wise input gradient"] = ((int)Depthwise.InputLength, static (t, r) => Convolution.InputGradient(t, A.AsSpan(0, r.Length), B.AsSpan(0, 144), r, Depthwise)),
        ["Depth-wise kernel gradient"] = (144, static (t, r) => Convolution.KernelGradient(t, A.AsSpan(0, (int)Depthwise.InputLength), B.AsSpan(0, (int)Depthwise.InputLength), r, Depthwise)),
        ["Kernel gradient of groups"] = ((int)Groups.KernelLength, static (t, r) => Convolution.KernelGradient(t, A.AsSpan(0, (int)Groups.InputLength), B.AsSpan(0, (int)Groups.OutputLength), r, Groups)),
        ["Convolution of many channels"] = ((int)ManyChannels.OutputLength, static (t, r) =>
            Convolution.Forward<Relu>(t, A.AsSpan(0, (int)ManyChannels.InputLength), B.AsSpan(0, (int)ManyChannels.KernelLength), A.AsSpan(0, 16), r, ManyChannels)),
        ["Convolution of few images"] = ((int)ManyChannels.OutputLength / 5, static (t, r) => Convolution.Forward<Relu>(
            t, A.AsSpan(0, (int)ManyChannels.InputLength / 5), B.AsSpan(0, (int)ManyChannels.KernelLength), A.AsSpan(0, 16), r, ManyChannels with { Batch = 2 })),
        ["Convolution with channels along the lanes"] = ((int)FullLanes.OutputLength, static (t, r) => Convolution.Forward<Relu>(
            t, A.AsSpan(0, (int)FullLanes.InputLength), B.AsSpan(0, (int)FullLanes.KernelLength), A.AsSpan(0, 64), r, FullLanes)),
        ["Convolution of one image with channels along the lanes"] = ((int)FullLanes.OutputLength / 6, static (t, r) => Convolution.Forward<Relu>(
            t, A.AsSpan(0, (int)FullLanes.InputLength / 6), B.AsSpan(0, (int)FullLanes.KernelLength), A.AsSpan(0, 64), r, FullLanes with { Batch = 1 })),
        ["Kernel gradient of many channels"] = ((int)ManyChannels.KernelLength, static (t, r) =>
            Convolution.KernelGradient(t, A.AsSpan(0, (int)ManyChannels.InputLength), B.AsSpan(0, (int)ManyChannels.OutputLength), r, ManyChannels)),
        ["Convolution in tiles"] = ((int)Tiles.OutputLength, static (t, r) => Convolution.Forward<Relu>(
            t, A.AsSpan(0, (int)Tiles.InputLength), B.AsSpan(0, (int)Tiles.KernelLength), A.AsSpan(0, Tiles.OutputChannels), r, Tiles)),
        ["Input gradient in tiles"] = ((int)Tiles.InputLength, static (t, r) =>
            Convolution.InputGradient(t, A.AsSpan(0, (int)Tiles.OutputLength), B.AsSpan(0, (int)Tiles.KernelLength), r, Tiles)),
        ["Kernel gradient in tiles"] = ((int)Tiles.KernelLength, static (t, r) =>
            Convolution.KernelGradient(t, A.AsSpan(0, (int)Tiles.InputLength), B.AsSpan(0, (int)Tiles.OutputLength), r, Tiles)),
        ["Max pool in a border"] = (400_000, static (t, r) => MaxPool.Forward<Relu>(t, A, r, [], new PoolShape(1000, 20, 20, 3, 3, 1, 1, 20, 20, 1, 1))),
        ["Max pool"] = (100_000, static (t, r) => MaxPool.Forward<Relu>(t, A, r, [], Planes)),
        ["Scatter"] = (400_000, static (t, r) => MaxPool.Scatter(t, A.AsSpan(0, 100_000), Indices, r, Planes)),
        ["Gather"] = (100_000, static (t, r) => MaxPool.Gather(t, A, Indices, r, Planes)),
        ["Sum of all"] = (1, static (t, r) => Reduce.Sum(t, A, r, 1, 1, 400_000)),
        ["Sum of short rows"] = (80_000, static (t, r) => Reduce.Sum<Product>(t, A, B, r, 1, 80_000, 5)),
        ["Sum of pairs"] = (200_000, static (t, r) => Reduce.Sum(t, A, r, 1, 200_000, 2)),
        ["Sum of rows"] = (40, static (t, r) => Reduce.Sum<Tanh>(t, A, r, 100, 40, 100)),
        ["Sum of columns"] = (40, static (t, r) => Reduce.Sum<Product>(t, A, B, r, 10_000, 40, 1)),
        ["Sum of the middle"] = (4000, static (t, r) => Reduce.SumMiddle(t, A, r, 4, 100, 1000)),
        ["Broadcast of the middle"] = (400_000, static (t, r) => Broadcast.Middle(t, A.AsSpan(0, 40), r, 100, 40, 100)),
        ["Broadcast to pairs"] = (400_000, static (t, r) => Broadcast.OuterInner(t, A.AsSpan(0, 200_000), r, 200_000, 2, 1)),
        ["Broadcast of the others"] = (400_000, static (t, r) => Broadcast.OuterInner(t, A.AsSpan(0, 10_000), r, 100, 40, 100)),
        ["Step taken"] = (100_000, static (t, r) => Steps.Take(t, A, r, 1000, 4, 100, 2)),
        ["Step put"] = (400_000, static (t, r) => Steps.Put(t, A.AsSpan(0, 100_000), r, 1000, 4, 100, 2)),
        ["Advance"] = (400_000, static (t, r) => Steps.Advance(t, A, r)),
        ["Kept as eight bits"] = (105_000, static (t, r) => Compression.Int8(t, A, r, 1000, 400)),
        ["Kept as half"] = (200_000, static (t, r) => Compression.Half(t, A, r, 1000, 400)),
        ["Kept as half of the bits"] = (200_000, static (t, r) => Compression.BFloat16(t, A, r, 1000, 400)),
        ["Read from eight bits"] = (100_000, static (t, r) => Compression.FromInt8(t, A.AsSpan(0, 26_000), r, 1000, 100)),
        ["Softmax"] = (200_000, static (t, r) => Softmax.Forward(t, A.AsSpan(0, 200_000), r, 20_000, 10)),
        ["Softmax of triangles"] = (200_000, static (t, r) => Softmax.Lower(t, A.AsSpan(0, 200_000), r, 2000, 100)),
        ["Softmax of small triangles"] = (200_000, static (t, r) => Softmax.Lower(t, A.AsSpan(0, 200_000), r, 20_000, 10)),
        ["Logarithm of softmax"] = (200_000, static (t, r) => Softmax.Log(t, A.AsSpan(0, 200_000), r, 20_000, 10)),
        ["Maxima of rows"] = (4000, static (t, r) => Maxima.Values(t, A, r, 4000, 100, 1)),
        ["Maxima of columns"] = (4000, static (t, r) => Maxima.Values(t, A, r, 4, 100, 1000)),
        ["Maxima of short rows"] = (100_000, static (t, r) => Maxima.Values(t, A, r, 100_000, 4, 1)),
        ["Mask of maxima of short rows"] = (400_000, static (t, r) => Maxima.Mask(t, A, r, 100_000, 4, 1)),
        ["Places of maxima of short rows"] = (100_000, static (t, r) => Maxima.Indices(t, A, MemoryMarshal.Cast<float, int>(r.AsSpan()), 100_000, 4, 1)),
        ["Cumulative sum of short rows"] = (400_000, static (t, r) => CumulativeSum.Middle(t, A, r, 100_000, 4, 1)),
        ["Mask of maxima of rows"] = (400_000, static (t, r) => Maxima.Mask(t, A, r, 4000, 100, 1)),
        ["Mask of maxima of columns"] = (400_000, static (t, r) => Maxima.Mask(t, A, r, 4, 100, 1000)),
        ["Places of maxima of rows"] = (4000, static (t, r) => Maxima.Indices(t, A, MemoryMarshal.Cast<float, int>(r.AsSpan()), 4000, 100, 1)),
        ["Places of maxima of columns"] = (4000, static (t, r) => Maxima.Indices(t, A, MemoryMarshal.Cast<float, int>(r.AsSpan()), 4, 100, 1000)),
        ["Cumulative sum of rows"] = (400_000, static (t, r) => CumulativeSum.Middle(t, A, r, 4000, 100, 1)),
        ["Cumulative sum of columns"] = (400_000, static (t, r) => CumulativeSum.Middle(t, A, r, 4, 100, 1000, reverse: true)),
        ["Loss"] = (20_000, static (t, r) => CrossEntropy.Loss(t, A.AsSpan(0, 200_000), Labels, r, 20_000, 10)),
        ["Residual"] = (200_000, static (t, r) => CrossEntropy.Residual(t, A.AsSpan(0, 200_000), Labels, r, 20_000, 10)),
    };

    public static TheoryData<string> Names => [.. Kernels.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Bits_DontDependOnTheNumberOfThreads(string name)
    {
        (int length, Action<Threads, float[]> run) = Kernels[name];
        float[] expected = new float[length];
        run(Machine.WithWidth((int)SimdWidths.Widest, 1), expected);
        for (int count = 2; count <= 3; count++)
        {
            float[] actual = new float[length];
            for (int round = 0; round < 5; round++)
            {
                run(Machine.WithWidth((int)SimdWidths.Widest, count), actual);
                Numbers.AssertSameBits(expected, actual, $"{name}, {count} threads");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WarmKernel_AllocatesNothing(string name)
    {
        (int length, Action<Threads, float[]> run) = Kernels[name];
        float[] result = new float[length];
        Threads threads = Machine.WithWidth((int)SimdWidths.Widest, 2);
        Assert.Equal(0, Allocated.ByEach(() => run(threads, result)));
    }

    private static ReadOnlySpan<float> Input(float[] values) => values.AsSpan(0, (int)Images.InputLength);

    private static ReadOnlySpan<float> Kernel(float[] values) => values.AsSpan(0, (int)Images.KernelLength);

    private static int[] PoolIndices()
    {
        int[] indices = new int[100_000];
        MaxPool.Forward<Identity>(new Threads(1), A, new float[indices.Length], indices, Planes);
        return indices;
    }

    private readonly struct Drop : IMap0
    {
        public V Invoke<V>(int index)
            where V : struct, ISimd<V> => V.DropoutMask(new RandomKey(1, 2), 3, index, 0.2f);
    }

    private readonly struct Noise : IMap0
    {
        public V Invoke<V>(int index)
            where V : struct, ISimd<V> => V.Normal(new RandomKey(1, 2), 3, index);
    }

    private readonly struct Product : IMap2, IMap3, IMap4, IMap5, IMap6, IMap7, IMap8
    {
        public V Invoke<V>(V a, V b, int index)
            where V : struct, ISimd<V> => a * b;

        public V Invoke<V>(V a, V b, V c, int index)
            where V : struct, ISimd<V> => V.MultiplyAdd(a, b, c);

        public V Invoke<V>(V a, V b, V c, V d, int index)
            where V : struct, ISimd<V> => V.MultiplyAdd(a, b, c * d);

        public V Invoke<V>(V a, V b, V c, V d, V e, int index)
            where V : struct, ISimd<V> => V.MultiplyAdd(a, b, V.MultiplyAdd(c, d, e));

        public V Invoke<V>(V a, V b, V c, V d, V e, V f, int index)
            where V : struct, ISimd<V> => V.MultiplyAdd(a, b, V.MultiplyAdd(c, d, e * f));

        public V Invoke<V>(V a, V b, V c, V d, V e, V f, V g, int index)
            where V : struct, ISimd<V> => V.MultiplyAdd(a, b, V.MultiplyAdd(c, d, V.MultiplyAdd(e, f, g)));

        public V Invoke<V>(V a, V b, V c, V d, V e, V f, V g, V h, int index)
            where V : struct, ISimd<V> => V.MultiplyAdd(a, b, V.MultiplyAdd(c, d, V.MultiplyAdd(e, f, g * h)));
    }
}
