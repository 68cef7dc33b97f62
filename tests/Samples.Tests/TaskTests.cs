namespace Samples.Tests;

/// <summary>What networks reach on real data, and how the sample tells of it.</summary>
public sealed class TaskTests
{
    private const string Shapelet = "@problemName tiny\n@univariate true\n@data\n";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(20);

    [TaskFact("mnist", isLong: true)]
    public void Mnist_IsReadByTwoConvolutions() => AssertPasses("mnist");

    [TaskFact("shakespeare-transformer", isLong: true)]
    public void Shakespeare_IsLearnedByATransformerInFiveMinutes() => AssertPasses("shakespeare-transformer");

    [TaskFact("shakespeare-lstm", isLong: true)]
    public void Shakespeare_IsLearnedByAnLstmInFiveMinutes() => AssertPasses("shakespeare-lstm");

    [TaskFact("adding")]
    public void Adding_IsLearnedOverAHundredSteps() => AssertPasses("adding");

    [TaskFact("gunpoint")]
    public void GunPoint_IsClassifiedFromFiftyExamples() => AssertPasses("gunpoint");

    [TaskFact("ett")]
    public void Forecast_IsBetterThanPersistence() => AssertPasses("ett");

    [Fact]
    public void TaskWhoseLabelsAreSwapped_Fails()
    {
        using TemporaryFolder folder = new();
        WriteMotions(folder, first: "2", second: "1");
        Outcome outcome = SampleProgram.Tasks("gunpoint", "--data", folder["."]);
        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith("FAIL gunpoint: accuracy 0.0000 after 100 epochs (bar 0.95)", outcome.LastLine, StringComparison.Ordinal);
    }

    [Fact]
    public void TaskOfTwoEasyMotions_Passes()
    {
        using TemporaryFolder folder = new();
        WriteMotions(folder, first: "1", second: "2");
        Outcome outcome = SampleProgram.Tasks("gunpoint", "--data", folder["."]);
        outcome.AssertSucceeded();
        Assert.StartsWith("PASS gunpoint: accuracy 1.0000 after 100 epochs (bar 0.95)", outcome.LastLine, StringComparison.Ordinal);
    }

    [Fact]
    public void TaskWithoutItsData_IsSkippedWithAReason()
    {
        using TemporaryFolder folder = new();
        foreach (string task in (ReadOnlySpan<string>)["mnist", "shakespeare-transformer", "shakespeare-lstm", "gunpoint", "ett"])
        {
            Outcome outcome = SampleProgram.Tasks(task, "--data", folder["."]);
            outcome.AssertSucceeded();
            Assert.StartsWith($"SKIPPED {task}: expected ", outcome.LastLine, StringComparison.Ordinal);
            Assert.Contains("ADJOINT_DATA", outcome.LastLine, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void DamagedData_AreRefused()
    {
        using TemporaryFolder folder = new();
        WriteMotions(folder, first: "1", second: "3");
        SampleProgram.Tasks("gunpoint", "--data", folder["."]).AssertRefused(2, "GunPoint_TEST.ts", "line 5", "one of the classes 1, 2", "'3'");
    }

    [Fact]
    public void List_NamesEveryTaskAndItsFiles()
    {
        Outcome list = SampleProgram.Tasks("list");
        list.AssertSucceeded();
        Assert.All(
            [
                "mnist ", "mnist/train-images-idx3-ubyte.gz", "shakespeare-transformer ", "shakespeare-lstm ", "tinyshakespeare/input.txt", "adding ", "gunpoint ",
                "ucr-timeseries/GunPoint_TRAIN.ts", "ett ", "ett/ETTh1.csv",
            ],
            word => Assert.Contains(word, list.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "Required command")]
    [InlineData("minst", "'minst'")]
    [InlineData("mnist --seed one", "--seed", "'one'")]
    [InlineData("mnist --threads 0", "--threads", "from 1 to 256", "'0'")]
    [InlineData("mnist --data no/such/folder", "--data", "'no/such/folder'")]
    [InlineData("mnist --epochs 3", "--epochs")]
    public void WrongArgument_IsRefused(string arguments, params string[] words) =>
        SampleProgram.Tasks(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)).AssertRefused(2, words);

    private static void AssertPasses(string task)
    {
        Outcome outcome = SampleProgram.Tasks(_patience, task);
        outcome.AssertSucceeded();
        Assert.StartsWith($"PASS {task}: ", outcome.LastLine, StringComparison.Ordinal);
    }

    /// <summary>Writes two motions that differ in every value; those to test by are of classes of one's choice.</summary>
    private static void WriteMotions(TemporaryFolder folder, string first, string second)
    {
        Directory.CreateDirectory(folder["ucr-timeseries"]);
        folder.Write("ucr-timeseries/GunPoint_TRAIN.ts", Shapelet + string.Concat(Enumerable.Repeat(Motion("-1", "1") + Motion("1", "2"), 5)));
        folder.Write("ucr-timeseries/GunPoint_TEST.ts", Shapelet + Motion("-1", first) + Motion("1", second));
    }

    private static string Motion(string value, string label) => string.Join(',', Enumerable.Repeat(value, 150)) + $":{label}\n";
}
