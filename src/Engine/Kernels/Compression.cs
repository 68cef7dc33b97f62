// Rows are cut into blocks of about 8192 numbers. A row of whole numbers is read twice, for its largest magnitude and to be rounded, and lies in the
// first-level cache the second time; 4 + 1 bytes per number go to memory, 2.5 times what reading alone would. All is element by element, so every vector width gives the same bits.
using System.Numerics;
using System.Runtime.InteropServices;

namespace Adjoint.Kernels;

/// <summary>
/// Values in less memory than they are computed in: what the backward pass needs and the forward pass no longer does. A row of so many numbers is kept
/// in as many floats as its bits need, with its scale in a float before them where the numbers are whole.
/// </summary>
public static unsafe class Compression
{
    private const int BlockLength = 8192;
    private const uint Magnitude = 0x7FFFFFFF;
    private const uint Infinity = 0x7F800000;

    private interface IFormat
    {
        static abstract int FloatsOf(int length);

        static abstract void Write(ReadOnlySpan<float> row, Span<float> kept);

        static abstract void Read(ReadOnlySpan<float> kept, Span<float> row);
    }

    private interface ICode
    {
        /// <summary>The 16 bits of a number, in the lower half, from those of a float.</summary>
        static abstract Vector<uint> Of(Vector<uint> bits);

        /// <summary>The bits of the float that they stand for.</summary>
        static abstract Vector<uint> Bits(Vector<uint> code);
    }

    /// <summary>Rounds each row to whole numbers from -127 to 127 times its largest magnitude / 127. A row with NaN or an infinity comes back as NaN.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="x">The values, [rows, length].</param>
    /// <param name="kept">Receives them, [rows, 1 + ⌈length / 4⌉]; more at the end is left alone.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="length">The numbers of a row.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    public static void Int8(Threads threads, ReadOnlySpan<float> x, Span<float> kept, int rows, int length) => Write<Int8Format>(threads, x, kept, rows, length);

    /// <summary>Reads what <see cref="Int8"/> has written.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="kept">The kept values.</param>
    /// <param name="x">Receives the values, [rows, length].</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="length">The numbers of a row.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    public static void FromInt8(Threads threads, ReadOnlySpan<float> kept, Span<float> x, int rows, int length) => Read<Int8Format>(threads, kept, x, rows, length);

    /// <summary>Rounds to half precision, to the nearest, ties to even; magnitudes beyond 65,504 become that.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="x">The values, [rows, length].</param>
    /// <param name="kept">Receives them, [rows, ⌈length / 2⌉]; more at the end is left alone.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="length">The numbers of a row.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    public static void Half(Threads threads, ReadOnlySpan<float> x, Span<float> kept, int rows, int length) => Write<Halved<HalfCode>>(threads, x, kept, rows, length);

    /// <summary>Reads what <see cref="Half"/> has written.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="kept">The kept values.</param>
    /// <param name="x">Receives the values, [rows, length].</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="length">The numbers of a row.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    public static void FromHalf(Threads threads, ReadOnlySpan<float> kept, Span<float> x, int rows, int length) => Read<Halved<HalfCode>>(threads, kept, x, rows, length);

    /// <summary>Rounds to the upper 16 bits of a float, to the nearest, ties to even.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="x">The values, [rows, length].</param>
    /// <param name="kept">Receives them, [rows, ⌈length / 2⌉]; more at the end is left alone.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="length">The numbers of a row.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    public static void BFloat16(Threads threads, ReadOnlySpan<float> x, Span<float> kept, int rows, int length) => Write<Halved<BFloat16Code>>(threads, x, kept, rows, length);

    /// <summary>Reads what <see cref="BFloat16"/> has written.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="kept">The kept values.</param>
    /// <param name="x">Receives the values, [rows, length].</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="length">The numbers of a row.</param>
    /// <exception cref="ArgumentException">A length doesn't fit, or the spans overlap.</exception>
    public static void FromBFloat16(Threads threads, ReadOnlySpan<float> kept, Span<float> x, int rows, int length) => Read<Halved<BFloat16Code>>(threads, kept, x, rows, length);

    private static void Write<TFormat>(Threads threads, ReadOnlySpan<float> x, Span<float> kept, int rows, int length)
        where TFormat : IFormat
    {
        int columns = Columns<TFormat>(threads, x, kept, rows, length);
        fixed (float* from = x)
        fixed (float* to = kept)
        {
            Job<TFormat> job = new(from, to, rows, length, columns, isWrite: true);
            threads.Run(ref job, Blocks.Count(rows, job.RowsPerBlock), (long)x.Length * 4);
        }
    }

    private static void Read<TFormat>(Threads threads, ReadOnlySpan<float> kept, Span<float> x, int rows, int length)
        where TFormat : IFormat
    {
        int columns = Columns<TFormat>(threads, x, kept, rows, length);
        fixed (float* from = kept)
        fixed (float* to = x)
        {
            Job<TFormat> job = new(from, to, rows, length, columns, isWrite: false);
            threads.Run(ref job, Blocks.Count(rows, job.RowsPerBlock), (long)x.Length * 2);
        }
    }

    /// <summary>The floats of a kept row; a plan whose sizes have names may give it more than it needs.</summary>
    private static int Columns<TFormat>(Threads threads, ReadOnlySpan<float> x, ReadOnlySpan<float> kept, int rows, int length)
        where TFormat : IFormat
    {
        ArgumentNullException.ThrowIfNull(threads);
        Require.Shape(rows, length, 1);
        Require.Length(x, (long)rows * length, nameof(x));
        Require.Apart(x, kept, nameof(x));
        int columns = rows == 0 ? 0 : kept.Length / rows;
        if (rows > 0 && (kept.Length % rows != 0 || columns < TFormat.FloatsOf(length)))
        {
            throw new ArgumentException($"Expected {rows} rows of at least {TFormat.FloatsOf(length)} floats, found {kept.Length}.", nameof(kept));
        }

        return columns;
    }

    private readonly struct Job<TFormat>(float* from, float* to, int rows, int length, int columns, bool isWrite) : IJob
        where TFormat : IFormat
    {
        public int RowsPerBlock { get; } = Math.Max(1, BlockLength / Math.Max(1, length));

        public void Run<V>(int block)
            where V : struct, ISimd<V>
        {
            int end = Math.Min((block + 1) * RowsPerBlock, rows);
            for (int row = block * RowsPerBlock; row < end; row++)
            {
                if (isWrite)
                {
                    TFormat.Write(new(from + ((nint)row * length), length), new(to + ((nint)row * columns), columns));
                }
                else
                {
                    TFormat.Read(new(from + ((nint)row * columns), columns), new(to + ((nint)row * length), length));
                }
            }
        }
    }

    private readonly struct Int8Format : IFormat
    {
        public static int FloatsOf(int length) => 1 + ((length + 3) / 4);

        public static void Write(ReadOnlySpan<float> row, Span<float> kept)
        {
            // A NaN is the largest of all; with it or an infinity the scale makes the whole row NaN when it is read.
            float largest = Largest(row);
            float each = largest > 0f ? 127f / largest : 0f;
            kept[0] = largest / 127f;
            Span<sbyte> codes = MemoryMarshal.Cast<float, sbyte>(kept[1..])[..row.Length];
            int i = 0;
            for (; i <= row.Length - Vector<sbyte>.Count; i += Vector<sbyte>.Count)
            {
                Vector.Narrow(
                    Vector.Narrow(Code(row, i, each), Code(row, i + Vector<int>.Count, each)),
                    Vector.Narrow(Code(row, i + (2 * Vector<int>.Count), each), Code(row, i + (3 * Vector<int>.Count), each))).CopyTo(codes[i..]);
            }

            for (; i < row.Length; i++)
            {
                codes[i] = (sbyte)Math.Clamp((int)MathF.Round(row[i] * each), -127, 127);
            }
        }

        public static void Read(ReadOnlySpan<float> kept, Span<float> row)
        {
            float scale = kept[0] * (float.IsFinite(kept[0]) ? 1f : float.NaN);
            ReadOnlySpan<sbyte> codes = MemoryMarshal.Cast<float, sbyte>(kept[1..]);
            int i = 0;
            for (; i <= row.Length - Vector<sbyte>.Count; i += Vector<sbyte>.Count)
            {
                Vector.Widen(new Vector<sbyte>(codes[i..]), out Vector<short> low, out Vector<short> high);
                Widen(low, scale, row[i..]);
                Widen(high, scale, row[(i + Vector<short>.Count)..]);
            }

            for (; i < row.Length; i++)
            {
                row[i] = codes[i] * scale;
            }
        }

        /// <summary>The largest magnitude; magnitudes are in the order of their bits, and NaN comes last.</summary>
        private static float Largest(ReadOnlySpan<float> row)
        {
            ReadOnlySpan<uint> bits = MemoryMarshal.Cast<float, uint>(row);
            Vector<uint> most = Vector<uint>.Zero;
            int i = 0;
            for (; i <= bits.Length - Vector<uint>.Count; i += Vector<uint>.Count)
            {
                most = Vector.Max(most, new Vector<uint>(bits[i..]) & new Vector<uint>(Magnitude));
            }

            uint largest = 0;
            for (int lane = 0; lane < Vector<uint>.Count; lane++)
            {
                largest = Math.Max(largest, most[lane]);
            }

            for (; i < bits.Length; i++)
            {
                largest = Math.Max(largest, bits[i] & Magnitude);
            }

            return BitConverter.UInt32BitsToSingle(largest);
        }

        private static Vector<int> Code(ReadOnlySpan<float> row, int start, float each) =>
            Vector.Clamp(Vector.ConvertToInt32(Vector.Round(new Vector<float>(row[start..]) * each)), new Vector<int>(-127), new Vector<int>(127));

        private static void Widen(Vector<short> codes, float scale, Span<float> row)
        {
            Vector.Widen(codes, out Vector<int> low, out Vector<int> high);
            (Vector.ConvertToSingle(low) * scale).CopyTo(row);
            (Vector.ConvertToSingle(high) * scale).CopyTo(row[Vector<int>.Count..]);
        }
    }

    /// <summary>Two numbers in the place of one, each of 16 bits.</summary>
    private readonly struct Halved<TCode> : IFormat
        where TCode : ICode
    {
        public static int FloatsOf(int length) => (length + 1) / 2;

        public static void Write(ReadOnlySpan<float> row, Span<float> kept)
        {
            ReadOnlySpan<uint> bits = MemoryMarshal.Cast<float, uint>(row);
            Span<ushort> codes = MemoryMarshal.Cast<float, ushort>(kept);
            int i = 0;
            for (; i <= row.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
            {
                Vector.Narrow(TCode.Of(new Vector<uint>(bits[i..])), TCode.Of(new Vector<uint>(bits[(i + Vector<uint>.Count)..]))).CopyTo(codes[i..]);
            }

            for (; i < row.Length; i++)
            {
                codes[i] = (ushort)TCode.Of(new Vector<uint>(bits[i]))[0];
            }
        }

        public static void Read(ReadOnlySpan<float> kept, Span<float> row)
        {
            ReadOnlySpan<ushort> codes = MemoryMarshal.Cast<float, ushort>(kept);
            Span<uint> bits = MemoryMarshal.Cast<float, uint>(row);
            int i = 0;
            for (; i <= row.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
            {
                Vector.Widen(new Vector<ushort>(codes[i..]), out Vector<uint> low, out Vector<uint> high);
                TCode.Bits(low).CopyTo(bits[i..]);
                TCode.Bits(high).CopyTo(bits[(i + Vector<uint>.Count)..]);
            }

            for (; i < row.Length; i++)
            {
                bits[i] = TCode.Bits(new Vector<uint>((uint)codes[i]))[0];
            }
        }
    }

    private readonly struct HalfCode : ICode
    {
        private const uint Largest = 0x477FE000;    // 65,504
        private const uint Smallest = 0x38800000;   // 2^-14, below which numbers are multiples of 2^-24
        private const uint NotANumber = 0x7E00;

        // The exponent loses its bias of 112 more; the adder rounds what has no exponent of its own, to a multiple of 1/2's last place.
        public static Vector<uint> Of(Vector<uint> bits)
        {
            Vector<uint> magnitude = bits & new Vector<uint>(Magnitude);
            Vector<uint> clamped = Vector.Min(magnitude, new Vector<uint>(Largest));
            Vector<uint> normal = Vector.ShiftRightLogical(clamped + new Vector<uint>(0xFFF) + (Vector.ShiftRightLogical(clamped, 13) & Vector<uint>.One), 13) - new Vector<uint>(112 << 10);
            Vector<uint> small = Vector.AsVectorUInt32(Vector.AsVectorSingle(clamped) + new Vector<float>(0.5f)) - new Vector<uint>(BitConverter.SingleToUInt32Bits(0.5f));
            Vector<uint> half = Vector.ConditionalSelect(Vector.LessThan(clamped, new Vector<uint>(Smallest)), small, normal);
            half = Vector.ConditionalSelect(Vector.GreaterThan(magnitude, new Vector<uint>(Infinity)), new Vector<uint>(NotANumber), half);
            return half | (Vector.ShiftRightLogical(bits, 16) & new Vector<uint>(0x8000));
        }

        public static Vector<uint> Bits(Vector<uint> code)
        {
            Vector<uint> magnitude = code & new Vector<uint>(0x7FFF);
            Vector<float> value = Vector.AsVectorSingle(Vector.ShiftLeft(magnitude, 13)) * new Vector<float>(BitConverter.UInt32BitsToSingle((127 + 112) << 23));
            value = Vector.ConditionalSelect(Vector.AsVectorSingle(Vector.GreaterThan(magnitude, new Vector<uint>(0x7C00))), new Vector<float>(float.NaN), value);
            return Vector.AsVectorUInt32(value) | Vector.ShiftLeft(code & new Vector<uint>(0x8000), 16);
        }
    }

    private readonly struct BFloat16Code : ICode
    {
        private const uint NotANumber = 0x7FC0;

        // Rounding up the bits of a NaN could make a number of it.
        public static Vector<uint> Of(Vector<uint> bits)
        {
            Vector<uint> rounded = Vector.ShiftRightLogical(bits + new Vector<uint>(0x7FFF) + (Vector.ShiftRightLogical(bits, 16) & Vector<uint>.One), 16);
            Vector<uint> isNumber = Vector.LessThanOrEqual(bits & new Vector<uint>(Magnitude), new Vector<uint>(Infinity));
            return Vector.ConditionalSelect(isNumber, rounded, new Vector<uint>(NotANumber));
        }

        public static Vector<uint> Bits(Vector<uint> code) => Vector.ShiftLeft(code, 16);
    }
}
