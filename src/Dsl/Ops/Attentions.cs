namespace Adjoint;

/// <content>Attention, with its weights as arguments.</content>
public static partial class Ops
{
    /// <summary>
    /// Scaled dot-product attention of several heads, <c>softmax(q kᵀ · scale + bias) v</c> for each head (Vaswani et al. 2017). Keys and values may
    /// have fewer heads than queries, which then share them (Ainslie et al. 2023). A query that may attend to nothing gets the mean of all
    /// values, when causal of those up to its own step.
    /// </summary>
    /// <param name="queries"><c>[steps, features]</c>.</param>
    /// <param name="keys"><c>[places, features]</c>, or the features of some of the heads.</param>
    /// <param name="values"><c>[places, ..]</c>.</param>
    /// <param name="mask">Positive where a query attends: <c>[places]</c>, <c>[steps, places]</c> or <c>[heads, steps, places]</c>; or the number of places that count, <c>i32[]</c>; or null.</param>
    /// <param name="bias">What is added to the scores, in one of these shapes, or null.</param>
    /// <param name="causal">Whether a step attends to itself and those before alone.</param>
    /// <param name="heads">The number of heads, which divides the features.</param>
    /// <param name="scale">What the scores are multiplied by; 0 for 1 / √(features of a head).</param>
    /// <param name="dropout">The rate at which weights are dropped in training, at least 0 and below 1.</param>
    /// <returns><c>[steps, ..]</c>, the heads one after the other.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Attention(
        Expr queries, Expr keys, Expr values, Expr? mask = null, Expr? bias = null, bool causal = false, int heads = 1, float scale = 0, float dropout = 0) =>
        Apply(nameof(Attention), queries, keys, values, mask, bias, causal, heads, scale, dropout);

    /// <summary>
    /// <see cref="Attention"/> of a sequence to itself: queries, keys and values are products of x, and the result is multiplied by
    /// <paramref name="output"/>.
    /// </summary>
    /// <param name="x"><c>[steps, in]</c>.</param>
    /// <param name="query"><c>[in, features]</c>.</param>
    /// <param name="key"><c>[in, features]</c>, or the features of some of the heads.</param>
    /// <param name="value"><c>[in, ..]</c>.</param>
    /// <param name="output">From what the heads give to the result.</param>
    /// <param name="queryBias">What is added to the queries, or null.</param>
    /// <param name="keyBias">What is added to the keys, or null.</param>
    /// <param name="valueBias">What is added to the values, or null.</param>
    /// <param name="outputBias">What is added to the result, or null.</param>
    /// <param name="mask">As of <see cref="Attention"/>.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="causal">Whether a step attends to itself and those before alone.</param>
    /// <param name="rotary">Whether queries and keys are turned as by <see cref="RotaryPositions"/>.</param>
    /// <param name="dropout">The rate at which weights are dropped in training.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr SelfAttention(
        Expr x, Expr query, Expr key, Expr value, Expr output, Expr? queryBias = null, Expr? keyBias = null, Expr? valueBias = null, Expr? outputBias = null,
        Expr? mask = null, int heads = 1, bool causal = false, bool rotary = false, float dropout = 0) =>
        Apply(nameof(SelfAttention), x, query, key, value, output, queryBias, keyBias, valueBias, outputBias, mask, heads, causal, rotary, dropout);

    /// <summary><see cref="Attention"/> of a sequence to another one, of which keys and values are products.</summary>
    /// <param name="x"><c>[steps, in]</c>.</param>
    /// <param name="memory"><c>[places, of memory]</c>.</param>
    /// <param name="query"><c>[in, features]</c>.</param>
    /// <param name="key"><c>[of memory, features]</c>, or the features of some of the heads.</param>
    /// <param name="value"><c>[of memory, ..]</c>.</param>
    /// <param name="output">From what the heads give to the result.</param>
    /// <param name="queryBias">What is added to the queries, or null.</param>
    /// <param name="keyBias">What is added to the keys, or null.</param>
    /// <param name="valueBias">What is added to the values, or null.</param>
    /// <param name="outputBias">What is added to the result, or null.</param>
    /// <param name="mask">As of <see cref="Attention"/>.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="dropout">The rate at which weights are dropped in training.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr CrossAttention(
        Expr x, Expr memory, Expr query, Expr key, Expr value, Expr output, Expr? queryBias = null, Expr? keyBias = null, Expr? valueBias = null, Expr? outputBias = null,
        Expr? mask = null, int heads = 1, float dropout = 0) =>
        Apply(nameof(CrossAttention), x, memory, query, key, value, output, queryBias, keyBias, valueBias, outputBias, mask, heads, dropout);

    /// <summary>
    /// The next step of a causal <see cref="SelfAttention"/>, given the keys and values of the steps before: what generates a sequence step by
    /// step. What the caches hold at the step's position and behind it does not matter.
    /// </summary>
    /// <param name="x">The step, <c>[in]</c>.</param>
    /// <param name="keys">The keys of the steps, <c>[steps, features of the keys]</c>.</param>
    /// <param name="values">Their values, <c>[steps, features of the values]</c>.</param>
    /// <param name="position">The step's number, <c>i32[]</c>, from 0 on. Beyond the steps it is an error when the program runs.</param>
    /// <param name="query">As of <see cref="SelfAttention"/>.</param>
    /// <param name="key">As of <see cref="SelfAttention"/>.</param>
    /// <param name="value">As of <see cref="SelfAttention"/>.</param>
    /// <param name="output">As of <see cref="SelfAttention"/>.</param>
    /// <param name="queryBias">As of <see cref="SelfAttention"/>.</param>
    /// <param name="keyBias">As of <see cref="SelfAttention"/>.</param>
    /// <param name="valueBias">As of <see cref="SelfAttention"/>.</param>
    /// <param name="outputBias">As of <see cref="SelfAttention"/>.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="rotary">Whether queries and keys are turned as by <see cref="RotaryPositions"/>.</param>
    /// <returns>What the step gives, and keys and values with those of the step.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static (Expr Output, Expr Keys, Expr Values) SelfAttentionStep(
        Expr x, Expr keys, Expr values, Expr position, Expr query, Expr key, Expr value, Expr output,
        Expr? queryBias = null, Expr? keyBias = null, Expr? valueBias = null, Expr? outputBias = null, int heads = 1, bool rotary = false)
    {
        Expr[] results = Several(
            nameof(SelfAttentionStep), x, keys, values, position, query, key, value, output, queryBias, keyBias, valueBias, outputBias, heads, rotary);
        return (results[0], results[1], results[2]);
    }
}
