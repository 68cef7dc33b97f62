using System.Runtime.Intrinsics;
using Adjoint.Benchmarks.Suite;

namespace Adjoint.Benchmarks.Peers;

/// <summary>The interpreter that peers run in.</summary>
/// <param name="path">Its path, or its name.</param>
internal sealed class Python(string path)
{
    // Packages of a distribution belong to its own interpreter, which need not be the first one of the search path.
    private const string OfTheSystem = "/usr/bin/python3";

    /// <summary>The interpreter to take if none is given.</summary>
    public static string Default => File.Exists(OfTheSystem) ? OfTheSystem : "python3";

    /// <summary>Makes sure that a module can be imported.</summary>
    /// <param name="module">Its name.</param>
    /// <param name="package">The package that it usually comes with.</param>
    /// <exception cref="BenchmarkException">There is no such module, or no interpreter.</exception>
    public void Require(string module, string package)
    {
        if (ChildProcess.Run(path, ["-c", $"import importlib.util; print(importlib.util.find_spec('{module}') is not None)"]) is not ["True"])
        {
            throw new BenchmarkException($"'{path}' has no module '{module}'; install {package}, or name another interpreter with --python.");
        }
    }

    /// <summary>Runs a script.</summary>
    /// <param name="arguments">The path of the script, and its arguments.</param>
    /// <param name="environment">Variables that it finds set.</param>
    /// <returns>The lines that it printed.</returns>
    /// <exception cref="BenchmarkException">It failed.</exception>
    public IReadOnlyList<string> Run(IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment) =>
        ChildProcess.Run(path, arguments, environment);

    /// <summary>What OpenBLAS is told: how many threads, and, because versions older than a processor may not know it, which kernels it can run.</summary>
    public static IEnumerable<(string Name, string Value)> OpenBlas(int threads)
    {
        yield return ("OPENBLAS_NUM_THREADS", Text(threads));
        if (Vector512.IsHardwareAccelerated && Environment.GetEnvironmentVariable("OPENBLAS_CORETYPE") is null)
        {
            yield return ("OPENBLAS_CORETYPE", "SkylakeX");
        }
    }

    /// <summary>A number as a script reads it.</summary>
    public static string Text(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
