using Adjoint.Benchmarks.Models;

namespace Adjoint.Benchmarks.Workloads;

/// <summary>All workloads. The numbers of parameters are those of the same networks in PyTorch.</summary>
internal static class WorkloadCatalog
{
    private const int Seed = 1;

    /// <summary>The workloads, in the order in which they are shown.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        Adam("mlp-xs", 386, 32, static () => MlpXs.Create(Seed)),
        Training("mlp-s-sgd", 101_770, 32, static () => MlpS.Create(Seed), new Sgd(0.05f)),
        Adam("mlp-s-adam", 101_770, 32, static () => MlpS.Create(Seed)),
        Adam("mlp-m", 669_706, 64, static () => MlpM.Create(Seed)),
        Adam("mlp-l", 1_863_690, 256, static () => MlpL.Create(Seed)),
        Adam("cnn-s", 20_490, 64, static () => CnnS.Create(Seed)),
        Training("resnet8", 77_946, 32, static () => ResNet8.Create(Seed), new Sgd(0.05f) { Momentum = 0.9f }),
        Adam("dscnn", 23_180, 32, static () => DsCnn.Create(Seed)),
        Adam("lstm-s", 25_153, 32, static () => LstmS.Create(Seed)),
        Adam("gru-s", 18_881, 32, static () => GruS.Create(Seed)),
        Adam("gpt-xs", 208_320, 16, static () => GptXs.Create(Seed)),
        Adam("gpt-s", 818_048, 8, static () => GptS.Create(Seed)),
        Adam("mixer-s", 281_888, 32, static () => MixerS.Create(Seed)),
        Adam("autoencoder", 419_120, 64, static () => Autoencoder.Create(Seed)) with { Draw = Samples.OfThemselves },
        Adam("deeponet", 14_913, 64, static () => DeepONet.Create(Seed)),
        Prediction("infer-b1-mlp-s", 101_770, 203_500, static () => MlpS.Create(Seed)),
        Prediction("infer-b1-cnn-s", 20_490, 2_110_000, static () => CnnS.Create(Seed)),
        Prediction("infer-b1-gpt-xs", 208_320, 33_870_000, static () => GptXs.Create(Seed)),
        .. new[] { 64, 128, 256, 512, 1024, 2048 }.Select(static size => new ProductWorkload(size)),
    ];

    /// <summary>The workload of a name, or null.</summary>
    public static Workload? Find(string name) => All.FirstOrDefault(workload => workload.Name == name);

    private static TrainingWorkload<TModel> Adam<TModel>(string name, int parameters, int batchSize, Func<TModel> create)
        where TModel : class, IModel<TModel> => Training(name, parameters, batchSize, create, new Adam(1e-3f));

    private static TrainingWorkload<TModel> Training<TModel>(string name, int parameters, int batchSize, Func<TModel> create, Optimizer optimizer)
        where TModel : class, IModel<TModel> => new(name, parameters, batchSize, create, optimizer);

    private static PredictionWorkload<TModel> Prediction<TModel>(string name, int parameters, long flops, Func<TModel> create)
        where TModel : class, IModel<TModel> => new(name, parameters, flops, create);
}
