namespace Adjoint;

/// <summary>Trained parameters that lie side by side and are moved in one pass.</summary>
/// <param name="Offset">Where they begin among the parameters.</param>
/// <param name="Gradient">Where their gradient begins in the buffer of gradients.</param>
/// <param name="Start">Where they begin in a buffer of the trained parameters alone, as a moment is.</param>
/// <param name="Length">The number of floats, gaps between tensors included.</param>
/// <param name="Group">Their group, or null.</param>
/// <param name="Tensor">The one tensor that they are, for an optimizer that takes tensors one at a time; else null.</param>
internal readonly record struct TrainedRange(int Offset, int Gradient, int Start, int Length, ParameterGroup? Group, ParameterInfo? Tensor)
{
    /// <summary>Their part of a buffer in the layout of the gradients.</summary>
    public ReadOnlySpan<float> Of(ReadOnlySpan<float> gradient) => gradient.Slice(Gradient, Length);

    /// <summary>Their part of a buffer in the layout of the gradients.</summary>
    public Span<float> Of(Span<float> gradient) => gradient.Slice(Gradient, Length);
}

/// <summary>A trained parameter, or the part of it that is trained.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Gradient">Where its gradient begins in the buffer of gradients.</param>
/// <param name="Length">The number of floats.</param>
internal readonly record struct TrainedTensor(ParameterInfo Parameter, int Gradient, int Length);
