using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Plan;

/// <summary>A buffer's need for memory: how many floats, and from which statement to which, both included.</summary>
/// <param name="Length">The number of floats.</param>
/// <param name="First">The first statement that uses it.</param>
/// <param name="Last">The last statement that uses it.</param>
internal sealed record Lifetime(Size Length, int First, int Last);

/// <summary>Places in one arena: an offset for each lifetime, and how many floats the arena has.</summary>
/// <param name="Offsets">The offset of each buffer, in the order of the lifetimes.</param>
/// <param name="Total">The arena's size.</param>
internal sealed record Placement(IReadOnlyList<Size> Offsets, Size Total);

/// <summary>
/// Places buffers so that no two that live at the same time overlap. Sizes are formulas, so buffers share memory with those of a
/// proportional size: all that grow with the batch are placed in a strip of the arena measured in multiples of <c>n</c>, constant
/// ones in another. Within a strip: the largest first, each at the lowest free offset (Pisarchyk and Lee 2020, greedy by size).
/// </summary>
internal static class ArenaPlanner
{
    /// <summary>Buffers whose lengths depend on the batch alone start at multiples of this many floats: a cache line, and the widest vector.</summary>
    public const int Alignment = 16;

    /// <summary>
    /// A length rounded up, term by term, so that whatever follows it is aligned for every batch size. Sizes with other names are widths and lengths, whose products
    /// mostly fill cache lines: rounding their coefficients up would take up to sixteen times the memory, to gain a little where they don't.
    /// </summary>
    public static Size Aligned(Size length) => length.RoundedUp(Alignment, static term => term.Names.All(static name => name == Size.BatchName));

    public static Placement Place(IReadOnlyList<Lifetime> lifetimes)
    {
        Size[] offsets = new Size[lifetimes.Count];
        Size[] lengths = [.. lifetimes.Select(static lifetime => Aligned(lifetime.Length))];
        Size total = Size.Zero;
        IEnumerable<IGrouping<Size, int>> strips = Enumerable.Range(0, lifetimes.Count)
            .Where(index => lengths[index] != Size.Zero)
            .GroupBy(index => lengths[index].DividedBy(lengths[index].Content))
            .OrderBy(static strip => strip.Key.ToString(), StringComparer.Ordinal);
        foreach (IGrouping<Size, int> strip in strips)
        {
            List<(Lifetime Lifetime, long Start, long End)> placed = [];
            long end = 0;
            foreach (int index in strip.OrderByDescending(index => lengths[index].Content).ThenByDescending(index => lifetimes[index].Length.Content).ThenBy(static index => index))
            {
                Lifetime lifetime = lifetimes[index];
                long length = lengths[index].Content;
                long start = 0;
                foreach ((Lifetime other, long otherStart, long otherEnd) in placed)
                {
                    bool together = lifetime.First <= other.Last && other.First <= lifetime.Last;
                    if (together && start < otherEnd && otherStart < start + length)
                    {
                        start = otherEnd;
                    }
                }

                int place = placed.FindIndex(other => other.Start > start);
                placed.Insert(place < 0 ? placed.Count : place, (lifetime, start, start + length));
                end = Math.Max(end, start + length);
                offsets[index] = total + (strip.Key * start);
            }

            total += strip.Key * end;
        }

        return new Placement(offsets, total);
    }
}
