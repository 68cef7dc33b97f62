using System.Collections.Immutable;
using System.Globalization;

namespace Adjoint;

/// <summary>The sizes that were given when a model was created, as a file holds them: <c>H=64,D=8</c>.</summary>
internal static class StoredSizes
{
    /// <summary>The text for a model; null when it has no such sizes.</summary>
    public static string? Text(ImmutableArray<SizeInfo> names, ImmutableArray<int> sizes)
    {
        string[] given =
        [
            .. names.Zip(sizes)
                .Where(static pair => pair.First.IsGivenAtCreation)
                .Select(static pair => string.Create(CultureInfo.InvariantCulture, $"{pair.First.Name}={pair.Second}")),
        ];
        return given.Length == 0 ? null : string.Join(",", given);
    }

    /// <summary>A value for each named size: the stored one for those that are given at creation, 0 for the others.</summary>
    /// <exception cref="ModelFileException">A size is missing, unknown, or no positive number.</exception>
    public static int[] Parse(ImmutableArray<SizeInfo> names, string? text, string file)
    {
        int[] sizes = new int[names.Length];
        foreach (string entry in (text ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = entry.Split('=');
            int index = Enumerable.Range(0, names.Length).FirstOrDefault(i => names[i].IsGivenAtCreation && names[i].Name == sides[0], -1);
            if (index < 0 || sides.Length != 2 || !int.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out int size) || size < 1)
            {
                throw new ModelFileException(file, $"'{entry}' is not a size of the model.");
            }

            sizes[index] = size;
        }

        for (int i = 0; i < sizes.Length; i++)
        {
            if (names[i].IsGivenAtCreation && sizes[i] == 0)
            {
                throw new ModelFileException(file, $"the file does not tell the size {names[i].Name}, which the model is created with.");
            }
        }

        return sizes;
    }
}
