using static Adjoint.Ops;

namespace Architectures;

/// <summary>Leaky neurons that fire at a threshold, trained with a smooth derivative in its place (Neftci et al. 2019).</summary>
[Model(Input = "T, 5", Loss = CrossEntropy)]
public partial record SpikingNet(
    [Weight("5, 7")] Expr Input,
    [Dense(3)]       Layer Readout)
{
    private const float Decay = 0.8f;

    public Expr Forward(Expr events)
    {
        var (_, spikes) = ScanWithOutput(
            (voltage, x) =>
            {
                var charged = Decay * voltage + Dense(x, Input);
                var spike = Spike(charged - 1f);
                return (charged * (1f - spike), spike);
            },
            0f,
            events);
        return Readout(Mean(spikes, axis: 0));
    }

    [Gradient(nameof(Surrogate))]
    private static Expr Spike(Expr voltage) => voltage > 0f;

    private static Expr Surrogate(Expr voltage, Expr cotangent) => cotangent / Square(1f + 2f * Abs(voltage));
}
