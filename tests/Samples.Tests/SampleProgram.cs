using System.Diagnostics;
using System.Text;

namespace Samples.Tests;

/// <summary>Runs a sample as a program of its own, with its output redirected.</summary>
internal static class SampleProgram
{
    /// <summary>Long enough for a training on a machine that is busy with other things.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly string Folder = AppContext.BaseDirectory;

    /// <summary>The digits that the Digits sample carries, as they are: gzip of CSV.</summary>
    public static byte[] BundledDigits()
    {
        using Stream stream = typeof(global::Digits.DigitNet).Assembly.GetManifestResourceStream("digits.csv.gz")!;
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Runs the C# sample.</summary>
    public static Outcome Digits(params string[] arguments) => Run(["Digits.dll", .. arguments]);

    /// <summary>Runs the F# sample.</summary>
    public static Outcome FSharp() => Run(["Digits.FSharp.dll"]);

    /// <summary>Runs the sample of tasks.</summary>
    public static Outcome Tasks(params string[] arguments) => Tasks(Patience, arguments);

    /// <summary>Runs the sample of tasks, which may take a while.</summary>
    public static Outcome Tasks(TimeSpan patience, params string[] arguments) =>
        Run(["Tasks.dll", .. arguments], patience: patience) with { Program = "tasks" };

    /// <summary>Runs the sample of published systems.</summary>
    public static Outcome Zoo(params string[] arguments) => Zoo(Patience, arguments);

    /// <summary>Runs the sample of published systems, which may take a while.</summary>
    public static Outcome Zoo(TimeSpan patience, params string[] arguments) =>
        Run(["Zoo.dll", .. arguments], patience: patience) with { Program = "zoo" };

    /// <summary>Runs <c>dotnet</c> in the folder of the samples, to the end.</summary>
    public static Outcome Run(IEnumerable<string> arguments, string? locale = null, TimeSpan? patience = null)
    {
        using Process process = Start(arguments, locale);
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!output.Wait(patience ?? Patience))
        {
            process.Kill();
        }

        return End(process, output.Result, error);
    }

    /// <summary>Starts a program, <c>dotnet</c> if no other is named, in the folder of the samples.</summary>
    public static Process Start(IEnumerable<string> arguments, string? locale = null, string program = "dotnet")
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        if (locale is not null)
        {
            start.Environment["LC_ALL"] = locale;
        }

        return Process.Start(start)!;
    }

    /// <summary>Waits for a program whose output has been read.</summary>
    public static Outcome End(Process process, string output, Task<string> error)
    {
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            Assert.Fail($"The sample did not end. Its output:\n{output}");
        }

        return new Outcome(process.ExitCode, output, error.Result);
    }
}
