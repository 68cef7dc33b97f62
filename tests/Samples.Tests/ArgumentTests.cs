namespace Samples.Tests;

/// <summary>Arguments that cannot be meant end the program with one line and exit code 2.</summary>
public sealed class ArgumentTests
{
    [Theory]
    [InlineData("--seed one", "--seed", "'one'")]
    [InlineData("--seed 1.5", "--seed", "'1.5'")]
    [InlineData("--seed -1", "--seed", "'-1'")]
    [InlineData("--seed 2147483648", "--seed", "from 0 to 2147483647", "'2147483648'")]
    [InlineData("--seed", "--seed")]
    [InlineData("--seed 1 --seed 2", "--seed")]
    [InlineData("--epochs 0", "--epochs", "from 1 to 100000", "'0'")]
    [InlineData("--epochs many", "--epochs", "'many'")]
    [InlineData("--threads 0", "--threads", "from 1 to 256", "'0'")]
    [InlineData("--threads 257", "--threads", "'257'")]
    [InlineData("--save", "--save")]
    [InlineData("--epoch 3", "--epoch")]
    [InlineData("stray", "stray")]
    [InlineData("--seed x --epochs x", "--seed")]
    [InlineData("--load some.safetensors --epochs 3", "--epochs", "--load")]
    [InlineData("--load some.safetensors --seed 1", "--seed", "--load")]
    [InlineData("--load some.safetensors --threads 1", "--threads", "--load")]
    public void WrongArgument_IsRefused(string arguments, params string[] words) =>
        SampleProgram.Digits(arguments.Split(' ')).AssertRefused(2, words);

    [Fact]
    public void EmptyPath_IsRefused() => SampleProgram.Digits("--save", "").AssertRefused(2, "--save");

    [Fact]
    public void Help_NamesEveryOption()
    {
        Outcome help = SampleProgram.Digits("--help");
        help.AssertSucceeded();
        Assert.All(
            ["--seed", "--epochs", "--threads", "--save", "--load", "--data", "--help", "Exit codes"],
            word => Assert.Contains(word, help.Output, StringComparison.Ordinal));
    }
}
