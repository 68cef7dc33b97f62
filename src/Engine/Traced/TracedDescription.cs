using System.Collections.Immutable;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>Says about a traced model what the generator writes about a compiled one.</summary>
internal static class TracedDescription
{
    /// <param name="spec">The declaration.</param>
    /// <param name="parameters">The places of parameters.</param>
    /// <param name="states">The places of running values.</param>
    /// <param name="training">The graph of the loss and its gradient.</param>
    /// <param name="prediction">The graph of the output.</param>
    /// <param name="evaluation">The graph of the loss as in prediction.</param>
    /// <param name="one">The values of all sizes for one sample.</param>
    /// <exception cref="ArgumentException">The model takes or gives what the interpreter's face cannot hold.</exception>
    public static ModelDescription Of(
        ModelSpec spec,
        ParameterLayout parameters,
        ParameterLayout states,
        Graph training,
        Graph prediction,
        Graph evaluation,
        IReadOnlyDictionary<string, long> one)
    {
        Node[] inputs = [.. training.Nodes.Concat(prediction.Nodes).Where(static node => node.Operation is InputLeaf).DistinctBy(static node => node.Operation)];
        if (!spec.HasBatch || inputs.Length != 1 || inputs[0].Type.Element != ElementType.Float32 || prediction.Outputs.Count != 1)
        {
            throw new ArgumentException($"'{spec.Name}' cannot be run as a traced model, which takes batches of one input of real numbers and gives one output. Compile it instead.");
        }

        Leaf target = training.Nodes.Select(static node => node.Operation).OfType<TargetLeaf>().Single();
        return new ModelDescription
        {
            Name = spec.Name,
            Parameters = [.. parameters.Items.Select(item => new ParameterInfo(
                item.FullName, Sizes(item.Leaf.Type.Shape), Whole(item.Offset), InitializerOf(item.FullName, ((ParameterLeaf)item.Leaf).Initial, one))
            {
                IsFrozen = ((ParameterLeaf)item.Leaf).IsFrozen,
                ChangeScale = (float?)((ParameterLeaf)item.Leaf).ChangeScale,
            })],
            ParameterBufferLength = Whole(parameters.Length),
            StateLength = Whole(states.Length),
            States = [.. states.Items.Select(item => new ParameterInfo(
                item.FullName, Sizes(item.Leaf.Type.Shape), Whole(item.Offset), Initializer.Constant((float)((StateLeaf)item.Leaf).Initial)))],
            Inputs = [new TensorInfo("inputs", Sizes(inputs[0].Shape.WithoutBatch))],
            Outputs = [new TensorInfo("Output", Sizes(prediction.Outputs[0].Value.Shape.WithoutBatch))],
            Target = new TensorInfo("target", Sizes(target.Type.Shape.WithoutBatch), target.Type.Element == ElementType.Int32),
            Loss = Enum.Parse<Loss>(spec.Loss!.Text),
            TrainingMemory = Memory(training),
            EvaluationMemory = Memory(evaluation),
            PredictionMemory = Memory(prediction),
            FlopsPerSample = JointOperation.Once(training).Sum(node => node.Operation.Flops(node).Evaluate(one)),
        };

        ImmutableArray<int> Sizes(Shape shape) => [.. shape.Select(Whole)];

        int Whole(Size size) => checked((int)size.Evaluate(one));

        // The interpreter keeps every value, in double precision.
        MemoryFormula Memory(Graph graph)
        {
            Size floats = graph.Nodes.Aggregate(Size.Zero, static (sum, node) => sum + (node.Shape.Count * 2));
            return new MemoryFormula(OfPower(1), OfPower(0))
            {
                HigherPowers = [.. Enumerable.Range(2, Math.Max(0, floats.Degree(Size.BatchName) - 1)).Select(OfPower)],
            };

            long OfPower(int power) => floats.OfPower(Size.BatchName, power).Evaluate(one);
        }
    }

    private static Initializer InitializerOf(string parameter, InitialValue initial, IReadOnlyDictionary<string, long> sizes) => initial switch
    {
        ZeroInitial => Initializer.Zeros,
        ConstantInitial constant => Initializer.Constant((float)constant.Value),
        UniformInitial uniform => Initializer.Uniform((float)uniform.Bound),
        NormalInitial normal => Initializer.Normal((float)normal.Deviation),
        HeInitial he => Initializer.He(he.Inputs.Evaluate(sizes), he.Gain, he.IsNormal),
        XavierInitial xavier => Initializer.Xavier(xavier.Inputs.Evaluate(sizes), xavier.Outputs.Evaluate(sizes), xavier.Gain, xavier.IsNormal),
        OrthogonalInitial orthogonal => Initializer.Orthogonal((float)orthogonal.Gain),
        SparseInitial sparse => Initializer.Sparse((float)sparse.Density, (float)sparse.Deviation),
        _ => throw new ArgumentException($"The weight '{parameter}' starts in a way that a traced model does not know: {initial}."),
    };
}
