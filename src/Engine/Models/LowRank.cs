using System.Collections.Immutable;

namespace Adjoint;

/// <summary>
/// Puts changes of low rank into the weights that they change, and takes them out again (Hu et al. 2021): a merged model computes the same, and its changes can
/// be trained anew; the changes of many tasks go with one set of weights.
/// </summary>
public static class LowRank
{
    /// <summary>A model whose weights contain their changes: <c>Kernel + Scale · Down · Up</c>, with an <c>Up</c> of zeros.</summary>
    /// <typeparam name="TModel">The model, with parts that carry <c>[LowRank]</c>.</typeparam>
    /// <param name="model">The model, which is not changed.</param>
    /// <exception cref="ArgumentException">No part has changes, or a mask hides weights that would change.</exception>
    public static TModel Merge<TModel>(TModel model)
        where TModel : class, IModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        ParameterBuffer merged = model.Parameters.Copy();
        foreach (ParameterInfo weight in Changed(merged, nameof(model)))
        {
            AddChange(merged.Of(weight), weight, model.Parameters, 1);
            merged.Of(Find(merged, weight, ".Up")).Clear();
        }

        return TModel.FromParameters(merged);
    }

    /// <summary>The model that was merged: weights without the changes of another, which it has beside them.</summary>
    /// <typeparam name="TModel">The model, with parts that carry <c>[LowRank]</c>.</typeparam>
    /// <param name="merged">A model whose weights contain the changes; its own are forgotten.</param>
    /// <param name="changes">The model with the changes, as it was before merging.</param>
    /// <exception cref="ArgumentException">No part has changes, or a mask hides weights that would change.</exception>
    public static TModel Unmerge<TModel>(TModel merged, TModel changes)
        where TModel : class, IModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(merged);
        ArgumentNullException.ThrowIfNull(changes);
        ParameterBuffer apart = ParameterBuffer.Of(changes.Parameters.Description, merged.Parameters).Copy();
        foreach (ParameterInfo weight in Changed(apart, nameof(merged)))
        {
            AddChange(apart.Of(weight), weight, changes.Parameters, -1);
            foreach (string name in (ReadOnlySpan<string>)[".Down", ".Up"])
            {
                ParameterInfo factor = Find(apart, weight, name);
                changes.Parameters.Of(factor).CopyTo(apart.Of(factor));
            }
        }

        return TModel.FromParameters(apart);
    }

    /// <summary>Adds a weight's change, each element rounded once.</summary>
    private static void AddChange(Span<float> values, ParameterInfo weight, ParameterBuffer factors, int sign)
    {
        ParameterInfo lower = Find(factors, weight, ".Down");
        ReadOnlySpan<float> down = factors.Of(lower);
        ReadOnlySpan<float> up = factors.Of(Find(factors, weight, ".Up"));
        int rank = lower.Shape[1];
        int columns = weight.Shape[1];
        double scale = sign * (double)weight.ChangeScale!.Value;
        for (int i = 0; i < values.Length; i++)
        {
            (int row, int column) = Math.DivRem(i, columns);
            double sum = 0;
            for (int r = 0; r < rank; r++)
            {
                sum += (double)down[(row * rank) + r] * up[(r * columns) + column];
            }

            values[i] = (float)(values[i] + (scale * sum));
        }
    }

    private static ImmutableArray<ParameterInfo> Changed(ParameterBuffer parameters, string argument)
    {
        ModelDescription description = parameters.Description;
        ImmutableArray<ParameterInfo> changed = [.. description.Parameters.Where(static parameter => parameter.ChangeScale is not null)];
        if (changed.IsEmpty)
        {
            throw new ArgumentException($"'{description.Name}' has no changes of low rank; write [LowRank] on a part.", argument);
        }

        // A mask would hide a part of the change, which so far stands beside it.
        return description.States.FirstOrDefault(state => changed.Any(weight => state.Name == weight.Name + ".Mask") && parameters.OfState(state).Contains(0)) is { } mask
            ? throw new ArgumentException($"'{mask.Name}' hides weights of '{description.Name}', so the changes can't be put into what it leaves.", argument)
            : changed;
    }

    private static ParameterInfo Find(ParameterBuffer parameters, ParameterInfo weight, string factor) =>
        parameters.Description.Parameters.First(parameter => parameter.Name == weight.Name + factor);
}
