using System.Diagnostics;

namespace Adjoint.Benchmarks.Suite;

/// <summary>Runs programs whose output is read.</summary>
internal static class ChildProcess
{
    /// <summary>Runs this program with other arguments, in a process with memory and compiled code of its own.</summary>
    /// <returns>The lines that it printed.</returns>
    /// <exception cref="BenchmarkException">It failed.</exception>
    public static IReadOnlyList<string> RunSelf(IEnumerable<string> arguments)
    {
        string host = Environment.ProcessPath ?? throw new BenchmarkException("The path of this program is not known.");

        // Started by its own name, or as an argument of the host named dotnet.
        bool isHosted = Path.GetFileNameWithoutExtension(host).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return Run(host, isHosted ? [typeof(ChildProcess).Assembly.Location, .. arguments] : arguments);
    }

    /// <summary>Runs a program.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables that it finds set beside those of this process.</param>
    /// <returns>The lines that it printed.</returns>
    /// <exception cref="BenchmarkException">It failed.</exception>
    public static IReadOnlyList<string> Run(string path, IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        ProcessStartInfo start = new(path, arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start) ?? throw new BenchmarkException($"'{path}' did not start.");
        List<string> lines = [];
        while (process.StandardOutput.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        process.WaitForExit();
        return process.ExitCode == 0
            ? lines
            : throw new BenchmarkException($"'{path} {string.Join(' ', start.ArgumentList)}' ended with {process.ExitCode}.");
    }
}
