using Adjoint.Tests.Kernels;

namespace Adjoint.Tests.Optimizers;

public sealed class NewtonSchulzTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    [InlineData(7, 1)]
    [InlineData(5, 17)]
    [InlineData(33, 12)]
    [InlineData(21, 21)]
    public void Result_HasSingularValuesNearOne(int rows, int columns)
    {
        float[] matrix = Numbers.Random(rows * columns, rows);
        float[] result = [.. matrix];
        float[] scratch = new float[NewtonSchulz.ScratchFor(rows, columns)];
        NewtonSchulz.Orthogonalize(new Threads(1), result, rows, columns, scratch, iterations: 10);

        // Every direction y of the shorter side: ‖Xᵀ y‖ / ‖y‖ lies between the least and the greatest singular value.
        Random random = new(3);
        bool byRow = rows <= columns;
        for (int trial = 0; trial < 20; trial++)
        {
            double[] direction = [.. Enumerable.Range(0, Math.Min(rows, columns)).Select(_ => random.NextDouble() - 0.5)];
            double sum = 0;
            for (int j = 0; j < Math.Max(rows, columns); j++)
            {
                double element = direction.Select((value, i) => value * result[byRow ? (i * columns) + j : (j * columns) + i]).Sum();
                sum += element * element;
            }

            double ratio = Math.Sqrt(sum / direction.Sum(static value => value * value));
            Assert.InRange(ratio, 0.65, 1.25);
        }
    }

    [Theory]
    [InlineData(1e-15f)]
    [InlineData(1e15f)]
    public void Result_DoesNotDependOnTheScale(float scale)
    {
        float[] matrix = Numbers.Random(6 * 9, seed: 4);
        float[] scaled = [.. matrix.Select(value => value * scale)];
        float[] scratch = new float[NewtonSchulz.ScratchFor(6, 9)];
        NewtonSchulz.Orthogonalize(new Threads(1), matrix, 6, 9, scratch, iterations: 5);
        NewtonSchulz.Orthogonalize(new Threads(1), scaled, 6, 9, scratch, iterations: 5);
        for (int i = 0; i < matrix.Length; i++)
        {
            Assert.Equal(matrix[i], scaled[i], 1e-4f);
        }
    }
}
