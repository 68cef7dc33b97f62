using Adjoint.Compiler;
using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using static Adjoint.Ops;

namespace Adjoint.Tests.Functions;

/// <summary>What derivatives as values cost, and how they relate to one another.</summary>
public sealed class DerivationTests
{
    [Fact]
    public void TangentOfALinearLayer_IsOneProduct()
    {
        Computation computation = new(3, 50);
        (Expr x, Expr kernel, Expr bias, Expr tangent) = (computation.Value("4"), computation.Value("weight 4, 5"), computation.Value("weight 5"), computation.Value("4"));
        Kernel only = Assert.Single(Kernels(Jvp(Dense(x, kernel, bias), x, tangent)));
        Assert.IsType<GemmKernel>(only);
    }

    [Fact]
    public void TangentOfTwoLayers_ComputesWhatIsBetweenThemOnce()
    {
        Computation computation = new(3, 51);
        (Expr x, Expr first, Expr second, Expr tangent) = (computation.Value("4"), computation.Value("weight 4, 5"), computation.Value("weight 5, 2"), computation.Value("4"));
        IReadOnlyList<Kernel> kernels = Kernels(Jvp(Dense(Tanh(Dense(x, first)), second), x, tangent));
        Assert.Equal(3, kernels.Count(static kernel => kernel is GemmKernel));

        // Besides the products only the tangent between the layers, times the slope of Tanh.
        Assert.IsType<ElementwiseKernel>(Assert.Single(kernels, static kernel => kernel is not GemmKernel));
    }

    [Fact]
    public void HessianProductOfALinearFunction_IsNothing()
    {
        Computation computation = new(3, 52);
        (Expr x, Expr kernel) = (computation.Value("4"), computation.Value("weight 4, 5"));
        Assert.DoesNotContain(Kernels(HessianProduct(Dense(x, kernel), x, x)), static kernel => kernel is GemmKernel);
    }

    [Fact]
    public void TangentAndGradient_AreTransposed()
    {
        Computation computation = new(3, 53);
        (Expr x, Expr kernel, Expr tangent, Expr cotangent) = (computation.Value("4"), computation.Value("weight 4, 5"), computation.Value("4"), computation.Value("5"));
        Expr y = Softmax(Dense(x, kernel));
        Assert.Equal(
            computation.Run(Sum(Jvp(y, x, tangent) * cotangent)).Values,
            computation.Run(Sum(Gradient(y * cotangent, x) * tangent)).Values,
            static (double a, double b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void HessianProduct_IsTheTangentOfTheGradient()
    {
        Computation computation = new(3, 54);
        (Expr x, Expr kernel, Expr direction) = (computation.Value("4"), computation.Value("weight 4, 4"), computation.Value("4"));
        Expr loss = Sum(Square(Tanh(Dense(x, kernel))));
        Assert.Equal(
            computation.Run(Jvp(Gradient(loss, x), x, direction)).Values,
            computation.Run(HessianProduct(loss, x, direction)).Values,
            static (double a, double b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void RowsOfTheJacobian_AreGradients()
    {
        Computation computation = new(3, 55);
        (Expr x, Expr kernel) = (computation.Value("4"), computation.Value("weight 4, 3"));
        Expr y = Softmax(Dense(x, kernel));
        Expr jacobian = Jacobian(y, x);
        for (int row = 0; row < 3; row++)
        {
            Assert.Equal(
                computation.Run(Gradient(Slice(y, 0, row, 1), x)).Values,
                computation.Run(Squeeze(Slice(jacobian, 0, row, 1), 0)).Values,
                static (double a, double b) => Math.Abs(a - b) < 1e-12);
        }
    }

    [Fact]
    public void GradientByAWeightOfEachSample_IsThatOfTheSampleAlone()
    {
        Computation together = new(4, 56);
        (Expr x, Expr y, Expr kernel) = (together.Value("3"), together.Value("2"), together.Value("weight 3, 2"));
        Expr own = PerSample(kernel);
        double[] each = together.Run(Gradient(SquaredError(Tanh(Dense(x, own)), y), own)).Values;
        double[] sum = together.Run(Gradient(SquaredError(Tanh(Dense(x, kernel)), y), kernel)).Values;
        for (int sample = 0; sample < 4; sample++)
        {
            Computation alone = new(1, 57);
            (Expr x1, Expr y1, Expr kernel1) = (alone.Value("3"), alone.Value("2"), alone.Value("weight 3, 2"));
            together.ValuesOf(x).AsSpan(3 * sample, 3).CopyTo(alone.ValuesOf(x1));
            together.ValuesOf(y).AsSpan(2 * sample, 2).CopyTo(alone.ValuesOf(y1));
            together.ValuesOf(kernel).CopyTo(alone.ValuesOf(kernel1), 0);
            double[] expected = alone.Run(Gradient(SquaredError(Tanh(Dense(x1, kernel1)), y1), kernel1)).Values;
            Assert.Equal(expected, each[(6 * sample)..(6 * (sample + 1))], static (double a, double b) => Math.Abs(a - b) < 1e-12);
        }

        Assert.Equal(sum, [.. Enumerable.Range(0, 6).Select(i => each.Where((_, k) => k % 6 == i).Sum())], static (double a, double b) => Math.Abs(a - b) < 1e-12);
    }

    private static IReadOnlyList<Kernel> Kernels(Expr value) =>
        ModelCompiler.Lower(value.Model!.Builder.Build([new Output(new PredictionOutput(), value.Node)])).Kernels;
}
