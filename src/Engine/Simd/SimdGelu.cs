using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>
/// Derivatives of the Gaussian error linear unit, x · w(x) with a weight w that rises from 0 to 1 (Hendrycks and Gimpel 2016). Less a half they are odd functions that go to a half, so that
/// a short polynomial in each of sixteen pieces serves them as it does <see cref="SimdPieces"/>: composed, they would take an error function and an exponential, or a hyperbolic
/// tangent, and as many operations again.
/// </summary>
internal static class SimdGelu
{
    /// <summary>Of x · Φ(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Derivative<V>(V x)
        where V : struct, ISimd<V>
    {
        V d = SimdPieces.Distance(x, 13f / 32, out V piece);
        V p = V.Choose(
            piece,
            0.059256777f, 0.030434439f, -0.021128375f, -0.040321082f, -0.020847395f, 0.003928101f, 0.011824624f, 0.0071735024f,
            0.00148847f, -0.0007845137f, -0.00082984427f, -0.00039782154f, -0.00012970601f, -3.169321e-5f, -6.04748e-6f, -9.212863e-7f);
        p = V.MultiplyAdd(p, d, V.Choose(
            piece,
            0f, 0.09951123f, 0.10742432f, 0.037388418f, -0.028668268f, -0.044015765f, -0.02505495f, -0.004777f,
            0.003573282f, 0.0037545976f, 0.0019264593f, 0.0006845566f, 0.00018409542f, 3.8924096e-5f, 6.6050166e-6f, 9.109756e-7f));
        p = V.MultiplyAdd(p, d, V.Choose(
            piece,
            -0.2659525f, -0.17582946f, 0.008851089f, 0.13259801f, 0.13337608f, 0.066397645f, 0.007806319f, -0.014913174f,
            -0.014078384f, -0.007412146f, -0.002788779f, -0.00080599176f, -0.0001848288f, -3.4235254e-5f, -5.1790016e-6f, -6.446356e-7f));
        p = V.MultiplyAdd(p, d, V.Choose(
            piece,
            0f, -0.2861319f, -0.389099f, -0.29089376f, -0.117681794f, 0.0064793155f, 0.04839305f, 0.040657803f,
            0.021639487f, 0.008545279f, 0.0026418976f, 0.00065598503f, 0.00013271294f, 2.2075104e-5f, 3.0375018e-6f, 3.4725124e-7f));
        p = V.MultiplyAdd(p, d, V.Choose(
            piece,
            0.7978845f, 0.6740609f, 0.38424933f, 0.0976969f, -0.06825107f, -0.107776515f, -0.0806123f, -0.042584952f,
            -0.017373722f, -0.0056720544f, -0.0015087501f, -0.00033043086f, -5.9984868e-5f, -9.06746e-6f, -1.1450726e-6f, -1.210986e-7f));
        p = V.MultiplyAdd(p, d, V.Choose(
            piece,
            0f, 0.30695376f, 0.52476174f, 0.61988854f, 0.62104344f, 0.5818595f, 0.5424588f, 0.517666f,
            0.5060174f, 0.5016963f, 0.50039834f, 0.50007826f, 0.5000129f, 0.5000018f, 0.5000002f, 0.5f));
        return V.Broadcast(0.5f) + V.CopySign(p, x);
    }

    /// <summary>Of x · (1 + tanh(√(2/π) · (x + 0.044715 x³))) / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V DerivativeByTanh<V>(V x)
        where V : struct, ISimd<V>
    {
        V d = SimdPieces.Distance(x, 3f / 8, out V piece);
        V p = V.Choose(
            piece,
            0.06068739f, 0.03442983f, -0.016054982f, -0.04044843f, -0.027175838f, -0.0035731515f, 0.009053011f, 0.009732549f,
            0.0051994394f, 0.0009222619f, -0.00092680077f, -0.00092192885f, -0.000428855f, -0.00012392874f, -2.3596911e-5f, -3.0018023e-6f);
        p = V.MultiplyAdd(p, d, V.Choose(
            piece,
            0f, 0.09637461f, 0.11310961f, 0.05379496f, -0.01362004f, -0.041765086f, -0.03449551f, -0.015570103f,
            -0.0012845135f, 0.0041602044f, 0.003782771f, 0.001882198f, 0.0006189147f, 0.00014002946f, 2.194424e-5f, 2.368785e-6f));
        p = V.MultiplyAdd(p, d, V.Choose(
            piece,
            -0.26727104f, -0.18781225f, -0.016909309f, 0.114878215f, 0.14132676f, 0.09335704f, 0.03276164f, -0.004947133f,
            -0.016348973f, -0.013032826f, -0.0065797786f, -0.002337144f, -0.00059620314f, -0.000109017754f, -1.4141013e-5f, -1.2825417e-6f));
        p = V.MultiplyAdd(p, d, V.Choose(
            piece,
            0f, -0.26989976f, -0.3873841f, -0.32361582f, -0.16981822f, -0.033885367f, 0.03592675f, 0.048845008f,
            0.034842674f, 0.017564593f, 0.006604358f, 0.0018642608f, 0.00039173223f, 6.0406725e-5f, 6.7207725e-6f, 5.2958086e-7f));
        p = V.MultiplyAdd(p, d, V.Choose(
            piece,
            0.7978845f, 0.6909894f, 0.4323075f, 0.1563291f, -0.030518195f, -0.103448726f, -0.09837816f, -0.0639357f,
            -0.03176766f, -0.012363395f, -0.0037602107f, -0.0008826211f, -0.00015723151f, -2.0864127e-5f, -2.0222199e-6f, -1.4029465e-7f));
        p = V.MultiplyAdd(p, d, V.Choose(
            piece,
            0f, 0.28555566f, 0.49893823f, 0.6077717f, 0.6277108f, 0.59938776f, 0.5599145f, 0.52919084f,
            0.51158416f, 0.503718f, 0.50095135f, 0.5001906f, 0.5000293f, 0.5000034f, 0.5000003f, 0.5f));
        return V.Broadcast(0.5f) + V.CopySign(p, x);
    }
}
