namespace Adjoint.Tests;

/// <summary>
/// y = w·x + b with two inputs and the mean squared error. Its running state counts the gradients taken and keeps the last step's
/// random key, so tests can see what training hands to a model.
/// </summary>
public sealed class LinearRegression : IModel<LinearRegression>
{
    private LinearRegression(ParameterBuffer parameters) => Parameters = parameters;

    public static ModelDescription Description { get; } = new()
    {
        Name = nameof(LinearRegression),
        Parameters =
        [
            new ParameterInfo("Line.Weight", [2], 0, Initializer.Uniform(1)),
            new ParameterInfo("Line.Bias", [], 2, Initializer.Zeros),
        ],
        ParameterBufferLength = 3,
        States = [new ParameterInfo("Line.Steps", [2], 0, Initializer.Zeros)],
        StateLength = 2,
        Inputs = [new TensorInfo("inputs", [2])],
        Outputs = [new TensorInfo("y", [1])],
        Target = new TensorInfo("targets", [1]),
        Loss = Adjoint.Loss.MeanSquaredError,
        TrainingMemory = new MemoryFormula(0, 0),
        EvaluationMemory = new MemoryFormula(0, 0),
        PredictionMemory = new MemoryFormula(0, 0),
        FlopsPerSample = 12,
    };

    public ParameterBuffer Parameters { get; }

    public static LinearRegression FromParameters(ParameterBuffer parameters) => new(parameters);

    public static LinearRegression Create(int seed) => new(ParameterBuffer.Initialize(Description, seed));

    public static void Predict(
        ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, in Batch batch, Span<float> outputs, Workspace workspace)
    {
        for (int n = 0; n < batch.Count; n++)
        {
            outputs[n] = (parameters[0] * batch.Inputs[2 * n]) + (parameters[1] * batch.Inputs[(2 * n) + 1]) + parameters[2];
        }
    }

    public static float Loss(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, in Batch batch, Workspace workspace)
    {
        float sum = 0;
        for (int n = 0; n < batch.Count; n++)
        {
            float error = Error(parameters, batch, n);
            sum += error * error;
        }

        return sum / batch.Count;
    }

    public static float Gradient(
        ReadOnlySpan<float> parameters, Span<float> state, in Batch batch, RandomKey key, Span<float> gradient, Workspace workspace)
    {
        gradient.Clear();
        for (int n = 0; n < batch.Count; n++)
        {
            float scaled = 2 * Error(parameters, batch, n) / batch.Count;
            gradient[0] += scaled * batch.Inputs[2 * n];
            gradient[1] += scaled * batch.Inputs[(2 * n) + 1];
            gradient[2] += scaled;
        }

        state[0]++;
        state[1] = key.Step;
        return Loss(parameters, state, batch, workspace);
    }

    private static float Error(ReadOnlySpan<float> parameters, in Batch batch, int n) =>
        (parameters[0] * batch.Inputs[2 * n]) + (parameters[1] * batch.Inputs[(2 * n) + 1]) + parameters[2] - batch.Targets[n];
}
