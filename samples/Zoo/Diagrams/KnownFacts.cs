using System.Text.RegularExpressions;
using Adjoint;

namespace Zoo.Diagrams;

/// <summary>
/// What is known of a model that is trained for one loss, without its drawing: what its description and its costs say at run time, and the kernels of its plan as text, which the build
/// holds to what it compiles as it does the drawing.
/// </summary>
/// <param name="description">The model's description.</param>
/// <param name="cost">What its training costs.</param>
/// <param name="plan">Its plan as text.</param>
internal sealed partial class KnownFacts(ModelDescription description, ProgramCost cost, string plan)
{
    /// <summary>All of them.</summary>
    public IEnumerable<string> All() => [.. Inputs(), .. Parameters(), .. Costs(), .. Kernels()];

    private IEnumerable<string> Inputs() =>
    [
        .. description.Inputs.Select(static input => $"{input.Name} {Type(input)}"),
        $"targets {Type(description.Target!)}",
        .. description.States.Select(static state => $"{state.Name} {Shape(state)}"),
        "loss []",
    ];

    /// <summary>The loss reads all of them, and trains those that are not frozen.</summary>
    private IEnumerable<string> Parameters() => description.Parameters.Select(static parameter => $"reads {parameter.Name} {Shape(parameter)}")
        .Concat(description.Parameters.Where(static parameter => !parameter.IsFrozen).Select(static parameter => $"trains {parameter.Name} {Shape(parameter)}"));

    private IEnumerable<string> Costs()
    {
        PartCost total = cost.Total;
        return
        [
            .. cost.Parts.SelectMany(static part => new[] { (part.Name, Pass: "forward", Flops: part.ForwardFlops), (part.Name, Pass: "backward", Flops: part.BackwardFlops) })
                .Where(static part => part.Flops != default)
                .Select(static part => $"{part.Name} {part.Pass} FLOP {Sizes.Numbers(part.Flops)}"),
            $"bytes kept {Sizes.Numbers(batch => 4 * total.SavedFloats.For(batch))}",
            $"parameters: {Sizes.Numbers(_ => description.ParameterCount)}",
            $"trained {Sizes.Numbers(_ => total.TrainedParameters)}",
            $"forward {Sizes.Numbers(total.ForwardFlops)}",
            $"backward {Sizes.Numbers(total.BackwardFlops)}",
            $"arena: {Sizes.Numbers(cost.Arena.BytesFor)}",
            $"of which kept {Sizes.Numbers(batch => 4 * total.SavedFloats.For(batch))}",
        ];
    }

    /// <summary>The kernels of the training, whose lines begin with their moments. A copy tells only what it gives, which is what it reads.</summary>
    private IEnumerable<string> Kernels() => Kernel()
        .Matches(plan.ReplaceLineEndings("\n").Split($"\ntraining of {cost.Name}\n")[1].Split("\n\n")[0])
        .Select(static match => match.Groups)
        .Select(static kernel => $"k{kernel["moment"]} {kernel["what"]}: {(kernel["kind"].Value == "Copy" ? kernel["gives"] : kernel["reads"])}");

    private static string Type(TensorInfo tensor) => $"{(tensor.IsInteger ? "i32" : "")}[{string.Join(", ", Sizes.Axes(tensor.Text).Prepend("n"))}]";

    private static string Shape(ParameterInfo parameter) => $"[{string.Join(", ", parameter.Shape)}]";

    [GeneratedRegex(@"^    (?<moment>\d+) (?<what>.+?)   (?:(?<reads>\[.*\]) → )?(?<gives>\[[^\]]*\]) = (?<kind>\w+)", RegexOptions.Multiline)]
    private static partial Regex Kernel();
}
