using static Adjoint.Ops;

namespace Architectures;

/// <summary>Two networks against each other (Goodfellow et al. 2014): each objective trains one and leaves the other as it is.</summary>
[Model]
public partial record Gan(
    [Dense(8), LeakyRelu(0.2f), Dense(3)] Layer Generator,
    [Dense(8), LeakyRelu(0.2f), Dense(1)] Layer Critic)
{
    public Expr Forward([Shape("2")] Expr noise) => Generator(noise);

    [Objective(Updates = [nameof(Critic)])]
    public Expr Separate([Shape("3")] Expr real, [Shape("2")] Expr noise) =>
        SigmoidCrossEntropy(Critic(real), 1f) + SigmoidCrossEntropy(Critic(Generator(noise)), 0f);

    [Objective(Updates = [nameof(Generator)])]
    public Expr Deceive([Shape("2")] Expr noise) => SigmoidCrossEntropy(Critic(Generator(noise)), 1f);
}
