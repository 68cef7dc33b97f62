using Adjoint.Compiler;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Tests.Graphs;

public class GraphVerifierTests
{
    private static readonly TensorType Type = TensorType.Float([Size.Batch, 3]);
    private static readonly Origin Origin = new("Input", null, 0);
    private readonly Node _leaf = new(0, new InputLeaf(Type), [], Type, Origin);

    [Fact]
    public void InputAfterItsUser_IsFound()
    {
        Node user = new(1, new Negate(), [_leaf], Type, Origin);
        Assert.Equal(["%1 = Negate(%0) : f32[n, 3] uses %0 before it is computed"], GraphVerifier.Verify(new Graph([user, _leaf], [])));
    }

    [Fact]
    public void MissingInput_IsFound()
    {
        Node user = new(1, new Negate(), [_leaf], Type, Origin);
        Assert.Equal(["%1 = Negate(%0) : f32[n, 3] uses %0 before it is computed"], GraphVerifier.Verify(new Graph([user], [])));
    }

    [Fact]
    public void WrongType_IsFound()
    {
        Node user = new(1, new Negate(), [_leaf], TensorType.Float([Size.Batch]), Origin);
        Assert.Equal(["%1 = Negate(%0) : f32[n] should have the type f32[n, 3]"], GraphVerifier.Verify(new Graph([_leaf, user], [])));
    }

    [Fact]
    public void Repetition_IsFound() =>
        Assert.Equal(["%0 = Input() : f32[n, 3] is listed twice"], GraphVerifier.Verify(new Graph([_leaf, _leaf], [])));

    [Fact]
    public void MissingOutput_IsFound() => Assert.Equal(
        ["The output PredictionOutput { Index = 0 } is not in the graph"], GraphVerifier.Verify(new Graph([], [new Output(new PredictionOutput(), _leaf)])));

    [Fact]
    public void EveryGraphOfRandomModels_IsRight()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            ModelSpec spec = RandomModels.Next(new Random(seed));
            CompiledModel model = ModelCompiler.Compile(spec)!;
            (Graph prediction, Graph evaluation) = ModelCompiler.PredictionGraphs(spec);
            foreach (Graph graph in new[]
            {
                ModelCompiler.TrainingGraph(spec), prediction, evaluation, model.Training.Graph, model.Prediction.Graph, model.Evaluation.Graph,
            })
            {
                Assert.True(GraphVerifier.Verify(graph) is [], $"seed {seed}: {string.Join("; ", GraphVerifier.Verify(graph))}");
            }
        }
    }
}
