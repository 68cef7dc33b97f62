using Adjoint.Compiler.Shapes;

namespace Adjoint.Tests;

/// <summary>What the shapes of samples have to cover: eight different ones, a batch of one, an axis of one beside the batch, an odd size.</summary>
internal static class ShapeCoverage
{
    private const int Count = 8;

    /// <summary>What samples' shapes lack; null when nothing.</summary>
    /// <param name="samples">The shapes of each sample's values, and its batch.</param>
    public static string? Lacks(IEnumerable<(IEnumerable<Shape> Shapes, int Batch)> samples)
    {
        (IEnumerable<Shape> Shapes, int Batch)[] all = [.. samples];
        int different = all.Select(static sample => string.Join(" | ", sample.Shapes.Select(shape => string.Join(", ", shape.Evaluate(Bindings(sample.Batch)))))).Distinct().Count();
        int[] beside = [.. all.SelectMany(static sample => sample.Shapes.SelectMany(shape => shape.Where(static size => size != Size.Batch).Select(size => (int)size.Evaluate(Bindings(sample.Batch)))))];
        return different < Count ? $"there are {different} shapes of {Count}"
            : !all.Any(static sample => sample.Batch == 1) ? "there is no batch of one"
            : !beside.Contains(1) ? "there is no axis of size one"
            : !beside.Any(static size => size > 1 && size % 2 == 1) ? "there is no odd size"
            : null;
    }

    private static Dictionary<string, long> Bindings(int batch) => new() { [Size.BatchName] = batch };
}
