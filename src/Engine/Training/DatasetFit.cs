namespace Adjoint;

/// <summary>Checks that a data set suits a model before anything runs on it.</summary>
internal static class DatasetFit
{
    /// <summary>
    /// Gives the values that the model's named sizes have for the rows. Throws when the model cannot use them; the message says what was
    /// expected, what was found, and where.
    /// </summary>
    /// <exception cref="ArgumentException">The data set does not suit the model.</exception>
    public static int[] Check<TModel>(ParameterBuffer parameters, Dataset data, string name)
        where TModel : class, IModel<TModel>
    {
        if (data.Count == 0)
        {
            throw new ArgumentException($"The data set '{name}' has no rows.", name);
        }

        int[] sizes = SizeBinding.Of<TModel>(parameters, data, name);
        Check(TModel.Describe(sizes), data, name);
        return sizes;
    }

    /// <summary>The same for a model whose sizes are all known.</summary>
    /// <exception cref="ArgumentException">The data set does not suit the model.</exception>
    public static void Check(ModelDescription model, Dataset data, string name)
    {
        if (data.Count == 0)
        {
            throw new ArgumentException($"The data set '{name}' has no rows.", name);
        }

        TensorInfo input = model.Inputs[0];
        if (model.Inputs.Length > 1)
        {
            throw new ArgumentException(
                $"The model '{model.Name}' takes {model.Inputs.Length} inputs, and the rows of a data set have one; train it step by step with a Trainer.", name);
        }

        if (data.HasIntegerInputs != input.IsInteger)
        {
            throw new ArgumentException(
                $"The model '{model.Name}' takes {(input.IsInteger ? "whole" : "real")} numbers, but the rows of '{name}' have {(data.HasIntegerInputs ? "whole" : "real")} ones.",
                name);
        }

        if (data.InputLength != model.InputLength)
        {
            throw new ArgumentException(
                $"The model '{model.Name}' takes {model.InputLength} inputs ({ShapeText.Of(model.InputShape)}), "
                + $"but the rows of '{name}' have {data.InputLength}.",
                name);
        }

        if (model.Target is not { } target)
        {
            throw new ArgumentException($"The model '{model.Name}' has no loss of its own, only objectives; train it step by step with a Trainer.", name);
        }

        if (target.IsInteger)
        {
            CheckLabels(model, target, data, name);
        }
        else
        {
            CheckTargets(model, target, data, name);
        }
    }

    private static void CheckLabels(ModelDescription model, TensorInfo target, Dataset data, string name)
    {
        if (!data.HasLabels)
        {
            throw new ArgumentException(
                $"The model '{model.Name}' learns class labels (cross-entropy), but the rows of '{name}' have targets.", name);
        }

        if (data.LabelLength != target.Length)
        {
            throw new ArgumentException(
                $"The model '{model.Name}' learns {target.Length} labels of each row, but the rows of '{name}' have {data.LabelLength}.", name);
        }

        int classes = model.OutputShape[^1];
        int found = data.Labels.IndexOfAnyExceptInRange(0, classes - 1);
        if (found >= 0)
        {
            string position = data.LabelLength == 1 ? string.Empty : $", position {found % data.LabelLength},";
            throw new ArgumentException(
                $"The model '{model.Name}' has {classes} classes, labelled 0 to {classes - 1}, "
                + $"but row {found / data.LabelLength}{position} of '{name}' has label {data.Labels[found]}.",
                name);
        }
    }

    private static void CheckTargets(ModelDescription model, TensorInfo target, Dataset data, string name)
    {
        if (data.HasLabels)
        {
            throw new ArgumentException(
                $"The model '{model.Name}' learns target values (mean squared error), but the rows of '{name}' have labels.", name);
        }

        if (data.TargetLength != target.Length)
        {
            throw new ArgumentException(
                $"The model '{model.Name}' gives {target.Length} outputs ({ShapeText.Of(target.Shape)}), "
                + $"but the rows of '{name}' have {data.TargetLength} targets.",
                name);
        }
    }
}
