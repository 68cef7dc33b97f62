using System.Diagnostics;
using System.Globalization;
using Adjoint;
using Zoo;

// Numbers are written alike everywhere.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
try
{
    return Options.Run(args, Run);
}
catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
{
    return Fail(exception, exitCode: 2);
}
catch (TrainingDivergedException exception)
{
    return Fail(exception, exitCode: 1);
}

static int Run(ISystem system, Trial trial)
{
    trial.Say($"{system.Row}: {system.Paper}");
    long start = Stopwatch.GetTimestamp();
    system.Run(trial);
    trial.Say($"{(trial.IsPassed ? "PASSED" : "FAILED")} {system.Name} in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
    return trial.IsPassed ? 0 : 1;
}

static int Fail(Exception exception, int exitCode)
{
    Console.Error.WriteLine($"zoo: {exception.Message}");
    return exitCode;
}
