using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Checks;

/// <summary>What stands directly before a loss and should not.</summary>
internal static class LossMistakes
{
    private static readonly (Rule Repeated, string[] Contained) Softmax = (Rules.RepeatedSoftmax, ["Softmax", "LogSoftmax"]);

    private static readonly (Rule Repeated, string[] Contained) Sigmoid = (Rules.RepeatedSigmoid, ["Sigmoid"]);

    /// <summary>The losses that compare logits, and the activation that each contains.</summary>
    private static readonly Dictionary<string, (Rule Repeated, string[] Contained)> LogitLosses = new(StringComparer.Ordinal)
    {
        ["CrossEntropy"] = Softmax,
        ["Focal"] = Softmax,
        ["SoftTargetCrossEntropy"] = Softmax,
        ["KullbackLeibler"] = Softmax,
        ["SoftmaxCrossEntropy"] = Softmax,
        ["SoftmaxFocal"] = Softmax,
        ["MaskedCrossEntropy"] = Softmax,
        ["Ctc"] = Softmax,
        ["BinaryCrossEntropy"] = Sigmoid,
        ["SigmoidCrossEntropy"] = Sigmoid,
        ["SigmoidFocal"] = Sigmoid,
    };

    /// <summary>The losses of declarations that compare plain numbers, so that any activation may come before them.</summary>
    private static readonly HashSet<string> PlainLosses = new(
        ["MeanSquaredError", "MeanAbsoluteError", "Huber", "Hinge", "CosineDistance"], StringComparer.Ordinal);

    /// <summary>What activations leave of all numbers.</summary>
    private static readonly Dictionary<string, string> Ranges = new(StringComparer.Ordinal)
    {
        ["Relu"] = "numbers from 0 up",
        ["Softplus"] = "numbers above 0",
        ["Sigmoid"] = "numbers between 0 and 1",
        ["Softmax"] = "numbers between 0 and 1",
        ["LogSoftmax"] = "numbers below 0",
        ["Tanh"] = "numbers between -1 and 1",
    };

    public static IEnumerable<CompilerError> Check(Calls calls)
    {
        foreach (TracedCall loss in calls.All.Where(static call => call.IsOwn && (LogitLosses.ContainsKey(call.Name) || PlainLosses.Contains(call.Name))))
        {
            if (calls.GiverOf(loss.Arguments[0]) is { } last && Mistake(loss.Name, last) is { } mistake)
            {
                yield return mistake with { Related = [new RelatedSpec(loss.Origin, $"'{loss.Name}' is taken here")] };
            }
        }
    }

    private static CompilerError? Mistake(string loss, TracedCall last) =>
        last.Name == "Dropout" ? new CompilerError(Rules.DropoutOfOutput, last.Origin, [last.Name, loss]) { Remedy = new RemoveThis() }
        : last.Name == "BatchNorm" ? new CompilerError(Rules.NormalisedOutput, last.Origin, [last.Name, loss]) { Remedy = new RemoveThis() }
        : !LogitLosses.TryGetValue(loss, out (Rule Repeated, string[] Contained) logits) ? null
        : logits.Contained.Contains(last.Name) ? new CompilerError(logits.Repeated, last.Origin, [last.Name, loss]) { Remedy = new RemoveThis() }
        : Ranges.TryGetValue(last.Name, out string? range) ? new CompilerError(Rules.ActivatedLogits, last.Origin, [last.Name, loss, range]) { Remedy = new RemoveThis() }
        : null;
}
