using System.Globalization;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Functions;

/// <summary>Sums of products.</summary>
internal static class ProductFunctions
{
    public static IReadOnlyList<FunctionDefinition> All { get; } =
    [
        new("MatMul", static call => MatMul(call, ElementwiseFunctions.Float(call, 0), ElementwiseFunctions.Float(call, 1))),
        new("Einsum", Einsum),
        new("Dense", static call => Dense(call, ElementwiseFunctions.Float(call, 0), ElementwiseFunctions.Float(call, 1), call.IsGiven(2) ? ElementwiseFunctions.Float(call, 2) : null)),
    ];

    /// <summary><c>x · kernel + bias</c> on the last axis; the kernel may be a weight or differ from sample to sample.</summary>
    private static Node Dense(FunctionCall call, Node x, Node kernel, Node? bias)
    {
        x = Vector(call, x, kernel);
        Shape sample = FunctionCall.SampleOf(x);
        Shape matrix = FunctionCall.SampleOf(kernel);
        if (matrix.Rank != 2 || sample.Rank < 1)
        {
            throw call.Error(sample.Rank < 1
                ? $"takes [.., in] and a kernel [in, out], but is given {Wording.Of(sample)}, which has no axes; give it a vector"
                : $"takes [.., in] and then a kernel [in, out], but is given {Wording.Of(matrix)} as the kernel"
                    + (sample.Rank == 2 && matrix.Rank == 1 ? "; the value stands first, the kernel second" : "; give it a matrix"));
        }

        if (sample[sample.Rank - 1] != matrix[0])
        {
            throw InnerSizesDisagree(call, sample, matrix);
        }

        Node y = MatMul(call, x, kernel);
        if (bias is null)
        {
            return y;
        }

        if (FunctionCall.SampleOf(bias) is not { Rank: 1 } offsets || offsets[0] != matrix[1])
        {
            throw call.Error($"takes a bias [{Wording.Of(matrix[1])}] with the kernel {Wording.Of(matrix)}, but is given {FunctionCall.Written(bias)}; give the bias the last size of the kernel");
        }

        // A bias of each sample is repeated along the axes between the batch and the last.
        Node row = FunctionCall.HasBatch(bias) && sample.Rank > 1
            ? call.Builder.Reshape(bias, new Shape(new[] { Size.Batch }.Concat(Enumerable.Repeat(Size.One, sample.Rank - 1)).Concat([matrix[1]]).ToEquatableArray()))
            : bias;
        return call.Builder.Add(y, Broadcasting.To(call, row, y.Shape));
    }

    /// <summary>The matrix product of the last two axes, or of a vector and a matrix; the axes before are those of many products.</summary>
    private static Node MatMul(FunctionCall call, Node a, Node b)
    {
        a = Vector(call, a, b);
        Shape left = FunctionCall.SampleOf(a);
        Shape right = FunctionCall.SampleOf(b);
        if (left.Rank < 1 || right.Rank < 2)
        {
            throw call.Error($"takes [.., rows, inner] and [.., inner, columns], but is given {Wording.Of(left)} and {Wording.Of(right)}");
        }

        if (left[left.Rank - 1] != right[right.Rank - 2])
        {
            throw InnerSizesDisagree(call, left, right);
        }

        // Letters from A on for the axes that the many products have in common, counted from the last.
        bool isVector = left.Rank == 1;
        (Node first, string firstText) = Letters(a, left, isVector ? 1 : 2, isVector ? "k" : "ik");
        (Node second, string secondText) = Letters(b, right, 2, "kj");
        string many = new([.. (firstText + secondText).Where(static letter => letter is >= 'A' and <= 'Z').Distinct().OrderByDescending(static letter => letter)]);
        string result = many + (isVector ? "j" : "ij");
        return call.Builder.Add(new Contract(firstText, secondText, result), first, second);

        (Node Value, string Text) Letters(Node x, Shape sample, int own, string text)
        {
            string letters = text;
            List<Size> sizes = [.. sample.Skip(sample.Rank - own)];
            for (int i = sample.Rank - own - 1, letter = 'A'; i >= 0; i--, letter++)
            {
                // An axis of size 1 is the same for all.
                if (sample[i] != Size.One || IsOneInBoth(letter - 'A'))
                {
                    letters = (char)letter + letters;
                    sizes.Insert(0, sample[i]);
                }
            }

            if (FunctionCall.HasBatch(x))
            {
                letters = "Z" + letters;
                sizes.Insert(0, Size.Batch);
            }

            return (call.Builder.Reshape(x, new Shape(sizes.ToEquatableArray())), letters);
        }

        bool IsOneInBoth(int fromEnd)
        {
            int i = left.Rank - (isVector ? 1 : 2) - 1 - fromEnd;
            int k = right.Rank - 3 - fromEnd;
            return (i < 0 || left[i] == Size.One) && (k < 0 || right[k] == Size.One) && !(i < 0 && k < 0);
        }
    }

    private static ShapeException InnerSizesDisagree(FunctionCall call, Shape left, Shape right) => call.Error(
        Rules.InnerSizesDisagree, Wording.Of(left), Wording.Of(right), Wording.Of(left[left.Rank - 1]), Wording.Of(right[right.Rank - 2]));

    /// <summary>A number takes the shape of what it is combined with: here that of a row.</summary>
    private static Node Vector(FunctionCall call, Node x, Node matrix) =>
        x.Operation is Fill fill && x.Shape.Rank == 0 && FunctionCall.SampleOf(matrix) is { Rank: >= 2 } shape
            ? call.Builder.Fill([shape[shape.Rank - 2]], fill.Value, fill.Divisor)
            : x;

    /// <summary>
    /// Einstein's notation over two values: <c>"ik,kj->ij"</c>. The letters name the axes of a sample; a text with one letter more than that
    /// begins with the batch axis, which can then be treated like any other.
    /// </summary>
    private static object? Einsum(FunctionCall call)
    {
        string text = call.Text(0).Replace(" ", string.Empty);
        string[] sides = text.Split(["->"], StringSplitOptions.None);
        string[] operands = sides[0].Split(',');
        if (sides.Length != 2 || operands.Length != 2 || !text.All(static c => char.IsLetter(c) || c is ',' or '-' or '>'))
        {
            throw call.Error($"takes a text such as \"ik,kj->ij\", but is given \"{text}\"");
        }

        Node[] values = [ElementwiseFunctions.Float(call, 1), ElementwiseFunctions.Float(call, 2)];
        char batch = Enumerable.Range('A', 26).Select(static code => (char)code).First(letter => text.IndexOf(letter) < 0);
        string result = sides[1];
        bool implicitBatch = false;
        for (int i = 0; i < 2; i++)
        {
            int rank = values[i].Shape.Rank;
            bool hasBatch = FunctionCall.HasBatch(values[i]);
            if (hasBatch && operands[i].Length == rank - 1)
            {
                operands[i] = batch + operands[i];
                implicitBatch = true;
            }
            else if (operands[i].Length != rank)
            {
                throw call.Error($"takes a letter for each axis, but '{operands[i]}' has {operands[i].Length.ToString(CultureInfo.InvariantCulture)} for {FunctionCall.Written(values[i])}");
            }

            if (operands[i].Distinct().Count() != operands[i].Length)
            {
                throw call.Error($"takes each letter once in each value, but '{operands[i]}' repeats one");
            }
        }

        result = implicitBatch ? batch + result : result;
        if (result.FirstOrDefault(letter => operands[0].IndexOf(letter) < 0 && operands[1].IndexOf(letter) < 0) is not '\0' and var unknown)
        {
            throw call.Error($"has the letter '{unknown}' in the result but in no value");
        }

        foreach (char shared in operands[0].Intersect(operands[1]))
        {
            (Size a, Size b) = (values[0].Shape[operands[0].IndexOf(shared)], values[1].Shape[operands[1].IndexOf(shared)]);
            if (a != b)
            {
                // Where the text names the batch axis, its shapes show it.
                (string left, string right) = implicitBatch
                    ? (FunctionCall.Written(values[0]), FunctionCall.Written(values[1]))
                    : (Wording.Of(values[0].Type), Wording.Of(values[1].Type));
                throw call.Error($"takes values that agree in the axis '{shared}', but it is {Wording.Of(a)} in {left} and {Wording.Of(b)} in {right}; make these sizes equal, or let the letters stand in the order of the axes");
            }
        }

        // A letter in one value alone is summed there.
        for (int i = 0; i < 2; i++)
        {
            int[] alone = [.. Enumerable.Range(0, operands[i].Length).Where(axis => result.IndexOf(operands[i][axis]) < 0 && operands[1 - i].IndexOf(operands[i][axis]) < 0)];
            values[i] = call.Builder.Sum(values[i], alone.ToEquatableArray());
            operands[i] = new string([.. operands[i].Where((_, axis) => !alone.Contains(axis))]);
        }

        return call.Builder.Add(new Contract(operands[0], operands[1], result), values);
    }
}
