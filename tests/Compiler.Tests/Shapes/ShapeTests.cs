using Adjoint.Compiler.Shapes;

namespace Adjoint.Tests.Shapes;

public class ShapeTests
{
    [Fact]
    public void Shape_IsItsAxes()
    {
        Shape shape = [Size.Batch, 3, 5];
        Assert.Equal(3, shape.Rank);
        Assert.Equal(15 * Size.Batch, shape.Count);
        Assert.Equal("[n, 3, 5]", shape.ToString());
        Assert.Equal("[3, 5]", shape.WithoutBatch.ToString());
        Assert.Equal([4, 3, 5], shape.Evaluate(new Dictionary<string, long> { ["n"] = 4 }));
        Assert.Equal(shape, [Size.Batch, 3, 5]);
        Assert.Equal(Shape.Scalar, []);
    }

    [Fact]
    public void Evaluate_OfAnAxisBeyondInt_Overflows() =>
        Assert.Throws<OverflowException>(() => Shape.Create([Size.Batch * 2]).Evaluate(new Dictionary<string, long> { ["n"] = int.MaxValue }));

    [Fact]
    public void Type_NamesItsElements()
    {
        Assert.Equal("f32[n, 3]", TensorType.Float([Size.Batch, 3]).ToString());
        Assert.Equal("i32[n]", TensorType.Int([Size.Batch]).ToString());
        Assert.NotEqual(TensorType.Float([Size.Batch]), TensorType.Int([Size.Batch]));
    }
}
