namespace Adjoint;

/// <summary>
/// Computes what the backward pass needs of a part again, from the part's input, instead of keeping it (Chen et al. 2016, "Training deep nets with sublinear
/// memory cost"). Results are the same to the last bit where the same kernels compute them. Each use of a model that the part repeats starts from an input of its own, which is kept; so are sums, such as means and variances, and the states of loops, which are not run again.
/// </summary>
public sealed class RecomputeAttribute : DerivationAttribute
{
}
