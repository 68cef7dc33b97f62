namespace Adjoint.Kernels;

/// <summary>
/// A vector of floats of some width. Kernels and element-wise operators are written once against this interface, and compiled
/// for each width a processor has: <see cref="Simd512"/>, <see cref="Simd256"/>, <see cref="Simd128"/> and the scalar
/// <see cref="Simd1"/>. Lane for lane all widths give the same bits.
/// </summary>
/// <typeparam name="TSelf">The vector type itself.</typeparam>
public interface ISimd<TSelf>
    where TSelf : struct, ISimd<TSelf>
{
    /// <summary>The number of lanes.</summary>
    static abstract int Width { get; }

    /// <summary>Zero in every lane.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>One in every lane.</summary>
    static abstract TSelf One { get; }

    /// <summary>The lane numbers 0, 1, 2 …</summary>
    static abstract TSelf Indices { get; }

    /// <summary>One value in every lane.</summary>
    /// <param name="value">The value.</param>
    static abstract TSelf Broadcast(float value);

    /// <summary>Reads <see cref="Width"/> consecutive floats; no alignment is needed.</summary>
    /// <param name="source">The first of them.</param>
    static abstract TSelf Load(ref readonly float source);

    /// <summary>Reads the first <paramref name="count"/> floats and touches no more; the other lanes are zero.</summary>
    /// <param name="source">The first float.</param>
    /// <param name="count">How many, below <see cref="Width"/>.</param>
    static abstract TSelf Load(ref readonly float source, int count);

    /// <summary>Writes all lanes to consecutive floats.</summary>
    /// <param name="destination">The first of them.</param>
    void Store(ref float destination);

    /// <summary>Writes the first <paramref name="count"/> lanes and touches no more.</summary>
    /// <param name="destination">The first float.</param>
    /// <param name="count">How many, below <see cref="Width"/>.</param>
    void Store(ref float destination, int count);

    /// <summary>Adds.</summary>
    /// <param name="left">One addend.</param>
    /// <param name="right">The other addend.</param>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>Subtracts.</summary>
    /// <param name="left">What is subtracted from.</param>
    /// <param name="right">What is subtracted.</param>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>Multiplies.</summary>
    /// <param name="left">One factor.</param>
    /// <param name="right">The other factor.</param>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>Divides.</summary>
    /// <param name="left">The dividend.</param>
    /// <param name="right">The divisor.</param>
    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>Changes the sign.</summary>
    /// <param name="value">The value.</param>
    static abstract TSelf operator -(TSelf value);

    /// <summary>
    /// <c>a * b + c</c>, rounded once where the processor has such an instruction, as all recent ones do, and twice elsewhere.
    /// </summary>
    /// <param name="a">One factor.</param>
    /// <param name="b">The other factor.</param>
    /// <param name="c">The addend.</param>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>
    /// <c>sum += a * b</c>, rounded as <see cref="MultiplyAdd"/>. Inner loops add up by this: it writes to the sum's own register,
    /// where the result of a function would be moved there by an instruction more.
    /// </summary>
    /// <param name="a">One factor.</param>
    /// <param name="b">The other factor.</param>
    /// <param name="sum">What is added to.</param>
    static abstract void AddProduct(TSelf a, TSelf b, ref TSelf sum);

    /// <summary>The smaller of two; NaN if either is NaN, and −0 is below +0.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other value.</param>
    static abstract TSelf Min(TSelf left, TSelf right);

    /// <summary>The greater of two; NaN if either is NaN, and −0 is below +0.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other value.</param>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>The square root; NaN below zero.</summary>
    /// <param name="value">The value.</param>
    static abstract TSelf Sqrt(TSelf value);

    /// <summary>The absolute value.</summary>
    /// <param name="value">The value.</param>
    static abstract TSelf Abs(TSelf value);

    /// <summary>The nearest integer, halves to even.</summary>
    /// <param name="value">The value.</param>
    static abstract TSelf Round(TSelf value);

    /// <summary>The greatest integer that is not above the value.</summary>
    /// <param name="value">The value.</param>
    static abstract TSelf Floor(TSelf value);

    /// <summary>The magnitude of one value with the sign of another.</summary>
    /// <param name="magnitude">Gives the magnitude.</param>
    /// <param name="sign">Gives the sign.</param>
    static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    /// <summary>The mask of lanes where left &gt; right; false for NaN.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other value.</param>
    static abstract TSelf GreaterThan(TSelf left, TSelf right);

    /// <summary>The mask of lanes where left &lt; right; false for NaN.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other value.</param>
    static abstract TSelf LessThan(TSelf left, TSelf right);

    /// <summary>The mask of lanes where left = right; false for NaN.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other value.</param>
    static abstract TSelf Equal(TSelf left, TSelf right);

    /// <summary>Takes a lane from <paramref name="whenTrue"/> where the mask is set, else from <paramref name="whenFalse"/>.</summary>
    /// <param name="mask">The result of a comparison.</param>
    /// <param name="whenTrue">Values where the comparison held.</param>
    /// <param name="whenFalse">Values elsewhere.</param>
    static abstract TSelf Select(TSelf mask, TSelf whenTrue, TSelf whenFalse);

    /// <summary>Of sixteen values, the one whose number stands in the last four bits of a lane of <paramref name="index"/>, which may be any floats.</summary>
    /// <param name="index">The lanes whose last bits choose.</param>
    /// <param name="v0">What 0 chooses.</param>
    /// <param name="v1">What 1 chooses.</param>
    /// <param name="v2">What 2 chooses.</param>
    /// <param name="v3">What 3 chooses.</param>
    /// <param name="v4">What 4 chooses.</param>
    /// <param name="v5">What 5 chooses.</param>
    /// <param name="v6">What 6 chooses.</param>
    /// <param name="v7">What 7 chooses.</param>
    /// <param name="v8">What 8 chooses.</param>
    /// <param name="v9">What 9 chooses.</param>
    /// <param name="v10">What 10 chooses.</param>
    /// <param name="v11">What 11 chooses.</param>
    /// <param name="v12">What 12 chooses.</param>
    /// <param name="v13">What 13 chooses.</param>
    /// <param name="v14">What 14 chooses.</param>
    /// <param name="v15">What 15 chooses.</param>
    static abstract TSelf Choose(
        TSelf index,
        float v0, float v1, float v2, float v3, float v4, float v5, float v6, float v7,
        float v8, float v9, float v10, float v11, float v12, float v13, float v14, float v15);

    /// <summary>Whether the mask is set in any lane.</summary>
    /// <param name="mask">The result of a comparison.</param>
    static abstract bool Any(TSelf mask);

    /// <summary>2ⁿ for whole n from −126 to 127; anything for others.</summary>
    /// <param name="exponent">The exponent n.</param>
    static abstract TSelf PowerOfTwo(TSelf exponent);

    /// <summary>x 2ⁿ for whole n from −252 to 254, rounded once; anything for others.</summary>
    /// <param name="value">The number x.</param>
    /// <param name="exponent">The exponent n.</param>
    static abstract TSelf Scale(TSelf value, TSelf exponent);

    /// <summary>The exponent field of a positive normal number, unbiased: ⌊log₂ x⌋.</summary>
    /// <param name="value">The number.</param>
    static abstract TSelf Exponent(TSelf value);

    /// <summary>The significand of a positive normal number, in [1, 2).</summary>
    /// <param name="value">The number.</param>
    static abstract TSelf Significand(TSelf value);

    /// <summary>eˣ within 2 units in the last place, down through the subnormals; NaN for NaN.</summary>
    /// <param name="value">The exponent x.</param>
    static abstract TSelf Exp(TSelf value);

    /// <summary>The natural logarithm within 2 units in the last place; −∞ at zero, NaN below it.</summary>
    /// <param name="value">The argument.</param>
    static abstract TSelf Log(TSelf value);

    /// <summary>The hyperbolic tangent within 2 units in the last place.</summary>
    /// <param name="value">The argument.</param>
    static abstract TSelf Tanh(TSelf value);

    /// <summary>1 / (1 + e⁻ˣ) within 4 units in the last place.</summary>
    /// <param name="value">The argument x.</param>
    static abstract TSelf Sigmoid(TSelf value);

    /// <summary>log(1 + x) within 3 units in the last place; −∞ at −1, NaN below it.</summary>
    /// <param name="value">The argument x.</param>
    static abstract TSelf Log1p(TSelf value);

    /// <summary>log(1 + eˣ) within 4 units in the last place.</summary>
    /// <param name="value">The argument x.</param>
    static abstract TSelf Softplus(TSelf value);

    /// <summary>The error function within 3 units in the last place.</summary>
    /// <param name="value">The argument.</param>
    static abstract TSelf Erf(TSelf value);

    /// <summary>The derivative of x · Φ(x), with the normal distribution's Φ, within 1.4e-7; NaN for NaN.</summary>
    /// <param name="value">The argument x.</param>
    static abstract TSelf GeluDerivative(TSelf value);

    /// <summary>The derivative of x · (1 + tanh(√(2/π) · (x + 0.044715 x³))) / 2 within 1.4e-7; NaN for NaN.</summary>
    /// <param name="value">The argument x.</param>
    static abstract TSelf GeluByTanhDerivative(TSelf value);

    /// <summary>
    /// The sine within 2 units in the last place. Beyond ±12000 it is as exact but far slower, lane by lane in double precision; NaN
    /// for infinities.
    /// </summary>
    /// <param name="value">The angle in radians.</param>
    static abstract TSelf Sin(TSelf value);

    /// <summary>
    /// The cosine within 2 units in the last place. Beyond ±12000 it is as exact but far slower, lane by lane in double precision; NaN
    /// for infinities.
    /// </summary>
    /// <param name="value">The angle in radians.</param>
    static abstract TSelf Cos(TSelf value);

    /// <summary>
    /// A power within 6 units in the last place; zeros, infinities and NaN as in C: 1 for the exponent 0 and for the base 1, and NaN for
    /// negative numbers unless the exponent is whole.
    /// </summary>
    /// <param name="value">The base.</param>
    /// <param name="exponent">The exponent.</param>
    static abstract TSelf Power(TSelf value, TSelf exponent);

    /// <summary>The sum of all lanes, by halves: lanes i and i + Width/2 first.</summary>
    /// <param name="value">The vector.</param>
    static abstract float Sum(TSelf value);

    /// <summary>The greatest lane; NaN if any lane is NaN.</summary>
    /// <param name="value">The vector.</param>
    static abstract float Max(TSelf value);

    /// <summary>
    /// Dropout factors of consecutive elements: lane j is for element <paramref name="index"/> + j, and is 0 with probability
    /// <paramref name="rate"/>, otherwise 1 / (1 − rate). Equal keys, streams and elements give equal factors, in any width.
    /// </summary>
    /// <param name="key">The seed and step.</param>
    /// <param name="stream">Tells the dropout layers of one model apart.</param>
    /// <param name="index">The element number of lane 0.</param>
    /// <param name="rate">The probability of dropping, at least 0 and below 1.</param>
    static abstract TSelf DropoutMask(RandomKey key, uint stream, int index, float rate);

    /// <summary>
    /// Numbers of the standard normal distribution for consecutive elements: lane j is for element <paramref name="index"/> + j. They are
    /// within 6 units in the last place of the quantiles that define them. Equal keys, streams and elements give equal numbers, in any width.
    /// </summary>
    /// <param name="key">The seed and step.</param>
    /// <param name="stream">Tells the random values of one model apart.</param>
    /// <param name="index">The element number of lane 0.</param>
    static abstract TSelf Normal(RandomKey key, uint stream, int index);
}
