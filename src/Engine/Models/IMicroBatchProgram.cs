using System.ComponentModel;

namespace Adjoint;

/// <summary>A program that works on some samples of a batch at a time; generated code implements it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IMicroBatchProgram
{
    /// <summary>Computes what some samples give.</summary>
    /// <param name="part">The samples.</param>
    /// <param name="result">
    /// Receives what they add to the gradient, which is overwritten, or their outputs in their places among those of the whole batch.
    /// </param>
    /// <returns>What they add to the loss; 0 of a program without.</returns>
    static abstract float Run(scoped in MicroBatch part, Span<float> result);
}
