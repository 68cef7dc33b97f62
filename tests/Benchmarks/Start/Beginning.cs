using System.Diagnostics;
using System.Globalization;

namespace Adjoint.Benchmarks.Start;

/// <summary>How one process began.</summary>
/// <param name="MainUs">From its start to the first line of the program, in µs.</param>
/// <param name="StepUs">From its start to the end of the first step, in µs.</param>
internal readonly record struct Beginning(double MainUs, double StepUs)
{
    /// <summary>Lets a process begin.</summary>
    /// <param name="run">Starts it and gives back the lines that it printed.</param>
    /// <exception cref="BenchmarkException">It is another program.</exception>
    public static Beginning Of(Func<IEnumerable<string>, IReadOnlyList<string>> run)
    {
        long start = Stopwatch.GetTimestamp();
        return run([FirstStep.Argument]) is [string line] && line.Split(' ') is [string main, string done]
            ? new Beginning(Micros(start, main), Micros(start, done))
            : throw new BenchmarkException("A program that was started is not this one: it did not print two times.");
    }

    private static double Micros(long start, string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long end)
            ? Stopwatch.GetElapsedTime(start, end).TotalMicroseconds
            : throw new BenchmarkException($"A program that was started is not this one: '{text}' is no time.");
}
