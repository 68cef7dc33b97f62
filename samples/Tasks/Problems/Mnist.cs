using Adjoint;
using Tasks.Data;
using static Adjoint.Loss;

namespace Tasks.Problems;

/// <summary>Two convolutions, after LeNet (LeCun et al. 1998).</summary>
[Model(Input = "1, 28, 28", Loss = CrossEntropy)]
public partial record MnistNet(
    [Conv2D(16, Kernel = 3), Relu, MaxPool(2)] Layer Strokes,
    [Conv2D(32, Kernel = 3), Relu, MaxPool(2)] Layer Shapes,
    [Flatten, Dense(64), Relu, Dropout(0.25f)] Layer Hidden,
    [Dense(10)]                                Layer Logits);

/// <summary>Handwritten digits.</summary>
public sealed record Mnist() : LearningTask("mnist", "a network of two convolutions reads handwritten digits")
{
    private const string Origin = "MNIST (LeCun et al. 1998), as it is published";

    private static readonly PublishedFile _trainImages = new("mnist/train-images-idx3-ubyte.gz", Origin);
    private static readonly PublishedFile _trainLabels = new("mnist/train-labels-idx1-ubyte.gz", Origin);
    private static readonly PublishedFile _testImages = new("mnist/t10k-images-idx3-ubyte.gz", Origin);
    private static readonly PublishedFile _testLabels = new("mnist/t10k-labels-idx1-ubyte.gz", Origin);

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedFile> Files => [_trainImages, _trainLabels, _testImages, _testLabels];

    /// <inheritdoc/>
    public override Verdict Run(Session session)
    {
        // Nothing is chosen by the test rows: what counts is the accuracy after the first epoch and after the last.
        FitHistory history = new();
        MnistNet.Create(session.Seed).Fit(
            Read(session.Folder, _trainImages, _trainLabels),
            Read(session.Folder, _testImages, _testLabels),
            session.Shown(new FitOptions
            {
                Epochs = 5,
                BatchSize = 64,
                Optimizer = new Adam(2e-3f),
                Schedule = new Schedule.Cosine(),
                History = history,
            }));
        float first = history.Epochs[0].Validation!.Accuracy!.Value;
        float last = history.Epochs[^1].Validation!.Accuracy!.Value;
        return new Verdict(
            first >= 0.975f && last >= 0.988f, $"accuracy {first:F4} after 1 epoch (bar 0.975), {last:F4} after 5 epochs (bar 0.988)");
    }

    private static Dataset Read(DataFolder folder, PublishedFile images, PublishedFile labels)
    {
        byte[] pixels = IdxFile.Read(folder[images], 28, 28);
        byte[] digits = IdxFile.Read(folder[labels]);
        return Dataset.WithLabels([.. pixels.Select(static pixel => pixel / 255f)], [.. digits.Select(static digit => (int)digit)], 28 * 28);
    }
}
