using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Costs;

/// <summary>What one part, or several together, cost a program; formulas of the batch and of other named sizes.</summary>
/// <param name="Part">The part's path.</param>
internal sealed record CostRow(string Part)
{
    /// <summary>The numbers that it could train.</summary>
    public Size Parameters { get; init; }

    /// <summary>Those of them that the program computes the gradient of.</summary>
    public Size Trained { get; init; }

    /// <summary>The floating-point operations of the forward pass.</summary>
    public Size ForwardFlops { get; init; }

    /// <summary>Those of the backward pass, with what it computes again.</summary>
    public Size BackwardFlops { get; init; }

    /// <summary>The floats that the forward pass keeps for the backward pass.</summary>
    public Size Saved { get; init; }

    /// <summary>The floats of all other buffers; they share memory, so that the arena is smaller than their sum.</summary>
    public Size Scratch { get; init; }

    /// <summary>Whether it costs nothing.</summary>
    public bool IsNothing => this == new CostRow(Part);

    public CostRow Plus(CostRow other) => this with
    {
        Parameters = Parameters + other.Parameters,
        Trained = Trained + other.Trained,
        ForwardFlops = ForwardFlops + other.ForwardFlops,
        BackwardFlops = BackwardFlops + other.BackwardFlops,
        Saved = Saved + other.Saved,
        Scratch = Scratch + other.Scratch,
    };
}
