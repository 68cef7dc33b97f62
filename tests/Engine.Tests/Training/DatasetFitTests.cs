namespace Adjoint.Tests;

/// <summary>Every way in which a data set may not suit a model is an error before training, which says what, where and why.</summary>
public sealed class DatasetFitTests
{
    private static readonly Dataset Labelled = Samples.GreatestOfThree(4);

    private static void Refused(string message, Dataset data)
    {
        SoftmaxClassifier model = SoftmaxClassifier.Create(1);
        Check("train", () => Training.Fit(model, data));
        Check("validation", () => Training.Fit(model, Labelled, data));
        Check("data", () => Training.Evaluate(model, data));

        void Check(string name, Action action)
        {
            ArgumentException exception = Assert.Throws<ArgumentException>(action);
            Assert.Equal($"{message.Replace("{name}", name, StringComparison.Ordinal)} (Parameter '{name}')", exception.Message);
        }
    }

    [Fact]
    public void EmptySet_IsRefused() => Refused("The data set '{name}' has no rows.", Dataset.WithLabels([], [], 4));

    [Fact]
    public void WrongInputLength_IsRefused() => Refused(
        "The model 'SoftmaxClassifier' takes 4 inputs ([4]), but the rows of '{name}' have 5.", Dataset.WithLabels(new float[10], [0, 1], 5));

    [Fact]
    public void LabelOutOfRange_IsRefusedWithItsRow() => Refused(
        "The model 'SoftmaxClassifier' has 3 classes, labelled 0 to 2, but row 1 of '{name}' has label 3.", Dataset.WithLabels(new float[12], [2, 3, 4], 4));

    [Fact]
    public void MissingLabels_AreRefused() => Refused(
        "The model 'SoftmaxClassifier' learns class labels (cross-entropy), but the rows of '{name}' have targets.",
        Dataset.WithTargets(new float[4], new float[3], 4, 3));

    [Fact]
    public void MissingTargets_AreRefused()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => Training.Fit(LinearRegression.Create(1), Dataset.WithLabels([1, 2], [0], 2)));
        Assert.StartsWith(
            "The model 'LinearRegression' learns target values (mean squared error), but the rows of 'train' have labels.", exception.Message);
    }

    [Fact]
    public void WrongTargetLength_IsRefused()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => Training.Fit(LinearRegression.Create(1), Dataset.WithTargets([1, 2], [1, 2], 2, 2)));
        Assert.StartsWith("The model 'LinearRegression' gives 1 outputs ([1]), but the rows of 'train' have 2 targets.", exception.Message);
    }

    [Fact]
    public void MissingArguments_AreRefused()
    {
        Assert.Throws<ArgumentNullException>(() => Training.Fit<LinearRegression>(null!, Samples.Line(2)));
        Assert.Throws<ArgumentNullException>(() => Training.Fit(LinearRegression.Create(1), null!));
        Assert.Throws<ArgumentNullException>(() => Training.Evaluate(LinearRegression.Create(1), null!));
    }
}
