using Adjoint;
using Models.Tests.Reference;

namespace Models.Tests;

/// <summary>A model that is compared with PyTorch's.</summary>
/// <param name="Type">The compiled model.</param>
/// <param name="Description">What the build knows of it.</param>
/// <param name="Train">Trains it on a curve's batch, and gives the loss before each step.</param>
internal sealed record ReferenceModel(Type Type, ModelDescription Description, Func<Curve, Optimizer, double[]> Train)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ReferenceModel> All { get; } =
    [
        Fitted<Mlp>(),
        Fitted<LeNet>(),
        Fitted<ResNet8>(),
        Fitted<DsCnn>(),
        Fitted<LstmClassifier>(),
        Fitted<GruClassifier>(),
        Fitted<CharTransformer>(),
        Fitted<TinyViT>(),
        Fitted<MlpMixer>(),
        Fitted<TsMixer>(),
        Fitted<UNet>(),
        Stepped<DeepONet>(static curve =>
        {
            (float[] sensors, float[] places, float[] values) = (curve.Reals("sensors"), curve.Reals("places"), curve.Reals("values"));
            return trainer => DeepONet.MatchObjective.Step(trainer, sensors, places, values, q: 10);
        }),
        Stepped<Autoencoder>(static curve =>
        {
            float[] x = curve.Reals("x");
            return trainer => Autoencoder.ReconstructObjective.Step(trainer, x);
        }),
        Stepped<Din>(static curve =>
        {
            (int[] history, int[] length, int[] candidate, float[] clicked) =
                (curve.Integers("history"), curve.Integers("length"), curve.Integers("candidate"), curve.Reals("clicked"));
            return trainer => Din.GuessObjective.Step(trainer, history, length, candidate, clicked, t: 10);
        }),
    ];

    /// <summary>The name of the model and of its curve.</summary>
    public string Name => Type.Name;

    /// <summary>The model of a name.</summary>
    public static ReferenceModel Of(string name) => All.Single(model => model.Name == name);

    private static ReferenceModel Fitted<TModel>()
        where TModel : class, IModel<TModel> => new(typeof(TModel), CompiledTraining.Description<TModel>(), CompiledTraining.Fit<TModel>);

    private static ReferenceModel Stepped<TModel>(Func<Curve, Func<Trainer<TModel>, float>> step)
        where TModel : class, IModel<TModel> => new(
            typeof(TModel),
            CompiledTraining.Description<TModel>(),
            (curve, optimizer) => CompiledTraining.Steps(curve, optimizer, step(curve)));
}
