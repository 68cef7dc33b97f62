using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Interpreter;

namespace Adjoint.Tests.Interpreter;

public class GraphInterpreterTests
{
    private static readonly EvaluationContext Two = new(new Dictionary<string, long> { ["n"] = 2 }, 0, 0);

    [Fact]
    public void Single_RoundsEveryStoredValue()
    {
        // 0.1 is rounded when it is given, the factor when it is filled in, and their product again.
        float third = (float)((double)0.1f * (float)(1.0 / 3));
        Assert.Equal([(float)((double)third + third), 0], Run(Precision.Single, 0.1, 0));
        Assert.NotEqual(Run(Precision.Double, 0.1, 0), Run(Precision.Single, 0.1, 0));
    }

    [Fact]
    public void Double_RoundsNothing() => Assert.Equal([(0.1 * (1.0 / 3)) + (0.1 * (1.0 / 3)), 1e300 * (1.0 / 3) * 2], Run(Precision.Double, 0.1, 1e300));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void LeafOfAnotherLength_IsAnError(int length)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>("leafValue", () => Run(Precision.Double, new double[length]));
        Assert.StartsWith($"%0 = Input() : f32[n] has 2 elements, but {length} are given.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GivenValues_AreNotChanged()
    {
        double[] given = [0.1, 0.2];
        Run(Precision.Single, given);
        Assert.Equal([0.1, 0.2], given);
    }

    private static double[] Run(Precision precision, params double[] x)
    {
        GraphBuilder builder = new();
        Node input = builder.Add(new InputLeaf(TensorType.Float([Size.Batch])));
        Node third = builder.Multiply(input, builder.Fill(input.Shape, 1.0, 3));
        Graph graph = builder.Build([new Output(new PredictionOutput(), builder.Add(third, third))]);
        return GraphInterpreter.Run(graph, _ => x, Two, precision)[0].Values;
    }
}
