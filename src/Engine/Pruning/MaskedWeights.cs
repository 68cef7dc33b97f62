using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>The weights of a model that are used through masks, and the choice of those that are dropped.</summary>
internal sealed class MaskedWeights
{
    private readonly ImmutableArray<(ParameterInfo Weight, ParameterInfo Mask)> _pairs;
    private ulong[] _keys = [];

    /// <exception cref="ArgumentException">No weight has a mask.</exception>
    public MaskedWeights(ModelDescription description, string argument)
    {
        _pairs = description.Masked;
        if (_pairs.IsEmpty)
        {
            throw new ArgumentException($"'{description.Name}' has no weights with masks; write [Masked] on a part.", argument);
        }
    }

    /// <summary>The orders in which weights are dropped, the smallest number first: a number below 2³² for a weight's place and value.</summary>
    public delegate uint Rank(int place, float value);

    /// <summary>The share of the weights that are dropped.</summary>
    public double Sparsity(ParameterBuffer parameters)
    {
        long dropped = 0;
        long all = 0;
        foreach ((_, ParameterInfo mask) in _pairs)
        {
            dropped += Dropped(parameters, mask);
            all += mask.Length;
        }

        return dropped / (double)all;
    }

    /// <summary>Drops weights until their share is <paramref name="sparsity"/>, rounded to whole weights: masks and weights become 0.</summary>
    /// <param name="parameters">The parameters, which are changed.</param>
    /// <param name="sparsity">The share; nothing happens when as many are dropped already.</param>
    /// <param name="scope">What weights are compared with.</param>
    /// <param name="rank">The order.</param>
    public void Drop(ParameterBuffer parameters, double sparsity, PruningScope scope, Rank rank)
    {
        if (scope == PruningScope.Global)
        {
            Drop(parameters, _pairs.AsSpan(), sparsity, rank);
            return;
        }

        for (int i = 0; i < _pairs.Length; i++)
        {
            Drop(parameters, _pairs.AsSpan(i, 1), sparsity, rank);
        }
    }

    /// <summary>
    /// Makes masks of what became of them as masks were averaged: a weight counts as long as one of them lets it through. Allocates nothing.
    /// </summary>
    public static void MakeWhole(ParameterBuffer parameters)
    {
        foreach ((_, ParameterInfo mask) in parameters.Description.Masked)
        {
            MakeWhole(parameters.OfState(mask));
        }
    }

    /// <summary>The same of one mask.</summary>
    public static void MakeWhole(Span<float> mask) => Elementwise.Map(Threads.Shared, mask, mask, default(Whole));

    /// <summary>Gives one weight a mask, and drops what it hides.</summary>
    public void Hold(ParameterBuffer parameters, string weight, ReadOnlySpan<bool> kept)
    {
        (ParameterInfo info, ParameterInfo mask) = _pairs.FirstOrDefault(pair => pair.Weight.Name == weight);
        if (info is null)
        {
            throw new ArgumentException(
                $"'{parameters.Description.Name}' has no weight '{weight}' with a mask; there are {string.Join(", ", _pairs.Select(static pair => $"'{pair.Weight.Name}'"))}.", nameof(weight));
        }

        if (kept.Length != info.Length)
        {
            throw new ArgumentException($"'{weight}' is {info}, and its mask takes a value for each weight; found {kept.Length}.", nameof(kept));
        }

        Span<float> values = parameters.Of(info);
        Span<float> held = parameters.OfState(mask);
        for (int i = 0; i < kept.Length; i++)
        {
            (values[i], held[i]) = kept[i] ? (values[i], 1f) : (0f, 0f);
        }
    }

    /// <summary>Gives parameters the masks of others, and drops what these hide.</summary>
    public void Hold(ParameterBuffer parameters, ParameterBuffer masks)
    {
        foreach ((ParameterInfo weight, ParameterInfo mask) in _pairs)
        {
            Span<float> held = parameters.OfState(mask);
            masks.OfState(mask).CopyTo(held);
            Span<float> values = parameters.Of(weight);
            for (int i = 0; i < held.Length; i++)
            {
                values[i] = held[i] == 0 ? 0 : values[i];
            }
        }
    }

    private static long Dropped(ParameterBuffer parameters, ParameterInfo mask) => parameters.OfState(mask).Count(0);

    private void Drop(ParameterBuffer parameters, ReadOnlySpan<(ParameterInfo Weight, ParameterInfo Mask)> pairs, double sparsity, Rank rank)
    {
        long all = 0;
        long dropped = 0;
        foreach ((_, ParameterInfo mask) in pairs)
        {
            all += mask.Length;
            dropped += Dropped(parameters, mask);
        }

        int more = checked((int)((long)Math.Round(sparsity * all, MidpointRounding.AwayFromZero) - dropped));
        if (more <= 0)
        {
            return;
        }

        // The rank in the upper half and the place among all that is left in the lower: no two are equal, and the first of equal ranks is dropped first.
        if (_keys.Length < all - dropped)
        {
            _keys = new ulong[all - dropped];
        }

        Span<ulong> keys = _keys.AsSpan(0, (int)(all - dropped));
        uint found = 0;
        Visit(pairs, (place, ref weight, ref _) => _keys[found] = ((ulong)rank(place, weight) << 32) | found++);
        keys.Sort();
        ulong last = keys[more - 1];
        uint number = 0;
        Visit(pairs, (place, ref weight, ref mask) =>
        {
            if ((((ulong)rank(place, weight) << 32) | number++) <= last)
            {
                (weight, mask) = (0, 0);
            }
        });

        void Visit(ReadOnlySpan<(ParameterInfo Weight, ParameterInfo Mask)> chosen, Visitor visit)
        {
            foreach ((ParameterInfo weight, ParameterInfo mask) in chosen)
            {
                Span<float> values = parameters.Of(weight);
                Span<float> held = parameters.OfState(mask);
                for (int i = 0; i < held.Length; i++)
                {
                    if (held[i] != 0)
                    {
                        visit(weight.Offset + i, ref values[i], ref held[i]);
                    }
                }
            }
        }
    }

    /// <summary>0 where it is 0, and 1 elsewhere.</summary>
    private readonly struct Whole : IMap1
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, int index)
            where V : struct, ISimd<V> => V.Select(V.Equal(a, V.Zero), V.Zero, V.One);
    }

    private delegate void Visitor(int place, ref float weight, ref float mask);
}
