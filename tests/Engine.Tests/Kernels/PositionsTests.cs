using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

public class PositionsTests
{
    public static TheoryData<int> Widths => Machine.Widths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Positions_AreThoseOfTheAxis_ForEveryInnerAndSize(int width)
    {
        int[] sizes = [1, 2, 3, 5, 7, 15, 16, 17, 31, 63, 64, 65, 100, 1000];
        foreach (int inner in sizes)
        {
            foreach (int size in sizes)
            {
                float[] result = new float[Math.Min(5 * inner * size, 20_000) + 3];
                Elementwise.Map(Machine.WithWidth(width), result, new PositionsMap(inner, size));
                for (int i = 0; i < result.Length; i++)
                {
                    Assert.True(i / inner % size == result[i], $"inner {inner}, size {size}: element {i} is {result[i]}");
                }
            }
        }
    }

    private readonly struct PositionsMap(int inner, int size) : IMap0
    {
        public V Invoke<V>(int index)
            where V : struct, ISimd<V> => Positions.Along<V>(index, inner, size);
    }
}
