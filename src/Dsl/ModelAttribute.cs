namespace Adjoint;

/// <summary>
/// Makes a <c>partial record</c> a model: its positional members are its parts, chained in order, and the generator writes
/// its training and prediction programs while the project builds.
/// </summary>
/// <example>
/// <code>
/// [Model(Input = "64", Loss = CrossEntropy)]
/// public partial record Mlp(
///     [Dense(32), Relu] Layer Hidden,
///     [Dense(10)]       Layer Logits);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ModelAttribute : Attribute
{
    /// <summary>The shape of one sample without the batch axis: sizes separated by commas, such as <c>"1, 28, 28"</c>.</summary>
    public string? Input { get; set; }

    /// <summary>What training makes small.</summary>
    public Loss Loss { get; set; }

    /// <summary>Whether the model works on batches of samples, along an implicit first axis; false for one whole object, such as a graph.</summary>
    public bool Batch { get; set; } = true;
}
