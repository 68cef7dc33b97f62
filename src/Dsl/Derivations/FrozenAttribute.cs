namespace Adjoint;

/// <summary>Keeps a part's parameters as they are: no program computes their gradient.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class FrozenAttribute : Attribute
{
}
