using static Adjoint.Ops;

namespace Adjoint.Tests.Functions;

/// <summary>Functions of values whose sizes have names: the shapes that they give, and what they say where a name leaves open too much.</summary>
public sealed class NamedSizeFunctionTests
{
    public static TheoryData<string, string, Func<Expr, Expr>> Shapes => new()
    {
        { "2*T, 3", "[T, 3]", static x => Split(x, 0, 2)[1] },
        { "T, 6", "[T, 3]", static x => Glu(x) },
        { "4*T", "[T]", static x => Maxout(x, 4) },
        { "T, 3", "[3]", static x => Product(x, 0) },
        { "T, 3", "[3]", static x => Norm(x, 0) },
        { "T, 3", "[T + 3, 3]", static x => Pad(x, 0, 1, 2, PadMode.Reflect) },
        { "T, 3", "[T + 3, 3]", static x => Pad(x, 0, 1, 2, PadMode.Circular) },
        { "T, 3", "[T + 3, 3]", static x => Pad(x, 0, 1, 2, PadMode.Replicate) },
        { "T, 3", "[T + 3, 3]", static x => Pad(x, 0, 1, 2, 0.5f) },
        { "T, 3", "[3 * T, 3]", static x => Tile(x, 0, 3) },
        { "T, 3", "[T, 3]", static x => Roll(x, 0, 1) },
        { "T, 3", "[T, 3]", static x => Roll(x, 0, -1) },
        { "T, T", "[T, T]", static x => Tril(x) },
        { "T, 3", "[2, 3]", static x => TopK(x, 2, 0).Values },
        { "T, S", "[T, S, S]", static x => Outer(x, x) },
        { "T, 3", "[T - 2, 3, 3]", static x => Unfold(x, 0, 3) },
        { "T, 3", "[T - 4, 3, 3]", static x => Unfold(x, 0, 3, dilation: 2) },
        { "4*T + 1", "[2 * T, 3]", static x => Unfold(x, 0, 3, stride: 2) },
        { "3, 2*H, 4*W", "[2 * H * W, 12]", static x => Patchify(x, 2) },
        { "C, T", "[C, T]", static x => Eca(x, Ones("3")) },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Shape_IsSaidInTheNames(string input, string shape, Func<Expr, Expr> function)
    {
        Expr x = Expr.Input(input);
        using (Compiler.Trace.Execution.Enter(x.Model!, new(string.Empty)))
        {
            Assert.Equal(shape, function(x).Shape);
        }
    }

    [Fact]
    public void ProductAlongTheBatch_IsALoop()
    {
        Computation computation = new(5, 2);
        Expr x = computation.Value("2");
        double[] v = computation.ValuesOf(x);
        double[] product = computation.Run(Product(x, Axis.Batch)).Values;
        Assert.Equal(v[0] * v[2] * v[4] * v[6] * v[8], product[0], 12);
        v[2] = 0;
        double[] derivative = computation.Run(Gradient(Product(x, Axis.Batch), x)).Values;
        Assert.Equal(0, derivative[0]);
        Assert.Equal(v[0] * v[4] * v[6] * v[8], derivative[2], 12);
    }
}
