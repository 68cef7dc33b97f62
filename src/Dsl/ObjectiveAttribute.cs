namespace Adjoint;

/// <summary>
/// Makes a method of a model something to train for: it gives the value to make small, a scalar or one value per sample, whose mean is
/// taken. Each objective becomes a training program of its own, which holds nothing but what its updates need.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ObjectiveAttribute : Attribute
{
    /// <summary>
    /// The names of the parts that it trains; all that are not frozen when not given. A path goes further, to a part of a used model, a layer or a
    /// parameter, and <c>*</c> stands for anything in it: <c>"Blocks.3"</c>, <c>"*.Bias"</c>, <c>"Blocks.*.Norm*"</c>.
    /// </summary>
    public string[]? Updates { get; set; }
}
