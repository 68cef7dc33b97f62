namespace Adjoint;

/// <summary>
/// How training programs are derived of a part: what they train of it, what they keep of it for the backward pass. It counts for all that the part
/// contains, models that it uses among them. Where none is written nothing is different.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public abstract class DerivationAttribute : PartAttribute
{
    private protected DerivationAttribute()
    {
    }
}
