using Adjoint.Compiler.Support;

namespace Adjoint;

/// <summary>
/// Drops weights of models whose parts carry <c>[Masked]</c>. A dropped weight is 0 and its mask is 0, so it stays without effect and without gradient whatever is
/// trained afterwards. Masks are running values: files keep them, and copies of a model have them.
/// </summary>
public static class Pruning
{
    // Apart from the streams of layers and parameters, which count from 0, and from that of shuffling.
    private const uint Stream = 0xFFFF_FFFE;

    /// <summary>A model without its smallest weights (Han et al. 2015), chosen among those that are still there; of equal ones the first goes first.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="model">The model, which is not changed.</param>
    /// <param name="sparsity">The share of the masked weights that is dropped afterwards, in <c>[0, 1]</c>, rounded to whole weights; what is dropped already counts.</param>
    /// <param name="scope">What weights are compared with.</param>
    /// <exception cref="ArgumentException">No part of the model is masked.</exception>
    public static TModel Magnitude<TModel>(TModel model, double sparsity, PruningScope scope = PruningScope.Global)
        where TModel : class, IModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        return Dropped(model, sparsity, scope, ByMagnitude);
    }

    /// <summary>
    /// Drops the smallest weights of a training that goes on; see <see cref="Magnitude{TModel}(TModel, double, PruningScope)"/>. A running mean still has what is dropped, and is best set
    /// anew: see <see cref="Trainer{TModel}.Average"/>.
    /// </summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="trainer">The training, whose parameters are changed.</param>
    /// <param name="sparsity">The share of the masked weights that is dropped afterwards, in <c>[0, 1]</c>.</param>
    /// <param name="scope">What weights are compared with.</param>
    /// <exception cref="ArgumentException">No part of the model is masked.</exception>
    public static void Magnitude<TModel>(Trainer<TModel> trainer, double sparsity, PruningScope scope = PruningScope.Global)
        where TModel : class, IModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(trainer);
        new MaskedWeights(trainer.Parameters.Description, nameof(trainer)).Drop(trainer.Parameters, Share(sparsity, nameof(sparsity)), scope, ByMagnitude);
    }

    /// <summary>A model without weights that are drawn at random: what any other choice is measured by.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="model">The model, which is not changed.</param>
    /// <param name="sparsity">The share of the masked weights that is dropped afterwards, in <c>[0, 1]</c>.</param>
    /// <param name="seed">The same seed drops the same weights on every machine.</param>
    /// <param name="scope">Whether every weight loses the same share.</param>
    /// <exception cref="ArgumentException">No part of the model is masked.</exception>
    public static TModel Random<TModel>(TModel model, double sparsity, int seed, PruningScope scope = PruningScope.Global)
        where TModel : class, IModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        return Dropped(model, sparsity, scope, (place, _) => Philox.Word(unchecked((uint)seed), step: 0, Stream, (uint)place));
    }

    /// <summary>A model with a mask of one's own on a weight: what the mask doesn't keep becomes 0 and stays so, and what it keeps is trained, also where it was dropped before.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="model">The model, which is not changed.</param>
    /// <param name="weight">The weight's name, such as <c>Hidden.Dense.Kernel</c>.</param>
    /// <param name="kept">For each of its values whether it is kept, in their order.</param>
    /// <exception cref="ArgumentException">The model has no such weight with a mask, or the weight has another number of values.</exception>
    public static TModel Hold<TModel>(TModel model, string weight, ReadOnlySpan<bool> kept)
        where TModel : class, IModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        ParameterBuffer held = model.Parameters.Copy();
        new MaskedWeights(held.Description, nameof(model)).Hold(held, weight, kept);
        return TModel.FromParameters(held);
    }

    /// <summary>Puts a mask on a weight of a training that goes on; see <see cref="Hold{TModel}(TModel, string, ReadOnlySpan{bool})"/>.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="trainer">The training, whose parameters are changed.</param>
    /// <param name="weight">The weight's name.</param>
    /// <param name="kept">For each of its values whether it is kept, in their order.</param>
    /// <exception cref="ArgumentException">The model has no such weight with a mask, or the weight has another number of values.</exception>
    public static void Hold<TModel>(Trainer<TModel> trainer, string weight, ReadOnlySpan<bool> kept)
        where TModel : class, IModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(trainer);
        new MaskedWeights(trainer.Parameters.Description, nameof(trainer)).Hold(trainer.Parameters, weight, kept);
    }

    /// <summary>The share of a model's masked weights that is dropped.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="model">The model.</param>
    /// <exception cref="ArgumentException">No part of the model is masked.</exception>
    public static double Sparsity<TModel>(TModel model)
        where TModel : class, IModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        return new MaskedWeights(model.Parameters.Description, nameof(model)).Sparsity(model.Parameters);
    }

    /// <summary>The values of one model under the masks of another (Frankle and Carbin 2019): a pruned network goes back to what it was early in its training.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="pruned">Gives the masks.</param>
    /// <param name="to">Gives all else.</param>
    /// <exception cref="ArgumentException">No part of the model is masked, or the two are of different sizes.</exception>
    public static TModel Rewind<TModel>(TModel pruned, TModel to)
        where TModel : class, IModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(pruned);
        ArgumentNullException.ThrowIfNull(to);
        ParameterBuffer values = ParameterBuffer.Of(pruned.Parameters.Description, to.Parameters).Copy();
        new MaskedWeights(values.Description, nameof(pruned)).Hold(values, pruned.Parameters);
        return TModel.FromParameters(values);
    }

    /// <summary>Magnitudes in their order; NaN counts as the largest, so that it is not hidden.</summary>
    internal static uint ByMagnitude(int place, float value) => BitConverter.SingleToUInt32Bits(Math.Abs(value));

    /// <summary>In <c>[0, 1]</c>.</summary>
    internal static double Share(double value, string name) => value is >= 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is the share of the weights that is dropped, at least 0 and at most 1.");

    private static TModel Dropped<TModel>(TModel model, double sparsity, PruningScope scope, MaskedWeights.Rank rank)
        where TModel : class, IModel<TModel>
    {
        ParameterBuffer pruned = model.Parameters.Copy();
        new MaskedWeights(pruned.Description, nameof(model)).Drop(pruned, Share(sparsity, nameof(sparsity)), scope, rank);
        return TModel.FromParameters(pruned);
    }
}
