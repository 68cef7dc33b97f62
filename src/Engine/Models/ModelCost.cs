using System.Collections.Immutable;

namespace Adjoint;

/// <summary>What the programs of a model cost, part by part; known since the model was built.</summary>
/// <param name="name">The model's name.</param>
/// <param name="prediction">The cost of a prediction.</param>
/// <param name="objectives">The costs of a training step for each objective.</param>
public sealed class ModelCost(string name, ProgramCost prediction, ImmutableArray<ProgramCost> objectives)
{
    /// <summary>The model's name, as declared.</summary>
    public string Name { get; } = name;

    /// <summary>The cost of a prediction.</summary>
    public ProgramCost Prediction { get; } = prediction;

    /// <summary>The cost of a training step, without the optimizer, for each of the model's objectives.</summary>
    public ImmutableArray<ProgramCost> Objectives { get; } = objectives;

    /// <summary>The cost of a training step for one objective.</summary>
    /// <param name="name">The name of its method, or <c>Loss</c>.</param>
    /// <exception cref="ArgumentException">There is no such objective.</exception>
    public ProgramCost Objective(string name) => Objectives.FirstOrDefault(objective => objective.Name == name)
        ?? throw new ArgumentException(
            $"'{Name}' has no objective '{name}'; it has {string.Join(", ", Objectives.Select(static objective => objective.Name))}.", nameof(name));

    /// <summary>The tables of all programs.</summary>
    public override string ToString() => $"{Name}\n\n{string.Join("\n", Objectives.Prepend(Prediction))}";
}
