using System.Globalization;
using Adjoint.Benchmarks.Measuring;
using Adjoint.Benchmarks.Products;

namespace Adjoint.Benchmarks.Peers;

/// <summary>The same products by OpenBLAS, called through NumPy.</summary>
internal sealed class NumpyProducts
{
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Peers", "products.py");

    private readonly Python _python;
    private readonly int _threads;

    /// <summary>Finds the library.</summary>
    /// <exception cref="BenchmarkException">There is no NumPy, or one with another library.</exception>
    public NumpyProducts(Python python, int threads)
    {
        _python = python;
        _threads = threads;
        python.Require("numpy", "python3-numpy");
        Library = Run(new ProductShape(1, 1, 1, 1), ProductForm.Plain, 0)[0] is { Length: > 0 } library
            ? library
            : throw new BenchmarkException("NumPy computes its products without OpenBLAS; install libopenblas0-pthread.");
    }

    /// <summary>The library's version and the processor that its kernels are made for.</summary>
    public string Library { get; }

    /// <summary>Times a product, in a process of its own.</summary>
    public Times Measure(ProductShape shape, ProductForm form, double seconds)
    {
        double[] micros = [.. Run(shape, form, seconds)[1].Split(' ').Select(static text => double.Parse(text, CultureInfo.InvariantCulture))];
        return new Times(micros[0], micros[1], micros[2]);
    }

    private IReadOnlyList<string> Run(ProductShape shape, ProductForm form, double seconds) => _python.Run(
        [Script, Python.Text(shape.Count), Python.Text(shape.M), Python.Text(shape.K), Python.Text(shape.N), form.ToString(), Python.Text(seconds)],
        Python.OpenBlas(_threads));
}
