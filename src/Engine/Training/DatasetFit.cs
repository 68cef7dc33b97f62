namespace Adjoint;

/// <summary>Checks that a data set suits a model before anything runs on it.</summary>
internal static class DatasetFit
{
    /// <summary>Throws when the model cannot use the rows; the message says what was expected, what was found, and where.</summary>
    /// <exception cref="ArgumentException">The data set does not suit the model.</exception>
    public static void Check(ModelDescription model, Dataset data, string name)
    {
        if (data.Count == 0)
        {
            throw new ArgumentException($"The data set '{name}' has no rows.", name);
        }

        if (data.InputLength != model.InputLength)
        {
            throw new ArgumentException(
                $"The model '{model.Name}' takes {model.InputLength} inputs ({ShapeText.Of(model.InputShape)}), "
                + $"but the rows of '{name}' have {data.InputLength}.",
                name);
        }

        switch (model.Loss)
        {
            case Loss.CrossEntropy:
                CheckLabels(model, data, name);
                break;
            case Loss.MeanSquaredError:
                CheckTargets(model, data, name);
                break;
        }
    }

    private static void CheckLabels(ModelDescription model, Dataset data, string name)
    {
        if (!data.HasLabels)
        {
            throw new ArgumentException(
                $"The model '{model.Name}' learns class labels (cross-entropy), but the rows of '{name}' have targets.", name);
        }

        ReadOnlySpan<int> labels = data.Labels;
        for (int row = 0; row < labels.Length; row++)
        {
            if ((uint)labels[row] >= (uint)model.OutputLength)
            {
                throw new ArgumentException(
                    $"The model '{model.Name}' has {model.OutputLength} classes, labelled 0 to {model.OutputLength - 1}, "
                    + $"but row {row} of '{name}' has label {labels[row]}.",
                    name);
            }
        }
    }

    private static void CheckTargets(ModelDescription model, Dataset data, string name)
    {
        if (data.HasLabels)
        {
            throw new ArgumentException(
                $"The model '{model.Name}' learns target values (mean squared error), but the rows of '{name}' have labels.", name);
        }

        if (data.TargetLength != model.OutputLength)
        {
            throw new ArgumentException(
                $"The model '{model.Name}' gives {model.OutputLength} outputs ({ShapeText.Of(model.OutputShape)}), "
                + $"but the rows of '{name}' have {data.TargetLength} targets.",
                name);
        }
    }
}
