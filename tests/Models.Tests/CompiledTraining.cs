using Adjoint;

namespace Models.Tests;

/// <summary>Trains compiled models on a curve's batch as their users do, and gives the loss before each step.</summary>
internal static class CompiledTraining
{
    /// <summary>Fits a model that names its loss, for as many epochs of one batch as the curve has steps.</summary>
    public static double[] Fit<TModel>(Curve curve, Optimizer optimizer)
        where TModel : class, IModel<TModel>
    {
        List<double> losses = [];
        FitOptions options = new()
        {
            Epochs = curve.Losses.Length,
            BatchSize = curve.Samples,
            Optimizer = optimizer,
            OnStep = report => losses.Add(report.Loss),
        };
        Training.Fit(Begin<TModel>(curve), Rows(curve, Description<TModel>()), null, options);
        return [.. losses];
    }

    /// <summary>Takes as many steps of an objective as the curve has.</summary>
    public static double[] Steps<TModel>(Curve curve, Optimizer optimizer, Func<Trainer<TModel>, float> step)
        where TModel : class, IModel<TModel>
    {
        Trainer<TModel> trainer = new(Begin<TModel>(curve), optimizer);
        return [.. curve.Losses.Select(_ => (double)step(trainer))];
    }

    /// <summary>What the build knows of a model, whatever the sizes that inputs decide.</summary>
    public static ModelDescription Description<TModel>()
        where TModel : class, IModel<TModel> => TModel.Describe(new int[TModel.Sizes.Length]);

    /// <summary>The model with the first parameters of the curve.</summary>
    private static TModel Begin<TModel>(Curve curve)
        where TModel : class, IModel<TModel>
    {
        ModelDescription description = Description<TModel>();
        float[] values = new float[description.ParameterBufferLength];
        foreach (ParameterInfo parameter in description.Parameters)
        {
            Array.ConvertAll(curve.Parameter(parameter.Name), static value => (float)value).CopyTo(values, parameter.Offset);
        }

        return TModel.FromParameters(ParameterBuffer.FromValues(description, values));
    }

    private static Dataset Rows(Curve curve, ModelDescription description)
    {
        (string input, string target) = (curve.Data[0].Name, curve.Data[1].Name);
        (int inputs, int targets) = (curve.Reals(input).Length / curve.Samples, curve.Reals(target).Length / curve.Samples);
        return (description.Inputs[0].IsInteger, description.Target!.IsInteger) switch
        {
            (true, true) => Dataset.IntegersWithLabels(curve.Integers(input), curve.Integers(target), inputs, targets),
            (false, true) => Dataset.WithLabels(curve.Reals(input), curve.Integers(target), inputs, targets),
            (true, false) => Dataset.IntegersWithTargets(curve.Integers(input), curve.Reals(target), inputs, targets),
            (false, false) => Dataset.WithTargets(curve.Reals(input), curve.Reals(target), inputs, targets),
        };
    }
}
