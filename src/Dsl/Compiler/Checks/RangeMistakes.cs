using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Checks;

/// <summary>
/// Logarithms, roots and divisions of values that training can move to where they are not finite. Values that nothing trains are the
/// business of the data.
/// </summary>
internal static class RangeMistakes
{
    public static IEnumerable<CompilerError> Check(Calls calls)
    {
        ValueRanges ranges = new();
        foreach (TracedCall call in calls.All.Where(static call => call.IsOwn))
        {
            if (call.Name == "Log" && calls.GiverOf(call.Arguments[0]) is { Name: "Softmax" or "Sigmoid" } activation)
            {
                yield return new CompilerError(
                    Rules.LogOfActivation, call.Origin, [activation.Name, activation.Name == "Softmax" ? "LogSoftmax(x)" : "-Softplus(-x)"])
                {
                    Related = [new RelatedSpec(activation.Origin, $"'{activation.Name}' stands here")],
                };
            }
            else if (Mistake(call, ranges) is var (argument, where, fix) && Calls.IsTrained(argument) && !IsToldOf(calls.GiverOf(argument)))
            {
                yield return new CompilerError(Rules.UnboundedArgument, call.Origin, [FunctionCall.WordFor(call.Name), where, fix])
                {
                    Related = Provenance.Related([argument]),
                };
            }
        }
    }

    // A root that can be 0 is told of itself, and what helps there helps the division by it.
    private static bool IsToldOf(TracedCall? giver) => giver is { Name: "Sqrt", IsOwn: true };

    private static (Node Argument, string Where, string Fix)? Mistake(TracedCall call, ValueRanges ranges) => call.Name switch
    {
        "Log" when !ranges.Of(call.Arguments[0]).IsPositive => (
            call.Arguments[0],
            "its argument is 0 or less",
            "take it of what is always positive, as Exp, Softplus and Softmax are, or keep the argument away from 0, as in Maximum(x, 1e-6f)"),
        "Log1p" when !ranges.Of(call.Arguments[0]).Shifted(1).IsPositive => (
            call.Arguments[0], "its argument is -1 or less", "keep the argument away from there, as in Maximum(x, 0)"),
        "Sqrt" when !ranges.Of(call.Arguments[0]).IsPositive => (
            call.Arguments[0],
            ranges.Of(call.Arguments[0]).IsNotNegative ? "its argument is 0, as its slope is infinite there" : "its argument is negative, and its slope where that is 0",
            "add a small number to what can't be negative, as in Sqrt(Square(x) + 1e-6f)"),
        "Power" when call.Result.Operation is Power { Exponent: var exponent } && (exponent < 1 && exponent != 0) && !ranges.Of(call.Arguments[0]).IsPositive => (
            call.Arguments[0], "its argument is 0 or less", "add a small number to what can't be negative, as in Power(Square(x) + 1e-6f, …)"),
        "Divide" when call.Arguments.Count == 2 && !ranges.Of(call.Arguments[1]).ExcludesZero => (
            call.Arguments[1], "the divisor is 0", "add a small number to a divisor that can't be negative, as in x / (Abs(y) + 1e-6f)"),
        _ => null,
    };
}
