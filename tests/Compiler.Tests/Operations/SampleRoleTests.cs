using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Tests.Operations;

/// <summary>What operations say about samples, against their definitions: a batch computed in two pieces, and sums computed from two sums.</summary>
public class SampleRoleTests
{
    /// <summary>Operations that say nothing: fixed points and derivatives by hand hold graphs of their own, random numbers go by the place in the batch.</summary>
    private static readonly string[] Silent = [nameof(FixedPoint), nameof(CustomGradient), nameof(DropoutMask), nameof(NormalNumbers)];

    public static TheoryData<string> Names => [.. OperationSamples.All.Select(static sample => sample.Operation.GetType().Name).Distinct()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Role_IsWhatTheDefinitionDoes(string name)
    {
        int said = 0;
        foreach (OperationSample sample in OperationSamples.All.Where(sample => sample.Operation.GetType().Name == name))
        {
            foreach (SampleRole[] roles in Roles(sample.Types))
            {
                SampleRole role = sample.Operation.RoleOf(Applied(sample), roles);
                said += role.IsMixed || role.IsShared ? 0 : 1;
                Assert.Null(Contradiction(sample, roles, role, seed: 41));
            }
        }

        Assert.Equal(Silent.Contains(name), said == 0);
    }

    [Fact]
    public void WrongRole_IsNoticed()
    {
        OperationSample sample = OperationSamples.All.First(static sample => sample.Operation is Softmax && sample.Batch > 2 && sample.Types[0].Shape.HasBatch && sample.Types[0].Shape.Rank == 2);
        Assert.Null(Contradiction(sample, [SampleRole.Along(0)], SampleRole.Along(0), seed: 42));
        Assert.Contains("element", Contradiction(sample, [SampleRole.Along(0)], SampleRole.Sum, seed: 42));
        Assert.Contains("element", Contradiction(sample, [SampleRole.Sum], SampleRole.Sum, seed: 42));
    }

    [Fact]
    public void Product_OverSamplesIsASum_AndBesideThemLiesAlongThem()
    {
        SampleRole along = SampleRole.Along(0);
        Assert.Equal(SampleRole.Sum, Product("ni", "no", "io", along, along));
        Assert.Equal(along, Product("ni", "io", "no", along, SampleRole.Shared));
        Assert.Equal(SampleRole.Along(1), Product("io", "ni", "on", SampleRole.Shared, along));
        Assert.Equal(SampleRole.Sum, Product("io", "oj", "ij", SampleRole.Sum, SampleRole.Shared));
        Assert.Equal(SampleRole.Mixed, Product("ni", "mi", "nm", along, along));
        Assert.Equal(SampleRole.Mixed, Product("io", "oj", "ij", SampleRole.Sum, SampleRole.Sum));

        static SampleRole Product(string left, string right, string result, SampleRole a, SampleRole b) => new Contract(left, right, result).RoleOf(null!, [a, b]);
    }

    [Fact]
    public void Reshape_KeepsSamplesApart_UnlessTheyAreNoLongerOutermost()
    {
        Assert.Equal(SampleRole.Along(0), Reshaped([Size.Batch, 6], [Size.Batch * 6], 0));
        Assert.Equal(SampleRole.Along(0), Reshaped([Size.Batch * 6], [Size.Batch, 2, 3], 0));
        Assert.Equal(SampleRole.Along(2), Reshaped([6, Size.Batch, 4], [2, 3, Size.Batch * 4], 1));
        Assert.Equal(SampleRole.Mixed, Reshaped([Size.Batch, 6], [6, Size.Batch], 0));
        Assert.Equal(SampleRole.Mixed, Reshaped([6, Size.Batch], [6 * Size.Batch], 1));

        static SampleRole Reshaped(Shape from, Shape to, int axis)
        {
            GraphBuilder builder = new();
            return new Reshape(to).RoleOf(builder.Reshape(builder.Add(new InputLeaf(TensorType.Float(from))), to), [SampleRole.Along(axis)]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Loop_ThatAddsUpSamples_IsASum_UnlessItDividesByTheirNumber(bool isMean)
    {
        GraphBuilder step = new();
        TensorType item = TensorType.Float([Size.Batch]);
        Node state = step.Add(new BoundLeaf(0, TensorType.Float([])));
        Node x = step.Add(new BoundLeaf(1, item));
        Node total = step.Add(state, isMean ? step.Mean(x, [0]) : step.Sum(x, [0]));
        ScanBody body = new(step.Build([new Output(new ResultOutput(0), total)]), [TensorType.Float([])], [new ScanSequence(item, 0)], [], [], 5, isReverse: false);
        GraphBuilder builder = new();
        Node loop = builder.Add(new Scan(body, 0), builder.Fill([], 0), builder.Add(new InputLeaf(TensorType.Float([5, Size.Batch]))));
        Assert.Equal(isMean ? SampleRole.Mixed : SampleRole.Sum, loop.Operation.RoleOf(loop, [SampleRole.Shared, SampleRole.Along(1)]));
    }

    /// <summary>The ways in which inputs can come: along samples where the shape has them, and shared or as sums where not.</summary>
    private static IEnumerable<SampleRole[]> Roles(TensorType[] types)
    {
        IEnumerable<SampleRole[]> all = [[]];
        foreach (TensorType type in types)
        {
            SampleRole found = SampleRole.Of(type.Shape);
            SampleRole[] own = found.IsShared ? [SampleRole.Shared, SampleRole.Sum] : [found];
            all = all.SelectMany(_ => own, static (roles, role) => roles.Append(role).ToArray()).ToArray();
        }

        return all.Where(static roles => !Array.Exists(roles, static role => role.IsMixed));
    }

    private static Node Applied(OperationSample sample)
    {
        GraphBuilder builder = new();
        return builder.Add(sample.Operation, [.. sample.Types.Select((type, i) => builder.Add(new ParameterLeaf("x" + i, type, new ZeroInitial())))]);
    }

    /// <summary>Where the definition is not what a role says; null when it is.</summary>
    private static string? Contradiction(OperationSample sample, SampleRole[] roles, SampleRole role, int seed)
    {
        bool isBatch = Array.Exists(roles, static one => one.IsAlong) || role.IsAlong;
        if (role.IsMixed || (isBatch && sample.Batch < 2))
        {
            return null;
        }

        // Of values that lie along samples each piece is given its own samples, sums are split in two; what is shared both are given.
        Random random = new(seed);
        Tensor[] whole = sample.DrawInputs(random);
        int first = isBatch ? sample.Batch / 2 : sample.Batch;
        Tensor[] left = [.. whole];
        Tensor[] right = [.. whole];
        for (int i = 0; i < whole.Length; i++)
        {
            if (roles[i].IsAlong)
            {
                (left[i], right[i]) = Cut(whole[i], roles[i].Axis, whole[i].Shape[roles[i].Axis] / sample.Batch * first);
            }
            else if (roles[i].IsSum)
            {
                double[] share = [.. whole[i].Values.Select(_ => random.NextDouble())];
                left[i] = new Tensor(whole[i].Shape, [.. share.Zip(whole[i].Values, static (part, value) => part * value)]);
                right[i] = new Tensor(whole[i].Shape, [.. share.Zip(whole[i].Values, static (part, value) => (1 - part) * value)]);
            }
        }

        double[] expected = Evaluate(whole, sample.Batch).Values;
        Tensor a = Evaluate(left, first);
        Tensor b = Evaluate(right, isBatch ? sample.Batch - first : sample.Batch);
        double[] found = role.IsAlong ? Joined(a, b, role.Axis) : role.IsShared ? a.Values : [.. a.Values.Zip(b.Values, static (x, y) => x + y)];
        for (int i = 0; i < expected.Length; i++)
        {
            if (found.Length != expected.Length || !(Math.Abs(found[i] - expected[i]) <= 1e-12 * Math.Max(1, Math.Abs(expected[i]))))
            {
                return $"{sample} with inputs {string.Join(", ", roles)} is said to be {role}, seed {seed}: element {i} is {expected[i]:R}, of the pieces {found.ElementAtOrDefault(i):R}";
            }
        }

        return null;

        Tensor Evaluate(Tensor[] inputs, int batch)
        {
            // A factor that counts the batch counts all of it.
            Operation operation = sample.Operation is Fill fill
                ? fill with { Divisor = fill.Divisor.Substitute(static name => name == Size.BatchName ? Size.WholeBatch : null) }
                : sample.Operation;
            EvaluationContext context = sample.Context with
            {
                Bindings = new Dictionary<string, long>(sample.Context.Bindings.ToDictionary()) { [Size.BatchName] = batch, [Size.WholeBatch.ToString()] = sample.Batch },
            };
            Tensor result = Tensor.Zeros(operation.Infer(sample.Types).Shape.Evaluate(context.Bindings));
            operation.Evaluate(inputs, result, context);
            return result;
        }
    }

    /// <summary>The two pieces of a tensor before and behind a position of an axis.</summary>
    private static (Tensor Before, Tensor Behind) Cut(Tensor tensor, int axis, int position)
    {
        int inner = tensor.Shape.Skip(axis + 1).Aggregate(1, static (count, size) => count * size);
        int size = tensor.Shape[axis];
        return (Piece(0, position), Piece(position, size - position));

        Tensor Piece(int start, int length) => new(
            [.. tensor.Shape.Select((old, at) => at == axis ? length : old)],
            [.. tensor.Values.Where((_, i) => i / inner % size >= start && i / inner % size < start + length)]);
    }

    private static double[] Joined(Tensor a, Tensor b, int axis)
    {
        int inner = a.Shape.Skip(axis + 1).Aggregate(1, static (count, size) => count * size);
        int outer = a.Shape.Take(axis).Aggregate(1, static (count, size) => count * size);
        (int first, int second) = (a.Shape[axis] * inner, b.Shape[axis] * inner);
        return [.. Enumerable.Range(0, outer).SelectMany(row => a.Values.Skip(row * first).Take(first).Concat(b.Values.Skip(row * second).Take(second)))];
    }
}
