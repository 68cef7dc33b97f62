using System.Collections.Immutable;

namespace Adjoint.Tests.Optimizers;

/// <summary>Some steps of an optimizer on random gradients, beside some of its algorithm in double on the same gradients.</summary>
internal sealed class OptimizerRun
{
    /// <summary>From a gradient that hardly moves a parameter to one of the parameter's size.</summary>
    private static readonly float[] Scales = [1e-4f, 1e-3f, 1e-2f, 0.1f, 1];
    private readonly ModelDescription _model;
    private readonly Random _random;

    public OptimizerRun(Optimizer optimizer, ImmutableArray<int>[] shapes)
    {
        _model = ModelOf(shapes);
        _random = new Random(shapes.Length);
        State = new OptimizerState(optimizer, RangesOf(_model, optimizer));
        Parameters = new AlignedBuffer(_model.ParameterBufferLength);
        Gradient = new AlignedBuffer(_model.ParameterBufferLength);
        foreach (ParameterInfo tensor in _model.Parameters)
        {
            foreach (ref float value in Parameters.Span.Slice(tensor.Offset, tensor.Length))
            {
                value = _random.NextSingle() + 0.5f;
            }
        }
    }

    public OptimizerState State { get; }

    public AlignedBuffer Parameters { get; }

    public AlignedBuffer Gradient { get; }

    /// <summary>A model of tensors that begin at multiples of 16, with gaps between them.</summary>
    public static ModelDescription ModelOf(params ImmutableArray<int>[] shapes)
    {
        List<ParameterInfo> parameters = [];
        int offset = 0;
        foreach (ImmutableArray<int> shape in shapes)
        {
            ParameterInfo parameter = new($"Part{parameters.Count}.Weight", shape, offset, Initializer.Zeros);
            parameters.Add(parameter);
            offset = (offset + parameter.Length + 15) / 16 * 16;
        }

        return new()
        {
            Name = "Parts",
            Parameters = [.. parameters],
            ParameterBufferLength = offset,
            Inputs = [new TensorInfo("inputs", [1])],
            Outputs = [new TensorInfo("outputs", [1])],
            TrainingMemory = default,
            EvaluationMemory = default,
            PredictionMemory = default,
            FlopsPerSample = 0,
        };
    }

    public static TrainedRanges RangesOf(ModelDescription model, Optimizer optimizer) =>
        new(model, [.. model.Parameters.Select(static parameter => new GradientInfo(parameter.Name, parameter.Offset))], optimizer);

    /// <summary>The schedule's factor of a step: its own in each, so that it shows where the learning rate enters.</summary>
    public static float FactorOf(int step) => 1 - (step / 256f);

    public void Take(int step, Threads threads)
    {
        foreach (ParameterInfo tensor in _model.Parameters)
        {
            Span<float> gradient = Gradient.Span.Slice(tensor.Offset, tensor.Length);
            for (int i = 0; i < gradient.Length; i++)
            {
                // Every eleventh parameter never has a gradient.
                gradient[i] = i % 11 == 10 ? 0 : (_random.NextSingle() - 0.5f) * Scales[i % 5];
            }
        }

        State.Step(Parameters.Span, Gradient.Span, FactorOf(step), threads);
    }

    /// <summary>
    /// The greatest error against an algorithm in units of what rounding explains: half a unit in the last place of the parameter for each step, and
    /// the precision of a step's arithmetic times the way that the parameter has gone. At most 1 for the right algorithm.
    /// </summary>
    public static double LargestError(PaperAlgorithm algorithm, Step reference, ImmutableArray<int>[] shapes, Threads threads, int steps = 100)
    {
        OptimizerRun run = new(algorithm.Optimizer, shapes);
        double[][] parameters = [.. run._model.Parameters.Select(tensor => Doubles(run.Parameters.Span.Slice(tensor.Offset, tensor.Length)))];
        double[][][] moments = [.. parameters.Select(static tensor => new double[][] { new double[tensor.Length], new double[tensor.Length], new double[tensor.Length] })];
        double[][] ways = [.. parameters.Select(static tensor => new double[tensor.Length])];
        double[][] greatest = [.. parameters.Select(static tensor => tensor.Select(Math.Abs).ToArray())];
        for (int t = 1; t <= steps; t++)
        {
            run.Take(t, threads);
            for (int k = 0; k < parameters.Length; k++)
            {
                ParameterInfo tensor = run._model.Parameters[k];
                double[] before = [.. parameters[k]];
                reference(
                    parameters[k],
                    Doubles(run.Gradient.Span.Slice(tensor.Offset, tensor.Length)),
                    moments[k],
                    algorithm.Optimizer.LearningRate * FactorOf(t),
                    t,
                    tensor.Shape);
                for (int i = 0; i < before.Length; i++)
                {
                    ways[k][i] += Math.Abs(parameters[k][i] - before[i]);
                    greatest[k][i] = Math.Max(greatest[k][i], Math.Abs(parameters[k][i]));
                }
            }
        }

        double largest = 0;
        for (int k = 0; k < parameters.Length; k++)
        {
            // An orthogonalised or normalised step errs relative to the tensor's longest way, not the element's.
            double way = algorithm.Optimizer.IsPerTensor ? ways[k].Max() : 0;
            for (int i = 0; i < parameters[k].Length; i++)
            {
                double rounding = (steps * greatest[k][i] / (1 << 24)) + (algorithm.Precision * Math.Max(way, ways[k][i]));
                double found = run.Parameters.Span[run._model.Parameters[k].Offset + i];
                largest = Math.Max(largest, Math.Abs(found - parameters[k][i]) / rounding);
            }
        }

        return largest;
    }

    private static double[] Doubles(ReadOnlySpan<float> values)
    {
        double[] doubles = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            doubles[i] = values[i];
        }

        return doubles;
    }
}
