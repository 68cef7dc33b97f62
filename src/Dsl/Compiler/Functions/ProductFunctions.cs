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
        new("Einsum", static call => new EinsteinProduct(call).Result()),
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
}
