namespace Adjoint.Compiler.Checks;

/// <summary>The numbers between two bounds, one of which may itself be left out.</summary>
/// <param name="Low">The lower bound.</param>
/// <param name="High">The upper bound.</param>
/// <param name="ExcludesLow">Whether the lower bound is left out.</param>
/// <param name="ExcludesHigh">Whether the upper bound is left out.</param>
internal readonly record struct ValueRange(double Low, double High, bool ExcludesLow = false, bool ExcludesHigh = false)
{
    public static ValueRange All => new(double.NegativeInfinity, double.PositiveInfinity);

    public static ValueRange FromZero => new(0, double.PositiveInfinity);

    public static ValueRange AboveZero => new(0, double.PositiveInfinity, ExcludesLow: true);

    public bool IsPositive => Low > 0 || (Low == 0 && ExcludesLow);

    public bool IsNotNegative => Low >= 0;

    public bool ExcludesZero => IsPositive || High < 0 || (High == 0 && ExcludesHigh);

    public ValueRange Shifted(double by) => new(Low + by, High + by, ExcludesLow, ExcludesHigh);

    public ValueRange Negated => new(-High, -Low, ExcludesHigh, ExcludesLow);

    public static ValueRange operator +(ValueRange a, ValueRange b) =>
        new(a.Low + b.Low, a.High + b.High, a.ExcludesLow || b.ExcludesLow, a.ExcludesHigh || b.ExcludesHigh);

    /// <summary>Products of factors that are not negative; otherwise only signs are followed.</summary>
    public static ValueRange operator *(ValueRange a, ValueRange b) =>
        a.IsPositive && b.IsPositive ? AboveZero
        : a.IsNotNegative && b.IsNotNegative ? FromZero
        : a.Negated.IsNotNegative && b.IsNotNegative ? (a.Negated * b).Negated
        : a.IsNotNegative && b.Negated.IsNotNegative ? (a * b.Negated).Negated
        : a.Negated.IsNotNegative && b.Negated.IsNotNegative ? a.Negated * b.Negated
        : All;

    /// <summary>The numbers in either.</summary>
    public static ValueRange Union(ValueRange a, ValueRange b) => new(
        Math.Min(a.Low, b.Low),
        Math.Max(a.High, b.High),
        a.Low < b.Low ? a.ExcludesLow : b.Low < a.Low ? b.ExcludesLow : a.ExcludesLow && b.ExcludesLow,
        a.High > b.High ? a.ExcludesHigh : b.High > a.High ? b.ExcludesHigh : a.ExcludesHigh && b.ExcludesHigh);

    /// <summary>The greater of a number of each.</summary>
    public static ValueRange Greater(ValueRange a, ValueRange b) => new(
        Math.Max(a.Low, b.Low),
        Math.Max(a.High, b.High),
        a.Low > b.Low ? a.ExcludesLow : b.Low > a.Low ? b.ExcludesLow : a.ExcludesLow || b.ExcludesLow);
}
