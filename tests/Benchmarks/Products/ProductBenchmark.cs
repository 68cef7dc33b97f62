using System.Globalization;
using Adjoint.Benchmarks.Measuring;
using Adjoint.Benchmarks.Peak;
using Adjoint.Benchmarks.Peers;

namespace Adjoint.Benchmarks.Products;

/// <summary>What share of the processor's peak products of matrices reach, in each of the forms that training needs.</summary>
internal static class ProductBenchmark
{
    private const string Row = "{0,-16} {1,-6} {2,12} {3,12} {4,12} {5,10} {6,8}";
    private const string PeerColumns = " {0,12} {1,10}";

    /// <summary>Times products.</summary>
    /// <param name="shapes">Their shapes.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="seconds">How long samples of each are taken.</param>
    /// <param name="peer">Who computes each beside, right after; nobody if null.</param>
    /// <param name="output">Where the table goes.</param>
    public static void Run(IReadOnlyList<ProductShape> shapes, int threads, double seconds, NumpyProducts? peer, TextWriter output)
    {
        double peak = Arithmetic.Measure(threads).Median;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak of the arithmetic with {threads} thread(s), median: {peak * 1e-9:0.0} GFLOP/s"));
        if (peer is not null)
        {
            output.WriteLine($"NumPy with {peer.Library}");
        }

        output.Write(Row, "m x k x n", "form", "median µs", "p10", "p90", "GFLOP/s", "of peak");
        output.WriteLine(peer is null ? string.Empty : string.Format(CultureInfo.InvariantCulture, PeerColumns, "numpy µs", "numpy/ours"));
        Threads workers = new(threads);
        foreach (ProductShape shape in shapes)
        {
            foreach (ProductForm form in Enum.GetValues<ProductForm>())
            {
                Times times = Stopclock.Measure(new Product(shape, form, workers).Compute, seconds);
                output.Write(Line(shape, form, times, peak));
                output.WriteLine(peer is null ? string.Empty : Beside(times, peer.Measure(shape, form, seconds)));
                output.Flush();
            }
        }
    }

    private static string Line(ProductShape shape, ProductForm form, Times times, double peak)
    {
        double rate = shape.Flops / (times.Median * 1e-6);
        return string.Format(
            CultureInfo.InvariantCulture,
            Row,
            shape.Name,
            Text(form),
            Text(times.Median),
            Text(times.Fast),
            Text(times.Slow),
            (rate * 1e-9).ToString("0.0", CultureInfo.InvariantCulture),
            (100 * rate / peak).ToString("0", CultureInfo.InvariantCulture) + "%");
    }

    private static string Beside(Times ours, Times peers) =>
        string.Format(CultureInfo.InvariantCulture, PeerColumns, Text(peers.Median), Text(peers.Median / ours.Median));

    private static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Text(ProductForm form) => form switch
    {
        ProductForm.LeftTransposed => "Aᵀ B",
        ProductForm.RightTransposed => "A Bᵀ",
        _ => "A B",
    };
}
