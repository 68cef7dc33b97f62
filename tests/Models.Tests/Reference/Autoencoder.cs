using Adjoint;
using static Adjoint.Ops;

namespace Models.Tests.Reference;

/// <summary>A deep autoencoder, which learns to say what it is given in few numbers (Hinton and Salakhutdinov 2006).</summary>
[Model]
public partial record Autoencoder(
    [Dense(32), Sigmoid, Dense(16), Sigmoid, Dense(6)]  Layer Encode,
    [Dense(16), Sigmoid, Dense(32), Sigmoid, Dense(64)] Layer Decode)
{
    public Expr Forward([Shape("64")] Expr x) => Sigmoid(Decode(Encode(x)));

    [Objective]
    public Expr Reconstruct([Shape("64")] Expr x) => SigmoidCrossEntropy(Decode(Encode(x)), x);
}
