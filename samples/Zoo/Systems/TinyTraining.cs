using Adjoint;
using Zoo.Data;
using static Adjoint.Ops;

namespace Zoo.Systems;

/// <summary>A block that widens its channels, looks at each alone, and narrows them again.</summary>
[Model]
public partial record InvertedBlock(
    [Conv2D("E", Kernel = 1), Relu] Layer Expand,
    [DepthwiseConv2D, Relu]         Layer Depth,
    [Conv2D("C", Kernel = 1)]       Layer Project)
{
    public Expr Forward([Shape("C, H, W")] Expr x) => x + Project(Depth(Expand(x)));
}

/// <summary>A small convolutional network of the mobile kind, as it is trained where there is memory.</summary>
[Model(Input = "1, 8, 8")]
public partial record RoomyNet(
    [Conv2D(16), Relu]                   Layer Stem,
    [Use<InvertedBlock>("E = 48")]       Layer Block1,
    [MaxPool(2), Conv2D(32, Kernel = 1)] Layer Wider,
    [Use<InvertedBlock>("E = 96")]       Layer Block2,
    [Use<InvertedBlock>("E = 96")]       Layer Block3,
    [Conv2D(48, Kernel = 1)]             Layer Widest,
    [Use<InvertedBlock>("E = 120")]      Layer Block4,
    [Use<InvertedBlock>("E = 120")]      Layer Block5,
    [GlobalAvgPool, Dense(10)]           Layer Head)
{
    [Objective]
    public Expr TuneAll([Shape("1, 8, 8")] Expr image, [Shape("i32[]")] Expr digit) => SoftmaxCrossEntropy(Forward(image), digit);

    [Objective(Updates = [nameof(Head)])]
    public Expr TuneHead([Shape("1, 8, 8")] Expr image, [Shape("i32[]")] Expr digit) => SoftmaxCrossEntropy(Forward(image), digit);

    public Expr Forward(Expr image) => Head(Block5(Block4(Widest(Block3(Block2(Wider(Block1(Stem(image)))))))));
}

/// <summary>
/// The same network as it is adapted where there is little memory: biases of the late blocks, and of some kernels a part of the channels. With a layer more, or one more kernel
/// to train, it may need more than there is, and then it doesn't build.
/// </summary>
[Model(Input = "1, 8, 8")]
public partial record TinyNet(
    [Frozen, Conv2D(16), Relu]                          Layer Stem,
    [Frozen, Use<InvertedBlock>("E = 48")]              Layer Block1,
    [Frozen, MaxPool(2), Conv2D(32, Kernel = 1)]        Layer Wider,
    [Frozen, Use<InvertedBlock>("E = 96")]              Layer Block2,
    [Frozen, Use<InvertedBlock>("E = 96")]              Layer Block3,
    [Frozen, Conv2D(48, Kernel = 1)]                    Layer Widest,
    [SparseUpdate(0.5f), Use<InvertedBlock>("E = 120")] Layer Block4,
    [SparseUpdate(0.5f), Use<InvertedBlock>("E = 120")] Layer Block5,
    [GlobalAvgPool, Dense(10)]                          Layer Head)
{
    [Objective(Updates = ["Block4.*.Bias", "Block4.Expand", "Block5.*.Bias", "Block5.Expand", nameof(Head)])]
    [Budget(TrainingMemory = "256 KB", Batch = 1)]
    public Expr Tune([Shape("1, 8, 8")] Expr image, [Shape("i32[]")] Expr digit) => SoftmaxCrossEntropy(Forward(image), digit);

    public Expr Forward(Expr image) => Head(Block5(Block4(Widest(Block3(Block2(Wider(Block1(Stem(image)))))))));
}

/// <summary>
/// A network that knows seven digits learns all ten in 256 KB for everything, one image at a time, about as well as with all that a full update takes. The bar of memory is the
/// paper's, and holds for every buffer there is; that of accuracy lies between means of three networks with a sparse update and with a new last layer at the same rate. The paper's
/// numbers are of 8 bits, with gradients scaled to match; here they are floats, of which a smaller network has to do. A reference in PyTorch of the same sizes, data and steps
/// reached 96.5% with seven networks and all updated, 0.6 points less with the sparse update and 4.7 less with a new last layer; ours 96.7 to 97.0%, 0.6 to 1.0 less and 5.4 to 5.8
/// less.
/// </summary>
internal sealed class TinyTraining : ISystem
{
    private const int Networks = 3;
    private const int Epochs = 5;

    /// <summary>With twice this some networks diverge, here as in PyTorch.</summary>
    private const float Rate = 0.005f;

    /// <summary>Few values have to go further.</summary>
    private const float FewRate = 0.05f;

    /// <inheritdoc/>
    public string Name => "tiny-training";

    /// <inheritdoc/>
    public int Row => 20;

    /// <inheritdoc/>
    public string Paper => "On-Device Training Under 256KB Memory (Lin et al. 2022)";

    /// <inheritdoc/>
    public void Run(Trial trial)
    {
        (Dataset known, Dataset train, Dataset test) = DataSets.Transfer;
        (long bytes, long bytesOfAll) = (0, 0);
        (double accuracy, double all, double head) = (0, 0, 0);
        for (int network = 0; network < Networks; network++)
        {
            RoomyNet trained = Tuning.Train<RoomyNet, RoomyNet.TuneAllObjective>(trial, RoomyNet.Create(trial.Seed + network), known, epochs: 6, rate: 2e-3f);
            ParameterBuffer start = trained.Parameters;
            (bytes, double sparse) = Tuned<TinyNet, TinyNet.TuneObjective>(FewRate, ParameterBuffer.FromValues(TinyNet.Description, start.Values));
            (bytesOfAll, double whole) = Tuned<RoomyNet, RoomyNet.TuneAllObjective>(Rate, start);
            (_, double last) = Tuned<RoomyNet, RoomyNet.TuneHeadObjective>(FewRate, start);
            (accuracy, all, head) = (accuracy + (sparse / Networks), all + (whole / Networks), head + (last / Networks));
        }

        Bar memory = Bar.AtMost(256 * 1024);
        trial.Require("bytes of parameters, gradients, arena and sample", bytes, memory);
        trial.Refuse("bytes with all updated", bytesOfAll, memory);
        trial.Say($"accuracy with all updated: {Bar.Text(all)}");
        Bar asGood = Bar.AtLeast(-0.025);
        trial.Require("accuracy beyond that", accuracy - all, asGood);
        trial.Refuse("accuracy with the last layer updated beyond that", head - all, asGood);

        (long Bytes, double Accuracy) Tuned<TModel, TObjective>(float rate, ParameterBuffer parameters)
            where TModel : class, IModel<TModel>
            where TObjective : struct, IObjective<TModel>
        {
            BareTraining<TModel, TObjective> training = new(parameters, trial.Threads);
            Minibatch.ForEach(train, Epochs, size: 1, trial.Seed, sample => training.Step(sample.Inputs, sample.Labels[0], rate * sample.Cosine));
            RoomyNet tuned = RoomyNet.FromParameters(ParameterBuffer.FromValues(RoomyNet.Description, training.Model().Parameters.Values));
            return (training.Bytes, Scores.Accuracy(tuned.Predict(test.Inputs), test));
        }
    }
}
