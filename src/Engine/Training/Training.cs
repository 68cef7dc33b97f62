namespace Adjoint;

/// <summary>Trains and evaluates models. The members that the generator gives each model forward to these methods.</summary>
public static partial class Training
{
    /// <summary>Trains a copy of a model.</summary>
    /// <remarks>
    /// Each epoch goes through the training set once in an order drawn anew (see <see cref="FitOptions.Seed"/>); the last step of an
    /// epoch takes the rows that are left, and its mean counts like any other step's. A training step allocates nothing. With
    /// <see cref="FitOptions.Average"/>, the parameters that are evaluated and returned are the mean over the steps.
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
    /// <exception cref="ArgumentException">
    /// A data set is empty or does not suit the model, and the message names the row; or a group of the optimizer has no parameters.
    /// </exception>
    /// <exception cref="TrainingDivergedException">The loss or a parameter stopped being finite.</exception>
    public static TModel Fit<TModel>(TModel model, Dataset train, Dataset? validation = null, FitOptions? options = null)
        where TModel : class, IModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(train);
        options ??= new FitOptions();
        Threads threads = options.Threads ?? Threads.Shared;
        int[] sizes = DatasetFit.Check<TModel>(model.Parameters, train, nameof(train));
        int batchSize = model.Parameters.Description.HasBatch ? Math.Min(options.BatchSize, train.Count) : 1;
        TrainingSteps<TModel> steps = new(model, train, sizes, batchSize, options);
        Evaluator<TModel>? evaluator = validation is null ? null : new Evaluator<TModel>(
            validation, DatasetFit.Check<TModel>(model.Parameters, validation, nameof(validation)), threads);
        return TModel.FromParameters(new TrainingRun(
            steps.Parameters, train, batchSize, steps.Take, evaluator is null ? null : evaluator.Evaluate, options).Run());
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
        int[] sizes = DatasetFit.Check<TModel>(model.Parameters, data, nameof(data));
        return new Evaluator<TModel>(data, sizes, threads ?? Threads.Shared).Evaluate(model.Parameters);
    }
}
