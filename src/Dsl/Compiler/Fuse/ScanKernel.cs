using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Fuse;

/// <summary>A loop over sequences with all results that somebody asks for.</summary>
internal sealed class ScanKernel : LoopKernel
{
    private readonly IReadOnlyList<Node> _results;
    private readonly IReadOnlyList<Node> _sources;

    private ScanKernel(ScanStep step, IReadOnlyList<Node> results)
        : base(Split(step.Kernels, step.Captured.Select(static captured => captured.Argument), step.IsPlaced), step.States, step.Captured)
    {
        Body = step.Body;
        Items = step.Items;
        Stacked = step.Stacked;
        Histories = step.Histories;
        _results = results;

        // A state that starts with the same number everywhere is filled with it.
        _sources = Some([.. States.Select(static state => state.Initial).Where(static initial => initial.Operation is not Fill),
            .. Items.Select(static item => item.Sequence), .. Captured.Select(static captured => captured.Value)]);
    }

    public ScanBody Body { get; }

    public IReadOnlyList<LoopItem> Items { get; }

    public IReadOnlyList<LoopResult> Stacked { get; }

    /// <summary>States that are kept for every step, with the value that keeps them.</summary>
    public IReadOnlyList<(LoopState State, Node History)> Histories { get; }

    public override IReadOnlyList<Node> Reads => _sources;

    public override IReadOnlyList<Node> Writes => _results;

    public override IReadOnlyList<Node> Computes => _results;

    public override IReadOnlyList<Node> Copied => [.. Items.Where(static item => !item.IsRun).Select(static item => item.Argument)];

    public override IReadOnlyList<Node> Kept => [.. States.Select(static state => state.Next), .. Stacked.Select(static result => result.Value)];

    public override bool HasPlace(Node value) =>
        States.Any(state => state.IsInPlace && state.Next == value) || Stacked.Any(result => result.IsInPlace && result.Value == value);

    /// <summary>The loop that computes some nodes with the same body and inputs.</summary>
    public static ScanKernel Of(IReadOnlyList<Node> results) => new(ScanStep.Of(results), results);
}

/// <summary>One step's item of a sequence.</summary>
/// <param name="Argument">The item.</param>
/// <param name="Sequence">The sequence.</param>
/// <param name="Place">Where the items lie in it.</param>
/// <param name="Length">The number of items.</param>
internal sealed record LoopItem(Node Argument, Node Sequence, ScanSequence Place, Size Length)
{
    /// <summary>Whether an item is one run of the sequence's memory.</summary>
    public bool IsRun => Outer == Size.One;

    /// <summary>The runs that an item has in the sequence.</summary>
    public Size Outer => Size.Product(Place.Item.Shape.Take(Place.Axis));

    /// <summary>The length of each of them.</summary>
    public Size Inner => Size.Product(Place.Item.Shape.Skip(Place.Axis));
}

/// <summary>What every step gives.</summary>
/// <param name="Value">The value in the step.</param>
/// <param name="Sequence">The value that the steps' values make.</param>
/// <param name="Place">Where the items lie in it.</param>
/// <param name="IsInPlace">Whether the step computes its value right there.</param>
internal sealed record LoopResult(Node Value, Node Sequence, ScanSequence Place, bool IsInPlace)
{
    /// <summary>Whether a step's value is one run of the sequence's memory.</summary>
    public bool IsRun => Outer == Size.One;

    /// <summary>The runs that a step's value has in the sequence.</summary>
    public Size Outer => Size.Product(Place.Item.Shape.Take(Place.Axis));

    /// <summary>The length of each of them.</summary>
    public Size Inner => Size.Product(Place.Item.Shape.Skip(Place.Axis));
}
