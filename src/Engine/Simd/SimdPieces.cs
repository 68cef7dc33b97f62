using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// Odd functions that rise to 1, with a polynomial of their own in each of sixteen pieces of equal length. The coefficients of a lane's piece are
/// chosen from constants, which is an instruction or a few for each, so that one short polynomial serves the whole range: no second form for
/// small arguments, no exponential and no division.
/// </summary>
/// <remarks>
/// Piece i is centred at i times the length, and its polynomial, in the distance from there, interpolates the function at the Chebyshev nodes;
/// that of the first has odd powers alone, which keeps the relative accuracy down to zero. Lengths have so few digits that the distance is
/// exact, and are such that at the centre of the last piece the function is 1 when it is rounded.
/// </remarks>
internal static class SimdPieces
{
    /// <summary>Sums with this number are rounded to whole ones, which stand in their last bits.</summary>
    private const float Rounding = 3 << 22;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf<V>(V x)
        where V : struct, ISimd<V>
    {
        V d = Distance(x, 67f / 256, out V piece);
        V p = V.Choose(
            piece,
            0.1121504f, 0.07676709f, 0.0005404001f, -0.057944067f, -0.06687755f, -0.039465223f, -0.007393786f, 0.0100687025f,
            0.012738997f, 0.008723548f, 0.004341419f, 0.0017001721f, 0.0005424059f, 0.00014363778f, 3.1939377e-5f, 6.009444e-6f);
        p = V.MultiplyAdd(p, d, V.Choose(
            piece,
            0f, 0.13051777f, 0.18227422f, 0.14028643f, 0.05341001f, -0.018294899f, -0.04802482f, -0.044448864f,
            -0.02837241f, -0.014047139f, -0.0056397673f, -0.0018775393f, -0.0005250623f, -0.00012437959f, -2.5101037e-5f, -4.3334435e-6f));
        p = V.MultiplyAdd(p, d, V.Choose(
            piece,
            -0.37612197f, -0.30310744f, -0.12927382f, 0.047295626f, 0.14983092f, 0.16455916f, 0.12560464f, 0.07490992f,
            0.03645595f, 0.014788909f, 0.0050621075f, 0.0014733071f, 0.00036650425f, 7.82155e-5f, 1.4358845e-5f, 2.2722766e-6f));
        p = V.MultiplyAdd(p, d, V.Choose(
            piece,
            0f, -0.27576005f, -0.44907734f, -0.4782755f, -0.3948096f, -0.26642337f, -0.1504979f, -0.072069965f,
            -0.029479576f, -0.010350085f, -0.003129418f, -0.0008167835f, -0.00018434474f, -3.6025354e-5f, -6.1021606e-6f, -8.966182e-7f));
        p = V.MultiplyAdd(p, d, V.Choose(
            piece,
            1.1283791f, 1.0536766f, 0.8579542f, 0.6091516f, 0.37713012f, 0.20359239f, 0.095837705f, 0.039338317f,
            0.014079902f, 0.0043942835f, 0.001195862f, 0.0002837779f, 5.8719277e-5f, 1.0594671e-5f, 1.6668594e-6f, 2.2867317e-7f));
        p = V.MultiplyAdd(p, d, V.Choose(
            piece,
            0f, 0.28871155f, 0.54085314f, 0.7331641f, 0.8612614f, 0.93577737f, 0.9736326f, 0.990427f,
            0.9969337f, 0.9991351f, 0.9997855f, 0.99995327f, 0.99999106f, 0.9999985f, 0.99999976f, 1f));
        return V.CopySign(p, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x)
        where V : struct, ISimd<V>
    {
        V d = Distance(x, 39f / 64, out V piece);
        V p = V.Choose(
            piece,
            -0.050108857f, 0.028608976f, -0.0040278435f, -0.0014777766f, 4.792104e-5f, 8.269183e-5f, 3.125859e-5f, 9.858185e-6f,
            2.9686848e-6f, 8.8232883e-7f, 2.6123462e-7f, 7.7257404e-8f, 2.2840442e-8f, 6.7519017e-9f, 1.9958828e-9f, 5.8998395e-10f);
        p = V.MultiplyAdd(p, d, V.Choose(
            piece,
            0f, -0.027722515f, 0.015908215f, 0.0011945841f, -0.00073817343f, -0.00034713693f, -0.000114890056f, -3.506147e-5f,
            -1.0460985e-5f, -3.1007412e-6f, -9.173188e-7f, -2.712237e-7f, -8.017924e-8f, -2.3701434e-8f, -7.0061734e-9f, -2.0710247e-9f));
        p = V.MultiplyAdd(p, d, V.Choose(
            piece,
            0.13311294f, -0.052652556f, -0.02215806f, 0.0043999352f, 0.0031334672f, 0.0011182438f, 0.00034824054f, 0.0001045096f,
            3.1030788e-5f, 9.184741e-6f, 2.7160584e-6f, 8.029574e-7f, 2.373618e-7f, 7.016472e-8f, 2.0740712e-8f, 6.1309486e-9f));
        p = V.MultiplyAdd(p, d, V.Choose(
            piece,
            0f, 0.14213935f, -0.009344747f, -0.021932468f, -0.008984093f, -0.002901668f, -0.00087999017f, -0.00026208977f,
            -7.764583e-5f, -2.2967128e-5f, -6.7903866e-6f, -2.0073496e-6f, -5.9338146e-7f, -1.754041e-7f, -5.184943e-8f, -1.5326668e-8f));
        p = V.MultiplyAdd(p, d, V.Choose(
            piece,
            -0.33332926f, -0.026584463f, 0.109687746f, 0.055813733f, 0.019148098f, 0.005910636f, 0.0017695854f, 0.0005250598f,
            0.00015537998f, 4.594533e-5f, 1.3582732e-5f, 4.015163e-6f, 1.18689e-6f, 3.508449e-7f, 1.0370963e-7f, 3.0656516e-8f));
        p = V.MultiplyAdd(p, d, V.Choose(
            piece,
            0f, -0.38297606f, -0.24809346f, -0.09323523f, -0.029623458f, -0.008946633f, -0.0026614792f, -0.0007882117f,
            -0.00023312443f, -6.8922775e-5f, -2.0374522e-5f, -6.0227835e-6f, -1.780339e-6f, -5.2626785e-7f, -1.5556454e-7f, -4.5984795e-8f));
        p = V.MultiplyAdd(p, d, V.Choose(
            piece,
            1f, 0.7044045f, 0.2956006f, 0.09817947f, 0.030079307f, 0.008987105f, 0.0026650312f, 0.0007885222f,
            0.00023315147f, 6.89251e-5f, 2.0374717e-5f, 6.0227976e-6f, 1.7803394e-6f, 5.262677e-7f, 1.5556445e-7f, 4.5984766e-8f));
        p = V.MultiplyAdd(p, d, V.Choose(
            piece,
            0f, 0.543687f, 0.8392851f, 0.9496423f, 0.9848455f, 0.99549633f, 0.9986666f, 0.99960566f,
            0.9998834f, 0.99996555f, 0.9999898f, 0.99999696f, 0.9999991f, 0.99999976f, 0.99999994f, 1f));
        return V.CopySign(p, x);
    }

    /// <summary>
    /// How far |x| is from the centre of its piece, whose number stands in the last bits of the other result. What lies beyond the last
    /// piece counts as its end; NaN stays NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Distance<V>(V x, float length, out V piece)
        where V : struct, ISimd<V>
    {
        // Half a piece beyond the last centre would be rounded to 16, whose last four bits are those of 0.
        V end = V.Broadcast(15.49f * length);
        V magnitude = V.Abs(x);
        magnitude = V.Select(V.GreaterThan(magnitude, end), end, magnitude);
        piece = V.MultiplyAdd(magnitude, V.Broadcast(1f / length), V.Broadcast(Rounding));
        return V.MultiplyAdd(piece - V.Broadcast(Rounding), V.Broadcast(-length), magnitude);
    }
}
