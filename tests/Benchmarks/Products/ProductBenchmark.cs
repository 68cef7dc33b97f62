using System.Globalization;
using Adjoint.Benchmarks.Measuring;
using Adjoint.Benchmarks.Peak;

namespace Adjoint.Benchmarks.Products;

/// <summary>What share of the processor's peak products of matrices reach, in each of the forms that training needs.</summary>
internal static class ProductBenchmark
{
    private const string Row = "{0,-16} {1,-6} {2,12} {3,12} {4,12} {5,10} {6,8}";

    public static void Run(IReadOnlyList<ProductShape> shapes, int threads, double seconds, TextWriter output)
    {
        double peak = Arithmetic.Measure(threads).Median;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak of the arithmetic with {threads} thread(s), median: {peak * 1e-9:0.0} GFLOP/s"));
        output.WriteLine(Row, "m x k x n", "form", "median µs", "p10", "p90", "GFLOP/s", "of peak");
        Threads workers = new(threads);
        foreach (ProductShape shape in shapes)
        {
            foreach (ProductForm form in Enum.GetValues<ProductForm>())
            {
                Times times = Stopclock.Measure(new Product(shape, form, workers).Compute, seconds);
                double rate = shape.Flops / (times.Median * 1e-6);
                output.WriteLine(string.Format(
                    CultureInfo.InvariantCulture,
                    Row,
                    shape.Name,
                    Text(form),
                    times.Median.ToString("0.00", CultureInfo.InvariantCulture),
                    times.Fast.ToString("0.00", CultureInfo.InvariantCulture),
                    times.Slow.ToString("0.00", CultureInfo.InvariantCulture),
                    (rate * 1e-9).ToString("0.0", CultureInfo.InvariantCulture),
                    (100 * rate / peak).ToString("0", CultureInfo.InvariantCulture) + "%"));
                output.Flush();
            }
        }
    }

    private static string Text(ProductForm form) => form switch
    {
        ProductForm.LeftTransposed => "Aᵀ B",
        ProductForm.RightTransposed => "A Bᵀ",
        _ => "A B",
    };
}
