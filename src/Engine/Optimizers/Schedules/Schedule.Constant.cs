namespace Adjoint;

/// <content>No change.</content>
public abstract partial record Schedule
{
    /// <summary>The learning rate stays as it is.</summary>
    public sealed record Constant : Schedule
    {
        /// <inheritdoc/>
        public override float Factor(long step, long totalSteps) => 1;
    }
}
