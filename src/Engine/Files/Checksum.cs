using System.Buffers.Binary;
using System.Numerics;

namespace Adjoint;

/// <summary>CRC-32C (Castagnoli), which notices every change that lies within 32 successive bits; the processor computes it.</summary>
internal struct Checksum
{
    /// <summary>The checksum of all bytes so far; 0 for none.</summary>
    public uint Value { get; private set; }

    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        Checksum checksum = default;
        checksum.Add(bytes);
        return checksum.Value;
    }

    /// <summary>Takes further bytes in.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        // The register is the complement of the value, at the start and at the end.
        uint register = ~Value;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            register = BitOperations.Crc32C(register, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte value in bytes)
        {
            register = BitOperations.Crc32C(register, value);
        }

        Value = ~register;
    }
}
