using System.Collections.Immutable;

namespace Adjoint;

/// <summary>Finds the values of a model's named sizes: those of its parameters, and those that data decide.</summary>
internal static class SizeBinding
{
    /// <summary>Checks given values: one for each name, above 0, and for the sizes of the parameters the model's own.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static void Check<TModel>(ParameterBuffer parameters, ReadOnlySpan<int> sizes)
        where TModel : class, IModel<TModel>
    {
        ImmutableArray<SizeInfo> names = TModel.Sizes;
        if (sizes.Length != names.Length)
        {
            string list = names.IsEmpty ? "none" : string.Join(", ", names.Select(static size => size.Name));
            throw new ArgumentException(
                $"The model '{parameters.Description.Name}' has {names.Length} named sizes ({list}), but the batch gives {sizes.Length}.", nameof(sizes));
        }

        for (int i = 0; i < sizes.Length; i++)
        {
            int own = parameters.Description.Sizes[i];
            if (sizes[i] < 0 || (names[i].IsGivenAtCreation && sizes[i] != own))
            {
                throw new ArgumentException(
                    names[i].IsGivenAtCreation
                        ? $"The model was created with {names[i].Name} = {own}, but the batch has {sizes[i]}."
                        : $"The size {names[i].Name} can't be {sizes[i]}.",
                    nameof(sizes));
            }
        }
    }

    /// <summary>The values for a data set, all of whose rows have the same sizes.</summary>
    /// <exception cref="ArgumentException">Its rows do not decide a size, or contradict the declared shape.</exception>
    public static int[] Of<TModel>(ParameterBuffer parameters, Dataset data, string name)
        where TModel : class, IModel<TModel> => Of<TModel>(parameters, data.InputShape, $"the rows of '{name}'", name);

    /// <summary>The values for one sample of the model's first input, by its number of elements.</summary>
    /// <exception cref="ArgumentException">The number does not decide them.</exception>
    public static int[] OfSample<TModel>(ParameterBuffer parameters, int length, string name)
        where TModel : class, IModel<TModel> => Of<TModel>(parameters, [length], "the sample", name);

    private static int[] Of<TModel>(ParameterBuffer parameters, ImmutableArray<int> shape, string what, string name)
        where TModel : class, IModel<TModel>
    {
        ModelDescription model = parameters.Description;
        int[] sizes = [.. model.Sizes];
        ImmutableArray<SizeInfo> names = TModel.Sizes;
        int[] unknown = [.. Enumerable.Range(0, names.Length).Where(i => !names[i].IsGivenAtCreation && names[i].Input >= 0)];
        if (unknown.Length == 0)
        {
            return sizes;
        }

        TensorInfo input = model.Inputs[0];
        if (unknown.Any(i => names[i].Input != 0))
        {
            throw new ArgumentException($"The model '{model.Name}' has several inputs with named sizes: the overload that takes the sizes knows them.", name);
        }

        if (shape.Length == input.Shape.Length)
        {
            foreach (int i in unknown)
            {
                int multiple = shape[names[i].Axis] - names[i].Offset;
                if (multiple <= 0 || multiple % names[i].Coefficient != 0)
                {
                    throw Mismatch();
                }

                sizes[i] = multiple / names[i].Coefficient;
            }

            return TModel.Describe(sizes).Inputs[0].Shape.AsSpan().SequenceEqual(shape.AsSpan()) ? sizes : throw Mismatch();
        }

        int length = ShapeText.Product(shape);
        if (unknown.Length > 1)
        {
            throw new ArgumentException(
                $"The model '{model.Name}' takes {input.Text}; the {length} values of {what} don't decide {string.Join(" and ", unknown.Select(i => names[i].Name))}.", name);
        }

        sizes[unknown[0]] = Solve<TModel>(sizes, unknown[0], length);
        return sizes[unknown[0]] > 0 ? sizes : throw Mismatch();

        ArgumentException Mismatch() =>
            new($"The model '{model.Name}' takes {input.Text}, but {what} have {ShapeText.Of(shape)} values, which no size fits.", name);
    }

    /// <summary>The value of one size with which the first input has a number of elements, which grows with the size; 0 when there is none.</summary>
    private static int Solve<TModel>(int[] sizes, int index, int length)
        where TModel : class, IModel<TModel>
    {
        int low = 1;
        int high = length;
        int[] tried = [.. sizes];
        while (low <= high)
        {
            int middle = low + ((high - low) / 2);
            tried[index] = middle;
            long found = LengthOf<TModel>(tried);
            if (found == length)
            {
                return middle;
            }

            (low, high) = found < length ? (middle + 1, high) : (low, middle - 1);
        }

        return 0;
    }

    private static long LengthOf<TModel>(ReadOnlySpan<int> sizes)
        where TModel : class, IModel<TModel>
    {
        try
        {
            return TModel.Describe(sizes).Inputs[0].Length;
        }
        catch (OverflowException)
        {
            return long.MaxValue;
        }
    }
}
