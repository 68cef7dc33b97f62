using Adjoint.Compiler.Differentiate;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Operations;

/// <summary>
/// The sum of products over named axes (Einstein's notation): with <c>("nk", "kj", "nj")</c> the matrix product. Every letter
/// stands in at least two of the three texts, so that the derivative by either input is again a contraction.
/// </summary>
/// <param name="Left">The letters of the left input's axes.</param>
/// <param name="Right">The letters of the right input's axes.</param>
/// <param name="Result">The letters of the result's axes.</param>
internal sealed record Contract(string Left, string Right, string Result) : Operation
{
    public override string Name => "Contract";

    /// <summary>The letters in all three texts, in the result's order: one product for each of their positions.</summary>
    public string Batch => Only(Result, letter => Has(Left, letter) && Has(Right, letter));

    /// <summary>The letters of left input and result alone, in the result's order.</summary>
    public string Rows => Only(Result, letter => !Has(Right, letter));

    /// <summary>The letters of right input and result alone, in the result's order.</summary>
    public string Columns => Only(Result, letter => !Has(Left, letter));

    /// <summary>The letters that are summed over, in the left input's order.</summary>
    public string Inner => Only(Left, letter => !Has(Result, letter));

    public override TensorType Infer(IReadOnlyList<TensorType> inputs)
    {
        Dictionary<char, Size> sizes = [];
        CheckLetters();
        Bind(Left, inputs[0].Shape);
        Bind(Right, inputs[1].Shape);
        return TensorType.Float(new Shape(Support.EquatableArray.ToEquatableArray(Result.Select(letter => sizes[letter]))));

        void Bind(string letters, Shape shape)
        {
            if (letters.Length != shape.Rank)
            {
                throw new ShapeException($"'Contract' takes the axes '{letters}', but is given {shape}");
            }

            for (int axis = 0; axis < letters.Length; axis++)
            {
                if (sizes.TryGetValue(letters[axis], out Size known) && known != shape[axis])
                {
                    throw new ShapeException($"'Contract' takes values that agree in the axis '{letters[axis]}', but it is {known} in one and {shape[axis]} in the other");
                }

                sizes[letters[axis]] = shape[axis];
            }
        }
    }

    private void CheckLetters()
    {
        foreach (string text in new[] { Left, Right, Result })
        {
            if (text.Distinct().Count() != text.Length)
            {
                throw new ShapeException($"'Contract' takes each axis of a value once, but one has the axes '{text}'");
            }
        }

        foreach (char letter in Result.Where(letter => !Has(Left, letter) && !Has(Right, letter)))
        {
            throw new ShapeException($"'Contract' gives axes of its inputs, but '{letter}' of '{Result}' is neither in '{Left}' nor in '{Right}'");
        }

        foreach (char letter in Left.Concat(Right).Where(letter => !Has(Result, letter) && !(Has(Left, letter) && Has(Right, letter))))
        {
            throw new ShapeException($"'Contract' sums over axes that both inputs have, but '{letter}' is in one of '{Left}' and '{Right}' alone");
        }
    }

    private static bool Has(string letters, char letter) => letters.IndexOf(letter) >= 0;

    private static string Only(string letters, Func<char, bool> condition) => new([.. letters.Where(condition)]);

    public override SampleRole RoleOf(Node node, IReadOnlyList<SampleRole> inputs)
    {
        (SampleRole left, SampleRole right) = (inputs[0], inputs[1]);
        if (left.IsAlong || right.IsAlong)
        {
            // Where only one input lies along samples, the other is the same for all of them.
            char letter = left.IsAlong ? Left[left.Axis] : Right[right.Axis];
            bool fits = (left.IsAlong || left.IsShared) && (right.IsAlong || right.IsShared) && (!right.IsAlong || Right[right.Axis] == letter);
            return !fits ? SampleRole.Mixed : Has(Result, letter) ? SampleRole.Along(Result.IndexOf(letter)) : SampleRole.Sum;
        }

        return left.IsShared ? right : right.IsShared ? left : SampleRole.Mixed;
    }

    public override void Differentiate(Node node, Node cotangent, Adjoints adjoints)
    {
        (Node left, Node right) = (node.Inputs[0], node.Inputs[1]);
        adjoints.Add(left, () => adjoints.Builder.Add(new Contract(Result, Right, Left), cotangent, right));
        adjoints.Add(right, () => adjoints.Builder.Add(new Contract(Left, Result, Right), left, cotangent));
    }

    public override Size Flops(Node node)
    {
        IEnumerable<Size> summed = Left.Select((letter, axis) => (letter, size: node.Inputs[0].Shape[axis]))
            .Where(pair => Result.IndexOf(pair.letter) < 0)
            .Select(static pair => pair.size);
        return node.Shape.Count * Size.Product(summed) * 2;
    }

    public override void Evaluate(IReadOnlyList<Tensor> inputs, Tensor result, EvaluationContext context)
    {
        string letters = string.Concat((Left + Right + Result).Distinct());
        int[] sizes = [.. letters.Select(letter => Left.IndexOf(letter) is >= 0 and int axis ? inputs[0].Shape[axis] : inputs[1].Shape[Right.IndexOf(letter)])];
        int[][] strides = [.. new[] { (Left, inputs[0]), (Right, inputs[1]), (Result, result) }.Select(pair => StridesOf(pair.Item1, pair.Item2))];
        int[] position = new int[letters.Length];
        int count = sizes.Aggregate(1, static (product, size) => product * size);
        for (int i = 0; i < count; i++)
        {
            int a = 0, b = 0, c = 0;
            for (int axis = 0; axis < position.Length; axis++)
            {
                a += position[axis] * strides[0][axis];
                b += position[axis] * strides[1][axis];
                c += position[axis] * strides[2][axis];
            }

            result.Values[c] += inputs[0].Values[a] * inputs[1].Values[b];
            for (int axis = position.Length - 1; axis >= 0 && ++position[axis] == sizes[axis]; axis--)
            {
                position[axis] = 0;
            }
        }

        int[] StridesOf(string text, Tensor tensor)
        {
            int[] own = tensor.Strides();
            return [.. letters.Select(letter => text.IndexOf(letter) is >= 0 and int axis ? own[axis] : 0)];
        }
    }
}
