namespace Adjoint;

/// <summary>Checks of the settings of optimizers and schedules; each gives the value back or says which range it left. NaN is in no range.</summary>
internal static class Setting
{
    /// <summary>Finite and above 0.</summary>
    public static float Positive(float value, string name) => float.IsFinite(value) && value > 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and above 0.");

    /// <summary>Finite and at least 0.</summary>
    public static float NotNegative(float value, string name) => float.IsFinite(value) && value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and at least 0.");

    /// <summary>In <c>[0, 1)</c>: what is kept of a running mean.</summary>
    public static float Fraction(float value, string name) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and below 1.");

    /// <summary>In <c>[0, 1]</c>: a factor that only lowers.</summary>
    public static float Factor(float value, string name) => value is >= 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and at most 1.");

    /// <summary>In <c>(0, 1]</c>: a share, or a factor that never ends at 0.</summary>
    public static float PositiveFactor(float value, string name) => value is > 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be above 0 and at most 1.");

    /// <summary>At least a whole number.</summary>
    public static T AtLeast<T>(T value, T least, string name)
        where T : IComparable<T> => value.CompareTo(least) >= 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least {least}.");
}
