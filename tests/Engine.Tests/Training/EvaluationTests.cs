namespace Adjoint.Tests;

public sealed class EvaluationTests
{
    private static readonly SoftmaxClassifier Model = SoftmaxClassifier.Create(5);

    [Fact]
    public void Predict_InChunks_IsPredictAtOnce()
    {
        // 2,500 rows are three chunks, the last one shorter.
        Dataset data = Samples.GreatestOfThree(2500);
        float[] expected = new float[2500 * 3];
        SoftmaxClassifier.Predict(Model.Parameters.Values, [], data.Slice(0, 2500, []), expected, new Workspace(0));

        Assert.Equal(expected, Training.Predict(Model, data.Inputs));
    }

    [Fact]
    public void Predict_OfNothing_IsNothing() => Assert.Empty(Training.Predict(Model, []));

    [Fact]
    public void Predict_LetsNonFiniteInputsThrough() =>
        Assert.All(Training.Predict(Model, [float.NaN, 0, 0, 0]), static value => Assert.True(float.IsNaN(value)));

    [Fact]
    public void Predict_WrongLengths_SayExpectedAndFound()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Training.Predict(Model, new float[6]));
        Assert.StartsWith("The model 'SoftmaxClassifier' takes 4 inputs ([4]) for each sample; 6 values are not a multiple of that.", exception.Message);
        exception = Assert.Throws<ArgumentException>(() => Training.Predict(Model, new float[8], new float[5]));
        Assert.StartsWith("The model 'SoftmaxClassifier' gives 3 outputs for each of 2 samples, 6 in all; found room for 5.", exception.Message);
    }

    [Fact]
    public void Chunks_KeepTheArenaBounded()
    {
        Assert.Equal(1024, RowChunk.For(new MemoryFormula(1, 0)));
        Assert.Equal(8, RowChunk.For(new MemoryFormula(1 << 20, 0)));
        Assert.Equal(1, RowChunk.For(new MemoryFormula(1L << 40, 0)));
    }

    [Fact]
    public void Evaluate_AgreesWithPlainSums()
    {
        Dataset data = Samples.GreatestOfThree(2500);
        Evaluation evaluation = Training.Evaluate(Model, data);

        double loss = 0;
        int[,] confusion = new int[3, 3];
        float[] outputs = Training.Predict(Model, data.Inputs);
        for (int row = 0; row < data.Count; row++)
        {
            double[] logits = [outputs[3 * row], outputs[(3 * row) + 1], outputs[(3 * row) + 2]];
            loss += Math.Log(logits.Sum(Math.Exp)) - logits[data.Labels[row]];
            confusion[data.Labels[row], Array.IndexOf(logits, logits.Max())]++;
        }

        // Each chunk's mean is a float sum of up to 1,024 terms.
        Assert.Equal(loss / 2500, evaluation.Loss, 5);
        Assert.Equal(2500, evaluation.Count);
        for (int actual = 0; actual < 3; actual++)
        {
            for (int predicted = 0; predicted < 3; predicted++)
            {
                Assert.Equal(confusion[actual, predicted], evaluation.Confusion![actual, predicted]);
            }
        }

        int correct = confusion[0, 0] + confusion[1, 1] + confusion[2, 2];
        Assert.Equal(correct, evaluation.Confusion!.Correct);
        Assert.Equal(correct / 2500f, evaluation.Accuracy);
    }

    [Fact]
    public void Evaluate_Regression_HasNoAccuracy()
    {
        LinearRegression model = LinearRegression.FromParameters(ParameterBuffer.FromValues(LinearRegression.Description, [3, -2, 2]));
        Evaluation evaluation = Training.Evaluate(model, Samples.Line(50));

        Assert.Equal(1, evaluation.Loss, 5);
        Assert.Null(evaluation.Accuracy);
        Assert.Null(evaluation.Confusion);
    }

    [Fact]
    public void EqualOutputs_CountAsTheFirstClass()
    {
        SoftmaxClassifier zero = SoftmaxClassifier.FromParameters(new ParameterBuffer(SoftmaxClassifier.Description));
        Evaluation evaluation = Training.Evaluate(zero, Dataset.WithLabels(new float[12], [0, 1, 2], 4));

        Assert.Equal(1 / 3f, evaluation.Accuracy);
        Assert.Equal((1, 1, 1), (evaluation.Confusion![0, 0], evaluation.Confusion[1, 0], evaluation.Confusion[2, 0]));
    }

    [Fact]
    public void ConfusionMatrix_RefusesUnknownClasses()
    {
        ConfusionMatrix confusion = Training.Evaluate(Model, Samples.GreatestOfThree(3)).Confusion!;
        Assert.Throws<ArgumentOutOfRangeException>(() => confusion[0, 3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => confusion[-1, 0]);
    }
}
