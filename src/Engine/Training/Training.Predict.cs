namespace Adjoint;

/// <content>Predictions.</content>
public static partial class Training
{
    /// <summary>Computes the output of a model with one input of real numbers, for any number of samples in chunks, so that memory stays bounded.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="inputs">
    /// The inputs, <c>[count, InputLength]</c>. They may be NaN or infinite; so may then the outputs. Of a model whose input has named sizes
    /// they are one sample, whose length decides the size.
    /// </param>
    /// <param name="threads">The threads to run on; the shared ones when null.</param>
    /// <returns>The outputs, <c>[count, OutputLength]</c>; empty for no inputs.</returns>
    /// <exception cref="ArgumentException">The length does not suit the model.</exception>
    public static float[] Predict<TModel>(TModel model, ReadOnlySpan<float> inputs, Threads? threads = null)
        where TModel : class, IModel<TModel> => Outputs(model, inputs, [], SizesOf(model, inputs.Length), threads);

    /// <summary>Computes the output of a model with one input of whole numbers, as for real numbers.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="inputs">The inputs, <c>[count, InputLength]</c>; of a model whose input has named sizes one sample.</param>
    /// <param name="threads">The threads to run on; the shared ones when null.</param>
    /// <returns>The outputs, <c>[count, OutputLength]</c>; empty for no inputs.</returns>
    /// <exception cref="ArgumentException">The length does not suit the model.</exception>
    public static float[] PredictIntegers<TModel>(TModel model, ReadOnlySpan<int> inputs, Threads? threads = null)
        where TModel : class, IModel<TModel> => Outputs(model, [], inputs, SizesOf(model, inputs.Length), threads);

    /// <summary>Computes the output for any number of samples, with the values of the model's named sizes; generated code calls it.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="inputs">The input, when it is of real numbers.</param>
    /// <param name="integers">The input, when it is of whole numbers.</param>
    /// <param name="sizes">The values.</param>
    /// <returns>The outputs, <c>[count, OutputLength]</c>; empty for no inputs.</returns>
    /// <exception cref="ArgumentException">The length or a size does not suit the model.</exception>
    public static float[] Predict<TModel>(TModel model, ReadOnlySpan<float> inputs, ReadOnlySpan<int> integers, ReadOnlySpan<int> sizes)
        where TModel : class, IModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        SizeBinding.Check<TModel>(model.Parameters, sizes);
        return Outputs(model, inputs, integers, sizes, null);
    }

    /// <summary>Computes the model's outputs for any number of samples into memory of the caller's.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="inputs">The inputs, <c>[count, InputLength]</c>. They may be NaN or infinite; so may then the outputs.</param>
    /// <param name="outputs">Receives the outputs, <c>[count, OutputLength]</c>.</param>
    /// <param name="threads">The threads to run on; the shared ones when null.</param>
    /// <exception cref="ArgumentException">A length does not suit the model.</exception>
    public static void Predict<TModel>(TModel model, ReadOnlySpan<float> inputs, Span<float> outputs, Threads? threads = null)
        where TModel : class, IModel<TModel>
    {
        int[] sizes = SizesOf(model, inputs.Length);
        Run(model, TModel.Describe(sizes), inputs, [], outputs, sizes, threads);
    }

    private static int[] SizesOf<TModel>(TModel model, int length)
        where TModel : class, IModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        return SizeBinding.OfSample<TModel>(model.Parameters, length, "inputs");
    }

    private static float[] Outputs<TModel>(TModel model, ReadOnlySpan<float> inputs, ReadOnlySpan<int> integers, ReadOnlySpan<int> sizes, Threads? threads)
        where TModel : class, IModel<TModel>
    {
        ModelDescription description = TModel.Describe(sizes);
        int count = (inputs.Length + integers.Length) / description.InputLength;
        float[] outputs = new float[checked(count * description.OutputLength)];
        Run(model, description, inputs, integers, outputs, sizes, threads);
        return outputs;
    }

    private static void Run<TModel>(
        TModel model,
        ModelDescription description,
        ReadOnlySpan<float> inputs,
        ReadOnlySpan<int> integers,
        Span<float> outputs,
        ReadOnlySpan<int> sizes,
        Threads? threads)
        where TModel : class, IModel<TModel>
    {
        int width = description.InputLength;
        int count = CountOf(description, inputs.Length, integers.Length);
        if (outputs.Length != (long)count * description.OutputLength)
        {
            throw new ArgumentException(
                $"The model '{description.Name}' gives {description.OutputLength} outputs for each of {count} samples, "
                + $"{(long)count * description.OutputLength} in all; found room for {outputs.Length}.",
                nameof(outputs));
        }

        if (count == 0)
        {
            return;
        }

        int rows = description.HasBatch ? Math.Min(RowChunk.For(description.PredictionMemory), count) : 1;
        Workspace workspace = new(description.PredictionMemory.FloatsFor(rows, (threads ?? Threads.Shared).Count), threads);
        ParameterBuffer parameters = model.Parameters;
        for (int start = 0; start < count; start += rows)
        {
            int taken = Math.Min(rows, count - start);
            Batch batch = new()
            {
                Count = taken,
                Inputs = inputs.IsEmpty ? default : inputs.Slice(start * width, taken * width),
                IntegerInputs = integers.IsEmpty ? default : integers.Slice(start * width, taken * width),
                Sizes = sizes,
            };
            TModel.Predict(
                parameters.Values,
                parameters.State,
                in batch,
                outputs.Slice(start * description.OutputLength, taken * description.OutputLength),
                workspace);
        }
    }

    /// <summary>The number of samples of the only input.</summary>
    private static int CountOf(ModelDescription description, int floats, int integers)
    {
        TensorInfo input = description.Inputs[0];
        if (description.Inputs.Length > 1 || description.Outputs.Length > 1)
        {
            throw new ArgumentException($"The model '{description.Name}' has several inputs or outputs: its own Predict takes and gives them.", "inputs");
        }

        if ((input.IsInteger ? floats : integers) > 0)
        {
            throw new ArgumentException($"The model '{description.Name}' takes {(input.IsInteger ? "whole" : "real")} numbers.", "inputs");
        }

        int length = floats + integers;
        int count = length / input.Length;
        return length == count * input.Length
            ? count
            : throw new ArgumentException(
                $"The model '{description.Name}' takes {input.Length} inputs ({ShapeText.Of(input.Shape)}) for each sample; "
                + $"{length} values are not a multiple of that.",
                "inputs");
    }
}
