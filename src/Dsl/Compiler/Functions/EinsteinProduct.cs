using System.Globalization;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Functions;

/// <summary>
/// Einstein's notation: <c>"ik,kj->ij"</c>. The letters name the axes of a sample; a text with one letter more than that begins with the batch axis, which
/// can then be treated like any other. Several values are multiplied from left to right, and a letter is summed as soon as nothing after needs it.
/// </summary>
internal sealed class EinsteinProduct
{
    private readonly FunctionCall _call;
    private readonly Node[] _values;
    private readonly string[] _letters;
    private readonly string _result;
    private readonly char _batch;
    private readonly bool _hasImplicitBatch;

    public EinsteinProduct(FunctionCall call)
    {
        _call = call;
        _values = [.. call.Values(1).Select(Float)];
        string text = call.Text(0).Replace(" ", string.Empty);
        string[] sides = text.Split(["->"], StringSplitOptions.None);
        _letters = sides[0].Split(',');
        if (sides.Length != 2 || !text.All(static c => char.IsLetter(c) || c is ',' or '-' or '>'))
        {
            throw call.Error($"takes a text such as \"ik,kj->ij\", but is given \"{text}\"");
        }

        if (_letters.Length != _values.Length)
        {
            throw call.Error($"takes a value for each text before the arrow, but is given {Number(_values.Length)} for the {Number(_letters.Length)} of \"{text}\"");
        }

        _batch = Enumerable.Range('A', 26).Select(static code => (char)code).First(letter => text.IndexOf(letter) < 0);
        for (int i = 0; i < _values.Length; i++)
        {
            if (FunctionCall.HasBatch(_values[i]) && _letters[i].Length == _values[i].Shape.Rank - 1)
            {
                _letters[i] = _batch + _letters[i];
                _hasImplicitBatch = true;
            }
        }

        _result = _hasImplicitBatch ? _batch + sides[1] : sides[1];
        Check();
    }

    public Node Result()
    {
        string letters = _letters[0];
        Node product = Sum(_values[0], ref letters, others: Needed(1));
        for (int i = 1; i < _values.Length; i++)
        {
            string right = _letters[i];
            Node value = Sum(_values[i], ref right, others: letters + Needed(i + 1));
            string kept = i == _values.Length - 1 ? _result : new string([.. letters.Union(right).Where(letter => Needed(i + 1).IndexOf(letter) >= 0)]);
            product = _call.Builder.Add(new Contract(letters, right, kept), product, value);
            letters = kept;
        }

        return letters == _result ? product : _call.Builder.Permute(product, [.. _result.Select(letter => letters.IndexOf(letter))]);
    }

    /// <summary>The letters of the result and of the values from a place on.</summary>
    private string Needed(int from) => _result + string.Concat(_letters.Skip(from));

    /// <summary>Sums the axes whose letters stand nowhere else.</summary>
    private Node Sum(Node value, ref string letters, string others)
    {
        string all = letters;
        string kept = new([.. all.Where(letter => others.IndexOf(letter) >= 0 || _result.IndexOf(letter) >= 0)]);
        letters = kept;
        return _call.Builder.Sum(value, Enumerable.Range(0, all.Length).Where(axis => kept.IndexOf(all[axis]) < 0).ToEquatableArray());
    }

    private void Check()
    {
        Dictionary<char, (Node Value, Size Size)> first = [];
        for (int i = 0; i < _values.Length; i++)
        {
            string letters = _letters[i];
            if (letters.Length != _values[i].Shape.Rank)
            {
                throw _call.Error($"takes a letter for each axis, but '{letters}' has {Number(letters.Length)} for {FunctionCall.Written(_values[i])}");
            }

            if (letters.Distinct().Count() != letters.Length)
            {
                throw _call.Error($"takes each letter once in each value, but '{Given(letters)}' repeats one");
            }

            foreach (char letter in letters)
            {
                Size size = _values[i].Shape[letters.IndexOf(letter)];
                if (!first.TryGetValue(letter, out (Node Value, Size Size) other))
                {
                    first.Add(letter, (_values[i], size));
                }
                else if (other.Size != size)
                {
                    throw Disagreement(letter, other, (_values[i], size));
                }
            }
        }

        if (_result.FirstOrDefault(letter => !first.ContainsKey(letter)) is not '\0' and var unknown)
        {
            throw _call.Error($"has the letter '{unknown}' in the result but in no value");
        }

        if (_result.Distinct().Count() != _result.Length)
        {
            throw _call.Error($"takes each letter once in the result, but '{Given(_result)}' repeats one");
        }
    }

    private ShapeException Disagreement(char letter, (Node Value, Size Size) left, (Node Value, Size Size) right)
    {
        // Where the text names the batch axis, its shapes show it.
        string Written(Node value) => _hasImplicitBatch ? FunctionCall.Written(value) : Wording.Of(value.Type);
        return _call.Error($"takes values that agree in the axis '{letter}', but it is {Wording.Of(left.Size)} in {Written(left.Value)} and {Wording.Of(right.Size)} in {Written(right.Value)}; "
            + "make these sizes equal, or let the letters stand in the order of the axes");
    }

    private Node Float(Node value) => value.Type.Element == ElementType.Float32 ? value : throw _call.Error(Rules.WholeNumbers, FunctionCall.Written(value));

    /// <summary>The letters as they were given.</summary>
    private string Given(string letters) => letters.TrimStart(_batch);

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}
