using static Adjoint.Ops;

namespace Architectures;

/// <summary>A recurrent encoder, and a decoder that looks at all that the encoder saw (Bahdanau et al. 2015).</summary>
[Model]
public partial record Translator(
    [Embedding(7, 5)]  Layer Source,
    [Embedding(6, 5)]  Layer Target,
    [Weight("5, 4")]   Expr EncoderIn,
    [Weight("4, 4", Init = Init.Orthogonal)] Expr EncoderState,
    [Weight("5, 4")]   Expr DecoderIn,
    [Weight("4, 4", Init = Init.Orthogonal)] Expr DecoderState,
    [Dense(6)]         Layer Head)
{
    public Expr Forward([Shape("i32[S]")] Expr source, [Shape("i32[T]")] Expr target)
    {
        var seen = Scan((h, x) => Tanh(Dense(x, EncoderIn) + Dense(h, EncoderState)), Zeros("4"), Source(source));
        var last = Squeeze(Slice(seen, 0, "S - 1", "1"), 0);
        var states = Scan((h, x) => Tanh(Dense(x, DecoderIn) + Dense(h, DecoderState)), last, Target(target));
        var context = MatMul(Softmax(MatMul(states, Transpose(seen))), seen);
        return Head(Concat(1, states, context));
    }

    [Objective]
    public Expr Translate([Shape("i32[S]")] Expr source, [Shape("i32[T]")] Expr target, [Shape("i32[T]")] Expr next) =>
        SoftmaxCrossEntropy(Forward(source, target), next);
}
