using System.Collections.Immutable;
using System.Globalization;

namespace Adjoint;

/// <summary>
/// The trained parameters of an objective, each with where its gradient lies: one list, so that nothing is moved by numbers that are not its own gradient.
/// </summary>
internal static class GradientPlaces
{
    /// <summary>Reads them off a description, which says both what is trained and where gradients lie.</summary>
    /// <param name="model">The model.</param>
    /// <param name="objective">The objective.</param>
    /// <exception cref="InvalidOperationException">The description contradicts itself.</exception>
    public static ImmutableArray<GradientInfo> Of(ModelDescription model, ObjectiveDescription objective)
    {
        Dictionary<string, ParameterInfo> parameters = model.Parameters.ToDictionary(static parameter => parameter.Name, StringComparer.Ordinal);
        if (objective.Updates.FirstOrDefault(name => !parameters.ContainsKey(name)) is { } unknown)
        {
            throw Contradiction($"trains '{unknown}', which the model does not have");
        }

        // Only a buffer in the layout of the parameters says where gradients lie by itself.
        int length = objective.GradientLength > 0 ? objective.GradientLength : model.ParameterBufferLength;
        if (objective.Gradients.IsEmpty && length == model.ParameterBufferLength)
        {
            return [.. objective.Updates.Select(name => new GradientInfo(name, parameters[name].Offset))];
        }

        if (objective.Updates.FirstOrDefault(name => objective.Gradients.Count(gradient => gradient.Parameter == name) != 1) is { } homeless)
        {
            throw Contradiction($"trains '{homeless}', but the gradients have no place for it, or several");
        }

        if (objective.Gradients.FirstOrDefault(gradient => !objective.Updates.Contains(gradient.Parameter)) is { } untrained)
        {
            throw Contradiction($"has a gradient of '{untrained.Parameter}', which it does not train");
        }

        int free = 0;
        foreach (GradientInfo gradient in objective.Gradients.OrderBy(static gradient => gradient.Offset))
        {
            int floats = gradient.ElementsOf(parameters[gradient.Parameter]).Sum(static run => run.Length);
            if (gradient.Offset < free || gradient.Offset + floats > length)
            {
                throw Contradiction($"has the gradient of '{gradient.Parameter}' where another one is, or outside of the {length} floats of its buffer");
            }

            free = gradient.Offset + floats;
        }

        return objective.Gradients;

        InvalidOperationException Contradiction(string problem) =>
            new(string.Create(CultureInfo.InvariantCulture, $"The description of '{objective.Name}' of '{model.Name}' contradicts itself: it {problem}."));
    }
}
