using Adjoint;

namespace Digits;

/// <summary>Which rows are for what.</summary>
/// <param name="Train">The rows that the parameters are fitted to.</param>
/// <param name="Validation">Every tenth of the rows that are not for testing, to choose the best epoch by; null when they are too few.</param>
/// <param name="Test">Every fifth row. Nothing is chosen by them.</param>
public sealed record DigitSplit(Dataset Train, Dataset? Validation, Dataset Test)
{
    private const int TestEvery = 5;
    private const int ValidateEvery = 10;

    /// <summary>Splits rows.</summary>
    /// <param name="digits">All rows.</param>
    /// <exception cref="InputException">There are too few.</exception>
    public static DigitSplit Of(Dataset digits)
    {
        if (digits.Count < TestEvery)
        {
            throw new InputException(
                $"the digits are too few: every {TestEvery}th row is for testing, so at least {TestEvery} rows are needed, but found {digits.Count}");
        }

        (Dataset rest, Dataset test) = digits.SplitEvery(TestEvery);
        (Dataset train, Dataset validation) = rest.SplitEvery(ValidateEvery);
        return new DigitSplit(train, validation.Count > 0 ? validation : null, test);
    }
}
