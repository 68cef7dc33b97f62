using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Programs;

/// <summary>The positions of a parameter that are trained.</summary>
/// <param name="Axis">The axis that they are along.</param>
/// <param name="Runs">Runs of positions, ascending and apart.</param>
internal sealed record TrainedSlice(int Axis, EquatableArray<PositionRun> Runs)
{
    /// <summary>The shape of the trained part of a parameter.</summary>
    public Shape Of(Shape parameter) =>
        new(parameter.Select((size, axis) => axis == Axis ? (Size)Runs.Sum(static run => run.Length) : size).ToEquatableArray());
}

/// <summary>Positions one behind the other.</summary>
internal sealed record PositionRun(long Start, long Length);
