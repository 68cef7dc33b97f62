namespace Adjoint;

/// <summary>
/// What a training step of a model, or of one of its objectives, may take. A build in which it takes more fails, and says what is large and what would help at which
/// price.
/// </summary>
/// <remarks>
/// Memory is what a step needs at once: parameters, running values, gradients, the program's arena and the batch itself, on one thread. What an optimizer
/// remembers is its own choice and comes on top: nothing for gradient descent without momentum, twice the gradients for Adam.
/// <para>A model's budget holds for the step of each of its objectives that has none of its own. What the compiler chooses to keep a budget, it chooses for each step by
/// itself: the programs of other objectives are as if it had chosen nothing.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class BudgetAttribute : Attribute
{
    /// <summary>The most memory, such as <c>"256 KB"</c> (262,144 bytes), <c>"1.5 MB"</c> or <c>"300000"</c>; none when empty.</summary>
    public string TrainingMemory { get; set; } = string.Empty;

    /// <summary>The most floating-point operations of a step, without the optimizer, such as <c>"1.5 M"</c> or <c>"2 G"</c>; none when empty.</summary>
    public string Flops { get; set; } = string.Empty;

    /// <summary>The samples of the step; 1 by default.</summary>
    public int Batch { get; set; } = 1;

    /// <summary>Whether the compiler computes parts again for the backward pass, as <see cref="RecomputeAttribute"/> does, as far as the memory needs it: those that cost the fewest operations for what they save, and none that the budget is kept without.</summary>
    public Recomputing Recompute { get; set; } = Recomputing.Declared;

    /// <summary>
    /// Whether the compiler leaves parameters untrained as far as the budget needs it: it trains as many values as fit (a knapsack over the costs of each, as in
    /// Huang et al. 2024, "GreenTrainer").
    /// </summary>
    public bool Choose { get; set; }
}
