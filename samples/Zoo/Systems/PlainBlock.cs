using Adjoint;
using static Adjoint.Ops;

namespace Zoo.Systems;

/// <summary>A block of a transformer in which every product with a weight is a part that has a name. Several systems train it, each in its way.</summary>
[Model]
public partial record PlainBlock(
    [LayerNorm]                     Layer Norm1,
    [Dense(32, Bias = false)]       Layer Query,
    [Dense(32, Bias = false)]       Layer Key,
    [Dense(32, Bias = false)]       Layer Value,
    [Dense(32, Bias = false)]       Layer Mix,
    [LayerNorm]                     Layer Norm2,
    [Dense(64, Bias = false), Gelu] Layer Widen,
    [Dense(32, Bias = false)]       Layer Narrow)
{
    public Expr Forward([Shape("T, 32")] Expr x)
    {
        var seen = Norm1(x);
        var attention = Softmax(MatMul(Query(seen), Transpose(Key(seen))) / 5.66f);
        var read = x + Mix(MatMul(attention, Value(seen)));
        return read + Narrow(Widen(Norm2(read)));
    }
}
