using System.Globalization;
using Adjoint.Benchmarks.Measuring;
using Adjoint.Benchmarks.Suite;

namespace Adjoint.Benchmarks.Start;

/// <summary>
/// What passes from the start of a process to its first step of training: the runtime's own start, then loading, compiling and running all that a step needs.
/// </summary>
internal static class StartBenchmark
{
    private const string Row = "{0,-12} {1,12} {2,12} {3,12} {4,12}";

    /// <summary>Starts this program again and again, alternately with the published one if there is one.</summary>
    /// <param name="runs">How often.</param>
    /// <param name="published">The path of the published program, or null.</param>
    /// <param name="output">Receives the table.</param>
    public static void Run(int runs, string? published, TextWriter output)
    {
        List<(string Name, Func<IEnumerable<string>, IReadOnlyList<string>> Run, List<Beginning> Beginnings)> programs =
            [("this", ChildProcess.RunSelf, [])];
        if (published is not null)
        {
            programs.Add(("published", arguments => ChildProcess.Run(published, arguments), []));
        }

        // The first run, which finds the files on disk rather than in memory, does not count.
        for (int run = 0; run <= runs; run++)
        {
            foreach ((_, Func<IEnumerable<string>, IReadOnlyList<string>> start, List<Beginning> beginnings) in programs)
            {
                Beginning beginning = Beginning.Of(start);
                if (run > 0)
                {
                    beginnings.Add(beginning);
                }
            }
        }

        output.WriteLine(Row, "program", "main, ms", "step, ms", "p10", "p90");
        foreach ((string name, _, List<Beginning> beginnings) in programs)
        {
            Times main = Times.Of([.. beginnings.Select(static beginning => beginning.MainUs).Order()]);
            Times step = Times.Of([.. beginnings.Select(static beginning => beginning.StepUs).Order()]);
            output.WriteLine(Row, name, Text(main.Median), Text(step.Median), Text(step.Fast), Text(step.Slow));
        }
    }

    private static string Text(double micros) => (micros * 1e-3).ToString("0.0", CultureInfo.InvariantCulture);
}
