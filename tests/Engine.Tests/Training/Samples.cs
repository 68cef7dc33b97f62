namespace Adjoint.Tests;

/// <summary>Small problems that a linear model can learn.</summary>
internal static class Samples
{
    /// <summary>Four inputs; the label is which of the first three is the greatest.</summary>
    public static Dataset GreatestOfThree(int count, int seed = 1)
    {
        Random random = new(seed);
        float[] inputs = new float[count * SoftmaxClassifier.Inputs];
        int[] labels = new int[count];
        for (int row = 0; row < count; row++)
        {
            Span<float> input = inputs.AsSpan(row * SoftmaxClassifier.Inputs, SoftmaxClassifier.Inputs);
            foreach (ref float value in input)
            {
                value = (2 * random.NextSingle()) - 1;
            }

            labels[row] = input[0] > input[1] ? (input[0] > input[2] ? 0 : 2) : (input[1] > input[2] ? 1 : 2);
        }

        return Dataset.WithLabels(inputs, labels, SoftmaxClassifier.Inputs);
    }

    /// <summary>Targets on the plane 3a − 2b + 1.</summary>
    public static Dataset Line(int count)
    {
        Random random = new(2);
        float[] inputs = new float[count * 2];
        float[] targets = new float[count];
        for (int row = 0; row < count; row++)
        {
            inputs[2 * row] = random.NextSingle();
            inputs[(2 * row) + 1] = random.NextSingle();
            targets[row] = (3 * inputs[2 * row]) - (2 * inputs[(2 * row) + 1]) + 1;
        }

        return Dataset.WithTargets(inputs, targets, 2, 1);
    }
}
