using Adjoint;

namespace Zoo.Data;

/// <summary>A training that several systems have in common: Adam, 32 rows at a time, with a rate that falls along half a cosine.</summary>
internal static class Tuning
{
    /// <summary>Trains for one objective.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <typeparam name="TObjective">What it is trained for: a row and its label.</typeparam>
    /// <param name="trial">The seed and the threads.</param>
    /// <param name="start">The model to begin with, which stays as it is.</param>
    /// <param name="data">The rows.</param>
    /// <param name="epochs">How often to go through them.</param>
    /// <param name="rate">The rate at first.</param>
    public static TModel Train<TModel, TObjective>(Trial trial, TModel start, Dataset data, int epochs, float rate)
        where TModel : class, IModel<TModel>
        where TObjective : struct, IObjective<TModel>
    {
        Trainer<TModel> trainer = new(start, new Adam(rate), trial.Seed, trial.Threads);
        Minibatch.ForEach(data, epochs, size: 32, trial.Seed, batch =>
        {
            trainer.LearningRateFactor = batch.Cosine;
            trainer.Step<TObjective>(new Batch { Count = batch.Count, Inputs = batch.Inputs, IntegerInputs = batch.Labels });
        });
        return trainer.Model();
    }
}
