namespace Adjoint;

/// <summary>
/// A step of a part. Several on one part apply in the order written; sizes that can be inferred are inferred.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property, AllowMultiple = true)]
public abstract class LayerAttribute : PartAttribute
{
    private protected LayerAttribute()
    {
    }
}
