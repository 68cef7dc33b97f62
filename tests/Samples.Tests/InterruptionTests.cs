using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Samples.Tests;

/// <summary>A training that is interrupted ends in an orderly way.</summary>
public sealed partial class InterruptionTests
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    [LinuxFact]
    public void CtrlC_SavesTheBestParametersAndExitsWith130() => AssertSaves(Interrupt, 130);

    [LinuxFact]
    public void Termination_SavesTheBestParametersAndExitsWith143() => AssertSaves(Terminate, 143);

    [LinuxFact]
    public void CtrlC_ExitsWith130_AlsoWhenTheFileCannotBeSaved() =>
        RunAndSignal(Interrupt, "--epochs", "400", "--save", "/dev/full").AssertRefused(130, "/dev/full");

    [LinuxFact]
    public void Termination_ExitsWith143_AlsoWhenTheFileCannotBeSaved() =>
        RunAndSignal(Terminate, "--epochs", "400", "--save", "/dev/full").AssertRefused(143, "/dev/full");

    private static void AssertSaves(int signal, int exitCode)
    {
        using TemporaryFolder folder = new();
        string file = folder["interrupted.safetensors"];
        Outcome outcome = RunAndSignal(signal, "--epochs", "400", "--save", file);

        Assert.True(outcome.ExitCode == exitCode, $"Exit code {outcome.ExitCode}; standard error:\n{outcome.Error}\nstandard output:\n{outcome.Output}");
        Assert.Equal("", outcome.Error);
        Assert.Contains("interrupted", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("test accuracy", outcome.Output, StringComparison.Ordinal);
        Assert.InRange(SampleProgram.Digits("--load", file).TestAccuracy(), 0.5, 1);
    }

    /// <summary>Sends the signal when the tenth epoch has been reported.</summary>
    private static Outcome RunAndSignal(int signal, params string[] arguments)
    {
        // Programs inherit that a signal is ignored, as Ctrl+C is in whatever a script starts in the background; env undoes it.
        using Process process = SampleProgram.Start(["--default-signal=INT", "dotnet", "Digits.dll", .. arguments], program: "env");
        Task<string> error = process.StandardError.ReadToEndAsync();
        StringBuilder output = new();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            output.AppendLine(line);
            if (line.StartsWith("epoch  10 of", StringComparison.Ordinal))
            {
                Assert.Equal(0, Kill(process.Id, signal));
                output.Append(process.StandardOutput.ReadToEnd());
            }
        }

        return SampleProgram.End(process, output.ToString(), error);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
