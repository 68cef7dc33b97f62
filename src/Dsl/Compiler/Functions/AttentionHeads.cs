using System.Globalization;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Functions;

/// <summary>
/// Scaled dot-product attention of several heads. The features of the queries are cut into heads; those of keys and values into as many, or
/// into fewer that several heads share (Ainslie et al. 2023).
/// </summary>
internal sealed class AttentionHeads
{
    private readonly FunctionCall _call;
    private readonly Node _queries;
    private readonly Node _keys;
    private readonly Node _values;
    private readonly Size _heads;
    private readonly Size _groups;
    private readonly Size _size;
    private readonly Size _valueSize;

    /// <param name="call">The function; its first arguments are queries, keys and values.</param>
    /// <param name="heads">The number of heads.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public AttentionHeads(FunctionCall call, long heads)
    {
        _call = call;
        (_queries, _keys, _values) = (ElementwiseFunctions.Float(call, 0), ElementwiseFunctions.Float(call, 1), ElementwiseFunctions.Float(call, 2));
        (Shape q, Shape k, Shape v) = (FunctionCall.SampleOf(_queries), FunctionCall.SampleOf(_keys), FunctionCall.SampleOf(_values));
        if (q.Rank != 2 || k.Rank != 2 || v.Rank != 2 || k[0] != v[0])
        {
            throw call.Error($"takes queries [steps, features] and as many keys [places, features] as values [places, features], but is given {Wording.Of(q)}, {Wording.Of(k)} and {Wording.Of(v)}");
        }

        if (heads < 1 || q[1].Content % heads != 0)
        {
            throw call.Error($"cuts the features of {Wording.Of(q)} into {Text(heads)} heads, which have to divide {Wording.Of(q[1])}{(q[1].IsConstant || heads < 1 ? string.Empty : $"; declare them as \"{Text(heads)}*{Wording.Of(q[1])}\"")}");
        }

        long groups = KeyHeadsOf(_queries, _keys, heads)
            ?? throw call.Error($"takes keys with the {Wording.Of(q[1])} features of the queries, or with those of fewer heads that divide {Text(heads)}, but is given {Wording.Of(k)}");
        if (v[1].Content % groups != 0)
        {
            throw call.Error($"cuts the features of the values {Wording.Of(v)} into {Text(groups)} heads, which have to divide {Wording.Of(v[1])}");
        }

        (_heads, _groups) = (heads, groups);
        (_size, _valueSize) = (q[1].DividedBy(heads), v[1].DividedBy(groups));
    }

    /// <summary>How many heads keys have, of the size of the queries' heads: a divisor of these. Null when it is none.</summary>
    public static long? KeyHeadsOf(Node queries, Node keys, long heads)
    {
        Size features = FunctionCall.SampleOf(queries) is { Rank: > 0 } shape ? shape[shape.Rank - 1] : Size.Zero;
        Size given = FunctionCall.SampleOf(keys) is { Rank: > 0 } own ? own[own.Rank - 1] : Size.One;
        for (long groups = heads; groups >= 1; groups--)
        {
            if (heads % groups == 0 && features.DividedBy(heads) * groups == given)
            {
                return groups;
            }
        }

        return null;
    }

    /// <summary><c>softmax(q kᵀ · scale + bias) v</c>, over the places that a mask does not close.</summary>
    /// <param name="mask">Where it is positive a query attends: <c>[places]</c>, <c>[steps, places]</c> or <c>[heads, steps, places]</c>; or lengths.</param>
    /// <param name="bias">What is added to the scores.</param>
    /// <param name="causal">Whether a step attends to itself and those before alone.</param>
    /// <param name="scale">What the scores are multiplied by; 0 for <c>1 / √size</c>.</param>
    /// <param name="dropout">The rate at which weights are dropped in training.</param>
    public Node Attend(Node? mask, Node? bias, bool causal, double scale, double dropout)
    {
        GraphBuilder builder = _call.Builder;

        // Letters: Z batch, t steps, s places, g heads of keys, r heads that share them, d and e features.
        string shared = _groups == Size.One ? string.Empty : "g";
        string many = shared + (_heads == _groups ? string.Empty : "r");
        (Node q, string qLetters) = Cut("Queries", _queries, "t", many, "d");
        (Node k, string kLetters) = Cut("Keys", _keys, "s", shared, "d");
        (Node v, string vLetters) = Cut("Values", _values, "s", shared, "e");
        Node scores = builder.As("Scores").Add(new Contract(qLetters, kLetters, Batch(qLetters, kLetters) + many + "ts"), q, k);
        Shape full = scores.Shape;
        Shape byHead = FunctionCall.Batched(
            FunctionCall.HasBatch(scores), _heads == Size.One ? [q.Shape[Steps(q)], k.Shape[Steps(k)]] : [_heads, q.Shape[Steps(q)], k.Shape[Steps(k)]]);
        scores = Closed(builder.As("Scores").Reshape(Scaled(scores, scale), byHead), mask, bias, causal);
        Node weights = builder.As("Attention").Softmax(scores);
        if (dropout != 0)
        {
            weights = _call.As("DroppedAttention").Call("Dropout", weights, dropout);
        }

        // A mask of each sample gives weights of values that are the same for all a batch.
        Node cut = builder.As("Attention").Reshape(weights, FunctionCall.Batched(FunctionCall.HasBatch(weights), full.OfSample));
        string letters = (FunctionCall.HasBatch(weights) ? "Z" : string.Empty) + many + "ts";
        Node y = builder.As("Heads").Add(new Contract(letters, vLetters, Batch(letters, vLetters) + "t" + many + "e"), cut, v);
        return builder.As("Heads").Reshape(y, FunctionCall.Batched(FunctionCall.HasBatch(y), [FunctionCall.SampleOf(_queries)[0], _valueSize * _heads]));
    }

    private static int Steps(Node cut) => FunctionCall.HasBatch(cut) ? 1 : 0;

    private static string Batch(string left, string right) => left[0] == 'Z' || right[0] == 'Z' ? "Z" : string.Empty;

    /// <summary>The features as axes of heads.</summary>
    private (Node Value, string Letters) Cut(string name, Node x, string steps, string heads, string features)
    {
        Size size = features == "d" ? _size : _valueSize;
        bool batched = FunctionCall.HasBatch(x);
        Size[] axes = [FunctionCall.SampleOf(x)[0], .. heads.Select(letter => letter == 'g' ? _groups : _heads.DividedBy(_groups.Constant)), size];
        return (_call.Builder.As(name).Reshape(x, FunctionCall.Batched(batched, new Shape(axes.ToEquatableArray()))), (batched ? "Z" : string.Empty) + steps + heads + features);
    }

    private Node Scaled(Node scores, double scale)
    {
        GraphBuilder builder = _call.Builder.As("Scores");
        return _size.IsConstant || scale != 0
            ? builder.Multiply(scores, builder.Fill(scores.Shape, scale != 0 ? scale : 1 / Math.Sqrt(_size.Constant)))
            : _call.As("Scores").Call("Multiply", scores, builder.Sqrt(builder.Fill(Shape.Scalar, 1, _size)));
    }

    private Node Closed(Node scores, Node? mask, Node? bias, bool causal)
    {
        if (bias is not null)
        {
            scores = _call.As("BiasedScores").Call("Add", scores, Fitting(bias, scores));
        }

        if (mask is not null)
        {
            Node open = mask.Type.Element == ElementType.Int32 ? MaskFunctions.Of(_call, 3, FunctionCall.SampleOf(_keys)[0]) : mask;
            scores = _call.As("MaskedScores").Call("Where", Fitting(open, scores), scores, -1e9);
        }

        return !causal ? scores
            : scores.Shape[scores.Shape.Rank - 1] == scores.Shape[scores.Shape.Rank - 2] ? _call.As("MaskedScores").Call("CausalMask", scores)
            : throw _call.Error($"is causal, so it takes as many keys as queries, but is given {FunctionCall.Written(_queries)} and {FunctionCall.Written(_keys)}");
    }

    /// <summary>A mask, or what is added, if it can be repeated to the shape of the scores.</summary>
    private Node Fitting(Node given, Node scores)
    {
        (Shape own, Shape sample) = (FunctionCall.SampleOf(given), FunctionCall.SampleOf(scores));
        int missing = sample.Rank - own.Rank;
        return missing >= 0 && own.Select((size, axis) => size == Size.One || size == sample[axis + missing]).All(static fits => fits)
            ? given
            : throw _call.Error($"takes a mask that can be repeated to its scores {Wording.Of(sample)} of heads, steps and places, but is given {FunctionCall.Written(given)}");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
