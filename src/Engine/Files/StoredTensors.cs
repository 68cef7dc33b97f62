using System.Collections.Immutable;
using System.Globalization;

namespace Adjoint;

/// <summary>What of a model is stored: each parameter and each running value under its own name.</summary>
internal static class StoredTensors
{
    /// <summary>The only element type of the files read and written here.</summary>
    public const string Type = "F32";

    /// <summary>Names and shapes in the order in which they are written.</summary>
    public static ImmutableArray<(string Name, ImmutableArray<int> Shape)> Of(ModelDescription model) =>
        [.. model.Parameters.Concat(model.States).Select(static tensor => (tensor.Name, tensor.Shape))];

    /// <summary>The values of one of them, by its position.</summary>
    public static Span<float> Values(ParameterBuffer buffer, int index)
    {
        int parameters = buffer.Description.Parameters.Length;
        return index < parameters ? buffer.Of(buffer.Description.Parameters[index]) : buffer.OfState(buffer.Description.States[index - parameters]);
    }

    /// <summary>Refuses values that are infinite or not a number, both when writing and when reading.</summary>
    public static void CheckFinite(ParameterBuffer buffer, string file)
    {
        ImmutableArray<(string Name, ImmutableArray<int> Shape)> tensors = Of(buffer.Description);
        for (int i = 0; i < tensors.Length; i++)
        {
            ReadOnlySpan<float> values = Values(buffer, i);
            for (int j = 0; j < values.Length; j++)
            {
                if (!float.IsFinite(values[j]))
                {
                    throw new ModelFileException(file, string.Create(
                        CultureInfo.InvariantCulture, $"value {j} of '{tensors[i].Name}' is {values[j]}; values must be finite."));
                }
            }
        }
    }
}
