using System.Runtime.Intrinsics;

namespace Adjoint;

/// <summary>The vector widths that kernels are compiled for, named by their bits.</summary>
internal enum SimdWidth
{
    Scalar = 32,
    Bits128 = 128,
    Bits256 = 256,
    Bits512 = 512,
}

internal static class SimdWidths
{
    /// <summary>The widest vectors that this processor has in hardware.</summary>
    public static SimdWidth Widest =>
        Vector512.IsHardwareAccelerated ? SimdWidth.Bits512
        : Vector256.IsHardwareAccelerated ? SimdWidth.Bits256
        : Vector128.IsHardwareAccelerated ? SimdWidth.Bits128
        : SimdWidth.Scalar;
}
