using System.Globalization;

namespace Zoo;

/// <summary>What a measurement is held against: at least a number, or at most one.</summary>
internal readonly record struct Bar
{
    private readonly double _limit;
    private readonly bool _isLeast;

    private Bar(double limit, bool isLeast)
    {
        _limit = limit;
        _isLeast = isLeast;
    }

    /// <summary>The value has to reach a limit.</summary>
    public static Bar AtLeast(double limit) => new(limit, isLeast: true);

    /// <summary>The value must not be above a limit.</summary>
    public static Bar AtMost(double limit) => new(limit, isLeast: false);

    /// <summary>Whether a value meets the bar; NaN never does.</summary>
    public bool IsMetBy(double value) => _isLeast ? value >= _limit : value <= _limit;

    /// <summary>The limit and its direction: <c>at least 0.9</c>.</summary>
    public override string ToString() => $"{(_isLeast ? "at least" : "at most")} {Text(_limit)}";

    /// <summary>A number in four digits, and a whole one in all of them.</summary>
    public static string Text(double value) =>
        value.ToString(Math.Abs(value) is >= 1e4 and < 1e15 && value == Math.Truncate(value) ? "N0" : "G4", CultureInfo.InvariantCulture);
}
