namespace Adjoint;

/// <summary>An axis of a weight.</summary>
public enum WeightAxis
{
    /// <summary>
    /// The features or channels that the weight takes: rows of a matrix, the second axis of a convolution's kernel. Where that has a single position, as in a
    /// depth-wise convolution, the other one.
    /// </summary>
    Inputs,

    /// <summary>The features or channels that it gives: columns of a matrix, the first axis of a convolution's kernel.</summary>
    Outputs,
}
