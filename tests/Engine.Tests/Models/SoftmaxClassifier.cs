namespace Adjoint.Tests;

/// <summary>
/// A linear softmax classifier of 4 inputs and 3 classes, written with plain loops: what the training code is tested on, so that nothing
/// here depends on generated code. Its buffer has gaps, before and after the bias.
/// </summary>
public sealed class SoftmaxClassifier : IModel<SoftmaxClassifier>
{
    public const int Inputs = 4;
    public const int Classes = 3;
    private const int BiasOffset = 16;

    private SoftmaxClassifier(ParameterBuffer parameters) => Parameters = parameters;

    public static ModelDescription Description { get; } = new()
    {
        Name = nameof(SoftmaxClassifier),
        Parameters =
        [
            new ParameterInfo("Head.Dense.Kernel", [Inputs, Classes], 0, Initializer.Uniform(0.5f)),
            new ParameterInfo("Head.Dense.Bias", [Classes], BiasOffset, Initializer.Zeros),
        ],
        ParameterBufferLength = 32,
        Inputs = [new TensorInfo("inputs", [Inputs])],
        Outputs = [new TensorInfo("logits", [Classes])],
        Target = new TensorInfo("labels", [], IsInteger: true),
        Loss = Adjoint.Loss.CrossEntropy,
        TrainingMemory = new MemoryFormula(Classes, 0),
        EvaluationMemory = new MemoryFormula(Classes, 0),
        PredictionMemory = new MemoryFormula(0, 0),
        FlopsPerSample = 6 * Inputs * Classes,
    };

    public ParameterBuffer Parameters { get; }

    public static SoftmaxClassifier FromParameters(ParameterBuffer parameters) => new(parameters);

    public static SoftmaxClassifier Create(int seed) => new(ParameterBuffer.Initialize(Description, seed));

    public static void Predict(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, in Batch batch, Span<float> outputs, Workspace workspace)
    {
        for (int n = 0; n < batch.Count; n++)
        {
            for (int c = 0; c < Classes; c++)
            {
                float sum = parameters[BiasOffset + c];
                for (int i = 0; i < Inputs; i++)
                {
                    sum += batch.Inputs[(n * Inputs) + i] * parameters[(i * Classes) + c];
                }

                outputs[(n * Classes) + c] = sum;
            }
        }
    }

    public static float Loss(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, in Batch batch, Workspace workspace)
    {
        Span<float> logits = workspace.Arena[..(batch.Count * Classes)];
        Predict(parameters, state, batch, logits, workspace);
        float sum = 0;
        for (int n = 0; n < batch.Count; n++)
        {
            Span<float> row = logits.Slice(n * Classes, Classes);
            float max = MathF.Max(row[0], MathF.Max(row[1], row[2]));
            float total = MathF.Exp(row[0] - max) + MathF.Exp(row[1] - max) + MathF.Exp(row[2] - max);
            sum += max + MathF.Log(total) - row[batch.Labels[n]];
        }

        return sum / batch.Count;
    }

    public static float Gradient(
        ReadOnlySpan<float> parameters, Span<float> state, in Batch batch, RandomKey key, Span<float> gradient, Workspace workspace)
    {
        float loss = Loss(parameters, state, batch, workspace);
        Span<float> residual = workspace.Arena[..(batch.Count * Classes)];
        for (int n = 0; n < batch.Count; n++)
        {
            Span<float> row = residual.Slice(n * Classes, Classes);
            float max = MathF.Max(row[0], MathF.Max(row[1], row[2]));
            float total = MathF.Exp(row[0] - max) + MathF.Exp(row[1] - max) + MathF.Exp(row[2] - max);
            for (int c = 0; c < Classes; c++)
            {
                row[c] = ((MathF.Exp(row[c] - max) / total) - (batch.Labels[n] == c ? 1 : 0)) / batch.Count;
            }
        }

        for (int c = 0; c < Classes; c++)
        {
            float bias = 0;
            for (int n = 0; n < batch.Count; n++)
            {
                bias += residual[(n * Classes) + c];
            }

            gradient[BiasOffset + c] = bias;
            for (int i = 0; i < Inputs; i++)
            {
                float sum = 0;
                for (int n = 0; n < batch.Count; n++)
                {
                    sum += batch.Inputs[(n * Inputs) + i] * residual[(n * Classes) + c];
                }

                gradient[(i * Classes) + c] = sum;
            }
        }

        return loss;
    }
}
