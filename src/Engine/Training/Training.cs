namespace Adjoint;

/// <summary>Trains, evaluates and runs models. The members that the generator gives each model forward to these methods.</summary>
public static class Training
{
    /// <summary>Trains a copy of a model.</summary>
    /// <remarks>
    /// Each epoch goes through the training set once in an order drawn anew (see <see cref="FitOptions.Seed"/>); the last step of an
    /// epoch takes the rows that are left, and its mean counts like any other step's. A training step allocates nothing.
    /// </remarks>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="model">The model to begin from, which is not changed.</param>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="validation">Rows to choose the best epoch by, or null.</param>
    /// <param name="options">How to train; the defaults when null.</param>
    /// <returns>
    /// A new model. With a validation set it holds the parameters after the epoch with the smallest validation loss (the first of equals);
    /// without, those after the last completed epoch. When cancelled before an epoch was completed, it holds those after the last step.
    /// <see cref="FitHistory.Outcome"/> tells whether the training was cancelled.
    /// </returns>
    /// <exception cref="ArgumentException">A data set is empty or does not suit the model; the message names the row.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a parameter stopped being finite.</exception>
    public static TModel Fit<TModel>(TModel model, Dataset train, Dataset? validation = null, FitOptions? options = null)
        where TModel : class, IModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(train);
        DatasetFit.Check(TModel.Description, train, nameof(train));
        if (validation is not null)
        {
            DatasetFit.Check(TModel.Description, validation, nameof(validation));
        }

        options ??= new FitOptions();
        ParameterBuffer current = model.Parameters.Copy();
        TrainingSteps<TModel> steps = new(current, train, options);
        Evaluator<TModel>? evaluator = validation is null ? null : new Evaluator<TModel>(validation, options.Threads ?? Threads.Shared);
        return TModel.FromParameters(new TrainingRun(current, train, steps.Take, evaluator is null ? null : evaluator.Evaluate, options).Run());
    }

    /// <summary>Evaluates a model on a data set.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="data">Rows with labels or targets.</param>
    /// <param name="threads">The threads to run on; the shared ones when null.</param>
    /// <exception cref="ArgumentException">The data set is empty or does not suit the model; the message names the row.</exception>
    public static Evaluation Evaluate<TModel>(TModel model, Dataset data, Threads? threads = null)
        where TModel : class, IModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        DatasetFit.Check(TModel.Description, data, nameof(data));
        return new Evaluator<TModel>(data, threads ?? Threads.Shared).Evaluate(model.Parameters);
    }

    /// <summary>Computes the model's outputs for any number of samples, in chunks, so that memory stays bounded.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="inputs">The inputs, <c>[count, InputLength]</c>. They may be NaN or infinite; so may then the outputs.</param>
    /// <param name="threads">The threads to run on; the shared ones when null.</param>
    /// <returns>The outputs, <c>[count, OutputLength]</c>; empty for no inputs.</returns>
    /// <exception cref="ArgumentException">The length is not a multiple of the model's input length.</exception>
    public static float[] Predict<TModel>(TModel model, ReadOnlySpan<float> inputs, Threads? threads = null)
        where TModel : class, IModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        ModelDescription description = TModel.Description;
        int count = inputs.Length / description.InputLength;
        float[] outputs = new float[checked(count * description.OutputLength)];
        Predict(model, inputs, outputs, threads);
        return outputs;
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
        ArgumentNullException.ThrowIfNull(model);
        ModelDescription description = TModel.Description;
        int width = description.InputLength;
        int count = inputs.Length / width;
        if (inputs.Length != count * width)
        {
            throw new ArgumentException(
                $"The model '{description.Name}' takes {width} inputs ({ShapeText.Of(description.InputShape)}) for each sample; "
                + $"{inputs.Length} values are not a multiple of that.",
                nameof(inputs));
        }

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

        int rows = Math.Min(RowChunk.For(description.PredictionMemory), count);
        Workspace workspace = new(description.PredictionMemory.FloatsFor(rows), threads);
        ParameterBuffer parameters = model.Parameters;
        for (int start = 0; start < count; start += rows)
        {
            int taken = Math.Min(rows, count - start);
            TModel.Predict(
                parameters.Values,
                parameters.State,
                inputs.Slice(start * width, taken * width),
                outputs.Slice(start * description.OutputLength, taken * description.OutputLength),
                taken,
                workspace);
        }
    }
}
