using System.Globalization;
using Adjoint;
using Tasks;
using Tasks.Data;
using Tasks.Problems;

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

static int Run(LearningTask task, Session session)
{
    if (session.Folder.Missing(task.Files) is { } missing)
    {
        Console.WriteLine(
            $"SKIPPED {task.Name}: expected {session.Folder[missing]}, which is {missing.Origin}; --data or {DataFolder.Variable} names the folder that holds '{missing.Path}'");
        return 0;
    }

    Verdict verdict = task.Run(session);
    Console.WriteLine($"{(verdict.IsPassed ? "PASS" : "FAIL")} {task.Name}: {verdict.Figures}");
    return verdict.IsPassed ? 0 : 1;
}

static int Fail(Exception exception, int exitCode)
{
    Console.Error.WriteLine($"tasks: {exception.Message}");
    return exitCode;
}
