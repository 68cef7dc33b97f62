using System.ComponentModel;
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
    /// <param name="environment">Variables that it finds set beside those of this process; none if null.</param>
    /// <returns>The lines that it printed.</returns>
    /// <exception cref="BenchmarkException">It failed.</exception>
    public static IReadOnlyList<string> Run(string path, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)>? environment = null)
    {
        ProcessStartInfo start = new(path, arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach ((string name, string value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        using Process process = Start(start);
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

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new BenchmarkException($"'{start.FileName}' did not start.");
        }
        catch (Win32Exception exception)
        {
            throw new BenchmarkException($"'{start.FileName}' did not start: {exception.Message}");
        }
    }
}
