using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Checks;

/// <summary>Activations that follow each other, and layers between which one is missing.</summary>
internal static class ActivationMistakes
{
    public static IEnumerable<CompilerError> Check(Calls calls)
    {
        foreach (TracedCall call in calls.All.Where(static call => call.IsOwn && call.Arguments.Count > 0))
        {
            if (calls.GiverOf(call.Arguments[0]) is { } before)
            {
                if (ActivationPairs.Consequence(before.Name, call.Name) is { } consequence)
                {
                    yield return new CompilerError(Rules.RepeatedActivation, call.Origin, [call.Name, before.Name, consequence])
                    {
                        Related = [new RelatedSpec(before.Origin, $"'{before.Name}' stands here")],
                        Remedy = new RemoveThis(),
                    };
                }
                else if (call.Name == "Dense" && before.Name == "Dense" && call.Arguments[0] == before.Result && calls.HasOneUse(before.Result) && (before.Part == call.Part || !calls.IsShared(call)) && !IsBottleneck(before, call))
                {
                    yield return new CompilerError(Rules.LinearAfterLinear, call.Origin, [Named(call, before), Named(before, call)])
                    {
                        Related = [new RelatedSpec(before.Origin, $"'{Named(before, call)}' stands here")],
                        Remedy = new InsertBefore("Relu"),
                    };
                }
            }

            if (StatisticsOfOne(call) is { } fix)
            {
                yield return new CompilerError(Rules.StatisticsOfOne, call.Origin, [call.Name, fix]);
            }
        }
    }

    /// <summary>Whether two linear layers say with fewer weights what one would: what is between them is smaller than both ends.</summary>
    private static bool IsBottleneck(TracedCall first, TracedCall second)
    {
        (Size from, Size middle, Size to) = (Last(first.Arguments[0].Shape), Last(first.Result.Shape), Last(second.Result.Shape));
        return !(from.IsConstant && middle.IsConstant && to.IsConstant) || middle.Constant < Math.Min(from.Constant, to.Constant);
    }

    private static string Named(TracedCall call, TracedCall other) => call.Part is null || call.Part == other.Part ? call.Name : $"{call.Name} in {call.Part}";

    private static string? StatisticsOfOne(TracedCall call)
    {
        Shape shape = call.Arguments[0].Shape;
        return (call.Part, call.Name) switch
        {
            (not null, "BatchNorm") when shape.Where(static (_, axis) => axis != 1).All(static size => size == Size.One) =>
                "a model with Batch = false has no batch, so use LayerNorm",
            (_, "LayerNorm") when Last(shape) == Size.One => "give it more than one feature, or remove it",
            _ => null,
        };
    }

    private static Size Last(Shape shape) => shape.Rank == 0 ? Size.One : shape[shape.Rank - 1];
}
