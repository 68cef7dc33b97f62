using System.IO.Enumeration;

namespace Adjoint;

/// <summary>
/// Settings of an optimizer for some of the parameters: no decay for biases, a smaller learning rate for a body that is already trained, or no
/// training at all. See <see cref="Optimizer.Groups"/>.
/// </summary>
/// <example>
/// <code>
/// new AdamW(3e-4f)
/// {
///     Groups =
///     [
///         ParameterGroup.Matching("Body.*", learningRateFactor: 0.1f),
///         ParameterGroup.Where(parameter => parameter.Shape.Length &lt; 2, weightDecay: 0),
///     ],
/// }
/// </code>
/// </example>
public sealed record ParameterGroup
{
    private readonly string _pattern;
    private readonly Func<ParameterInfo, bool>? _predicate;

    private ParameterGroup(string pattern, Func<ParameterInfo, bool>? predicate)
    {
        _pattern = pattern;
        _predicate = predicate;
    }

    /// <summary>What the learning rate of the group is multiplied by; finite and above 0.</summary>
    public float LearningRateFactor { get; init => field = Setting.Positive(value, nameof(LearningRateFactor)); } = 1;

    /// <summary>The group's own <see cref="Optimizer.WeightDecay"/>, at least 0; the optimizer's when null.</summary>
    public float? WeightDecay { get; init => field = value is { } decay ? Setting.NotNegative(decay, nameof(WeightDecay)) : null; }

    /// <summary>The group's own <see cref="Optimizer.L2"/>, at least 0; the optimizer's when null.</summary>
    public float? L2 { get; init => field = value is { } penalty ? Setting.NotNegative(penalty, nameof(L2)) : null; }

    /// <summary>Whether the group's parameters stay as they are.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>A group of the parameters whose names match a pattern.</summary>
    /// <param name="pattern">
    /// A whole name (<c>Head.Dense.Bias</c>), in which <c>*</c> stands for any characters and <c>?</c> for one: <c>Head.*</c>, <c>*Bias</c>. Case matters.
    /// </param>
    /// <param name="learningRateFactor">See <see cref="LearningRateFactor"/>.</param>
    /// <param name="weightDecay">See <see cref="WeightDecay"/>.</param>
    /// <param name="l2">See <see cref="L2"/>.</param>
    /// <param name="isFrozen">See <see cref="IsFrozen"/>.</param>
    public static ParameterGroup Matching(
        string pattern, float learningRateFactor = 1, float? weightDecay = null, float? l2 = null, bool isFrozen = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        return new(pattern, predicate: null) { LearningRateFactor = learningRateFactor, WeightDecay = weightDecay, L2 = l2, IsFrozen = isFrozen };
    }

    /// <summary>A group of the parameters that a predicate chooses.</summary>
    /// <param name="predicate">Asked once for each parameter when training begins.</param>
    /// <param name="learningRateFactor">See <see cref="LearningRateFactor"/>.</param>
    /// <param name="weightDecay">See <see cref="WeightDecay"/>.</param>
    /// <param name="l2">See <see cref="L2"/>.</param>
    /// <param name="isFrozen">See <see cref="IsFrozen"/>.</param>
    public static ParameterGroup Where(
        Func<ParameterInfo, bool> predicate, float learningRateFactor = 1, float? weightDecay = null, float? l2 = null, bool isFrozen = false)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return new("(by predicate)", predicate) { LearningRateFactor = learningRateFactor, WeightDecay = weightDecay, L2 = l2, IsFrozen = isFrozen };
    }

    /// <summary>Whether a parameter is of the group, if no earlier one claims it.</summary>
    /// <param name="parameter">The parameter.</param>
    public bool Matches(ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return _predicate is null ? FileSystemName.MatchesSimpleExpression(_pattern, parameter.Name, ignoreCase: false) : _predicate(parameter);
    }

    /// <summary>The pattern.</summary>
    public override string ToString() => _pattern;
}
