using System.Reflection;
using System.Runtime.CompilerServices;

namespace Adjoint.Generators.Tests.Programs;

/// <summary>The programs of a model that a test has compiled, callable without its type.</summary>
internal abstract class GeneratedModel
{
    public abstract ModelDescription Description { get; }

    /// <summary>Finds a model by its full name, such as <c>Samples.DigitNet</c>.</summary>
    public static GeneratedModel Of(Assembly assembly, string name)
    {
        Type model = assembly.GetType(name, throwOnError: true)!;
        return (GeneratedModel)Activator.CreateInstance(typeof(GeneratedModel<>).MakeGenericType(model))!;
    }

    public abstract float Gradient(ReadOnlySpan<float> parameters, in Batch batch, RandomKey key, Span<float> gradient, Workspace workspace);

    public abstract float Loss(ReadOnlySpan<float> parameters, in Batch batch, Workspace workspace);

    public abstract void Predict(ReadOnlySpan<float> parameters, ReadOnlySpan<float> inputs, Span<float> outputs, int count, Workspace workspace);

    /// <summary>Trains a new model and gives its parameters.</summary>
    public abstract float[] Train(int seed, Dataset data, FitOptions options);
}

/// <summary>The programs of one model.</summary>
internal sealed class GeneratedModel<TModel> : GeneratedModel
    where TModel : class, IModel<TModel>
{
    public override ModelDescription Description => TModel.Description;

    public override float Gradient(ReadOnlySpan<float> parameters, in Batch batch, RandomKey key, Span<float> gradient, Workspace workspace) =>
        TModel.Gradient(parameters, [], in batch, key, gradient, workspace);

    public override float Loss(ReadOnlySpan<float> parameters, in Batch batch, Workspace workspace) =>
        TModel.Loss(parameters, [], in batch, workspace);

    public override void Predict(ReadOnlySpan<float> parameters, ReadOnlySpan<float> inputs, Span<float> outputs, int count, Workspace workspace) =>
        TModel.Predict(parameters, [], new Batch { Count = count, Inputs = inputs }, outputs, workspace);

    public override float[] Train(int seed, Dataset data, FitOptions options)
    {
        TModel model = TModel.FromParameters(ParameterBuffer.Initialize(TModel.Description, seed));
        return Training.Fit(model, data, null, options).Parameters.Values.ToArray();
    }
}
