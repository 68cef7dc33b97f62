using Tasks.Data;
using Tasks.Problems;

namespace Samples.Tests;

/// <summary>A test of a task on its data. It is skipped where these are not, and a long one unless the environment asks for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TaskFactAttribute : FactAttribute
{
    /// <summary>The environment variable that asks for tasks which take longer than half a minute, by any value.</summary>
    public const string LongTests = "ADJOINT_LONG_TESTS";

    /// <summary>Says when the test is to be skipped.</summary>
    /// <param name="task">The name of the task.</param>
    /// <param name="isLong">Whether it takes longer than half a minute.</param>
    public TaskFactAttribute(string task, bool isLong = false)
    {
        DataFolder folder = DataFolder.Find(given: null);
        PublishedFile? missing = folder.Missing(LearningTask.All.Single(known => known.Name == task).Files);
        Skip = missing is not null ? $"The data are missing: expected {folder[missing]}, which is {missing.Origin}; {DataFolder.Variable} names their folder."
            : isLong && Environment.GetEnvironmentVariable(LongTests) is null ? $"It takes minutes; {LongTests}=1 asks for it."
            : null;
    }
}
