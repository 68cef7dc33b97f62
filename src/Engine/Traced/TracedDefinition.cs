using System.Collections.Immutable;
using Adjoint.Compiler;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;
using Adjoint.Interpreter;

namespace Adjoint;

/// <summary>What a traced model computes: its graphs, and their values by the interpreter.</summary>
internal sealed class TracedDefinition
{
    private readonly IReadOnlyDictionary<string, int> _sizes;
    private readonly Graph _prediction;
    private readonly Graph _evaluation;
    private readonly Dictionary<string, (int Offset, int Length)> _states;
    private readonly Dictionary<string, ParameterInfo> _parameters;

    private TracedDefinition(ModelSpec spec, IReadOnlyDictionary<string, int> sizes)
    {
        Compiler.Trace.TracedModel training = Tracing.Run(spec, isTraining: true);
        _sizes = TracedSizes.Check(spec.Name, training.Sizes, sizes);
        Training = ModelCompiler.TrainingGraph(spec, training);
        (_prediction, _evaluation) = ModelCompiler.PredictionGraphs(spec);
        ParameterLayout parameters = new(training.Parameters.Select(static node => node.Operation).OfType<ParameterLeaf>());
        ParameterLayout states = new(training.Parameters.Select(static node => node.Operation).OfType<StateLeaf>());
        _states = states.Items.ToDictionary(static item => item.FullName, item => (Whole(item.Offset), Whole(item.Length)));
        Description = TracedDescription.Of(spec, parameters, states, Training, _prediction, _evaluation, Bindings(1));
        _parameters = Description.Parameters.ToDictionary(static parameter => parameter.Name);
        Trained =
        [
            .. Training.Outputs.Select(static output => output.Target).OfType<GradientOutput>().Select(target =>
            {
                GradientInfo whole = new(target.Parameter, _parameters[target.Parameter].Offset);
                return training.Objectives[0].SliceOf(target.Parameter) is not { } slice ? whole
                    : whole with { Axis = slice.Axis, Runs = [.. slice.Runs.SelectMany(static run => new[] { (int)run.Start, (int)run.Length })] };
            }),
        ];
    }

    /// <summary>The trained parameters with where their gradients lie: where they do themselves. One of which a part is trained has its gradient at the beginning of its room.</summary>
    public ImmutableArray<GradientInfo> Trained { get; }

    public ModelDescription Description { get; }

    /// <summary>The loss, its gradient by every trained parameter, and what running values become.</summary>
    public Graph Training { get; }

    /// <summary>Traces a declaration.</summary>
    /// <exception cref="ArgumentException">It breaks a rule.</exception>
    public static TracedDefinition Of(ModelSpec spec, IReadOnlyDictionary<string, int>? sizes)
    {
        try
        {
            return new TracedDefinition(spec, sizes ?? new Dictionary<string, int>());
        }
        catch (DeclarationException exception)
        {
            throw new ArgumentException(exception.Message, exception);
        }
    }

    public ParameterBuffer Initialize(int seed) => ParameterBuffer.Initialize(Description, seed);

    public float[] Predict(ParameterBuffer parameters, ReadOnlySpan<float> inputs, int count) =>
        [.. Run(_prediction, parameters, new Batch(inputs, [], count), default)[0].Values.Select(static value => (float)value)];

    public float Loss(ParameterBuffer parameters, in Batch batch) => (float)Run(_evaluation, parameters, batch, default)[0].Values[0];

    /// <summary>The loss and its gradient; the parameters' running values become what they are after the step.</summary>
    public float Gradient(ParameterBuffer parameters, in Batch batch, RandomKey key, Span<float> gradient)
    {
        if (gradient.Length != Description.ParameterBufferLength)
        {
            throw new ArgumentException(
                $"The gradient of '{Description.Name}' has {Description.ParameterBufferLength} values; found room for {gradient.Length}.", nameof(gradient));
        }

        IReadOnlyList<Tensor> values = Run(Training, parameters, batch, key);
        float loss = 0;
        foreach ((Output output, Tensor value) in Training.Outputs.Zip(values))
        {
            switch (output.Target)
            {
                case LossOutput:
                    loss = (float)value.Values[0];
                    break;
                case GradientOutput target:
                    ParameterInfo parameter = _parameters[target.Parameter];
                    Store(value, gradient.Slice(parameter.Offset, value.Values.Length));
                    break;
                case StateOutput state:
                    Store(value, Place(parameters.StateSpan, state.State));
                    break;
            }
        }

        return loss;
    }

    /// <summary>The loss on rows and, for a classifier, what they are taken for.</summary>
    public Evaluation Evaluate(ParameterBuffer parameters, Dataset data)
    {
        ConfusionMatrix? confusion = Description.Loss is Adjoint.Loss.CrossEntropy or Adjoint.Loss.Focal ? new ConfusionMatrix(Description.OutputShape[^1]) : null;
        int rows = RowChunk.For(Description.PredictionMemory);
        double sum = 0;
        for (int start = 0; start < data.Count; start += rows)
        {
            Batch batch = data.Slice(start, Math.Min(rows, data.Count - start), []);
            sum += (double)Loss(parameters, batch) * batch.Count;
            confusion?.Add(batch.Labels, Predict(parameters, batch.Inputs, batch.Count));
        }

        return new Evaluation((float)(sum / data.Count), confusion is null ? null : (float)(confusion.Correct / ((double)data.Count * data.LabelLength)), confusion, data.Count);
    }

    private IReadOnlyList<Tensor> Run(Graph graph, ParameterBuffer parameters, in Batch batch, RandomKey key)
    {
        double[] inputs = Exact(batch.Inputs);
        double[] targets = batch.Labels.IsEmpty ? Exact(batch.Targets) : Array.ConvertAll(batch.Labels.ToArray(), static label => (double)label);
        return GraphInterpreter.Run(graph, ValueOf, new EvaluationContext(Bindings(batch.Count), key.Seed, key.Step), Precision.Single);

        double[] ValueOf(Leaf leaf) => leaf switch
        {
            InputLeaf => inputs,
            TargetLeaf => targets,
            ParameterLeaf parameter => Exact(parameters.Of(_parameters[parameter.FullName])),
            StateLeaf state => Exact(Place(parameters.StateSpan, state.FullName)),
            _ => throw new InvalidOperationException($"'{leaf.Name}' has no value here."),
        };
    }

    private Dictionary<string, long> Bindings(long count) =>
        new(_sizes.Select(static size => KeyValuePair.Create(SizeNames.InCode(size.Key), (long)size.Value))) { [Size.BatchName] = count };

    private int Whole(Size size) => checked((int)size.Evaluate(Bindings(1)));

    private Span<float> Place(Span<float> state, string name) => state.Slice(_states[name].Offset, _states[name].Length);

    private static double[] Exact(ReadOnlySpan<float> values) => Array.ConvertAll(values.ToArray(), static value => (double)value);

    private static void Store(Tensor value, Span<float> place)
    {
        for (int i = 0; i < place.Length; i++)
        {
            place[i] = (float)value.Values[i];
        }
    }
}
