using Adjoint;
using Tasks.Data;
using static Adjoint.Loss;

namespace Tasks.Problems;

/// <summary>Three convolutions over the whole series (Wang, Yan, Oates 2017).</summary>
[Model(Input = "1, 150", Loss = CrossEntropy)]
public partial record MotionNet(
    [Conv1D(32, Kernel = 8), BatchNorm, Relu] Layer Near,
    [Conv1D(64, Kernel = 5), BatchNorm, Relu] Layer Wider,
    [Conv1D(32, Kernel = 3), BatchNorm, Relu] Layer Widest,
    [GlobalAvgPool, Dense(2)]                 Layer Logits);

/// <summary>Whether a hand that is filmed draws a gun or points with a finger, from 50 films.</summary>
public sealed record GunPoint() : LearningTask("gunpoint", "a convolutional network tells two motions of a hand apart, from 50 examples")
{
    private const int Length = 150;
    private const float Bar = 0.95f;
    private const string Origin = "GunPoint of the UCR archive (Dau et al. 2019), timeseriesclassification.com";

    private static readonly PublishedFile _train = new("ucr-timeseries/GunPoint_TRAIN.ts", Origin);
    private static readonly PublishedFile _test = new("ucr-timeseries/GunPoint_TEST.ts", Origin);

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedFile> Files => [_train, _test];

    /// <inheritdoc/>
    public override Verdict Run(Session session)
    {
        const int epochs = 100;
        MotionNet trained = MotionNet.Create(session.Seed).Fit(Read(session.Folder[_train]), validation: null, session.Shown(new FitOptions
        {
            Epochs = epochs,
            BatchSize = 10,
            Optimizer = new Adam(2e-3f),
            Schedule = new Schedule.Cosine(),
        }));
        float accuracy = Training.Evaluate(trained, Read(session.Folder[_test]), session.Threads).Accuracy!.Value;
        return new Verdict(accuracy >= Bar, $"accuracy {accuracy:F4} after {epochs} epochs (bar {Bar})");
    }

    private static Dataset Read(string path)
    {
        (float[] series, int[] labels) = new CaseFile(path).Read(Length, "1", "2");
        return Dataset.WithLabels(series, labels, Length);
    }
}
