using Adjoint;
using Zoo.Data;

namespace Zoo;

/// <summary>What a system is run with, and where it says what it measured.</summary>
/// <param name="seed">What every random number depends on.</param>
/// <param name="threads">The threads to train on.</param>
/// <param name="data">The data sets.</param>
/// <param name="output">Where to write what was measured.</param>
internal sealed class Trial(int seed, Threads threads, DataSets data, TextWriter output)
{
    private int _properties;
    private int _controls;
    private bool _isRight = true;

    /// <summary>What every random number depends on.</summary>
    public int Seed { get; } = seed;

    /// <summary>The threads to train on.</summary>
    public Threads Threads { get; } = threads;

    /// <summary>The data sets.</summary>
    public DataSets Data { get; } = data;

    /// <summary>Whether every check came out as it should, and there was a property and a control among them.</summary>
    public bool IsPassed => _isRight && _properties > 0 && _controls > 0;

    /// <summary>The same settings of a training, with the seed and the threads of the trial.</summary>
    public FitOptions With(FitOptions options) => options with { Seed = Seed, Threads = Threads };

    /// <summary>Writes a line of what goes on.</summary>
    public void Say(string line) => output.WriteLine(line);

    /// <summary>Checks a property that the paper claims.</summary>
    /// <param name="property">What was measured.</param>
    /// <param name="value">The value.</param>
    /// <param name="bar">What it has to meet.</param>
    public void Require(string property, double value, Bar bar)
    {
        _properties++;
        Conclude(bar.IsMetBy(value), $"{property}: {Bar.Text(value)} ({bar})");
    }

    /// <summary>Checks a control, which must miss the bar that the property meets: otherwise the bar says nothing.</summary>
    /// <param name="control">What was measured.</param>
    /// <param name="value">The value; a NaN is no proof.</param>
    /// <param name="bar">What it has to miss.</param>
    public void Refuse(string control, double value, Bar bar)
    {
        _controls++;
        Conclude(!double.IsNaN(value) && !bar.IsMetBy(value), $"{control}: {Bar.Text(value)} (must miss {bar})");
    }

    private void Conclude(bool isRight, string line)
    {
        _isRight &= isRight;
        output.WriteLine($"{(isRight ? "PASS" : "FAIL")} {line}");
    }
}
