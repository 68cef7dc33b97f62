using System.Collections.Concurrent;

namespace Adjoint.Compiler.Operations;

/// <summary>A value of the reference evaluation: row-major elements in double precision.</summary>
/// <param name="shape">The sizes of the axes.</param>
/// <param name="values">The elements.</param>
internal sealed class Tensor(int[] shape, double[] values)
{
    public int[] Shape { get; } = shape;

    public double[] Values { get; } = values;

    public static Tensor Zeros(int[] shape) => new(shape, new double[shape.Aggregate(1, static (count, axis) => checked(count * axis))]);

    /// <summary>The distance between neighbours along each axis.</summary>
    public int[] Strides()
    {
        int[] strides = new int[Shape.Length];
        int stride = 1;
        for (int axis = Shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= Shape[axis];
        }

        return strides;
    }

    /// <summary>The part at one position along an axis, which disappears.</summary>
    public Tensor Step(int axis, int position)
    {
        (int outer, int length, int inner) = Around(axis);
        Tensor step = Zeros([.. Shape.Where((_, other) => other != axis)]);
        for (int i = 0; i < outer; i++)
        {
            Array.Copy(Values, ((i * length) + position) * inner, step.Values, i * inner, inner);
        }

        return step;
    }

    /// <summary>Sets the part at one position along an axis.</summary>
    public void PutStep(Tensor step, int axis, int position)
    {
        (int outer, int length, int inner) = Around(axis);
        for (int i = 0; i < outer; i++)
        {
            Array.Copy(step.Values, i * inner, Values, ((i * length) + position) * inner, inner);
        }
    }

    /// <summary>The sizes before, along and behind an axis.</summary>
    private (int Outer, int Length, int Inner) Around(int axis) => (
        Shape.Take(axis).Aggregate(1, static (product, size) => product * size),
        Shape[axis],
        Shape.Skip(axis + 1).Aggregate(1, static (product, size) => product * size));
}

/// <summary>What an evaluation is given besides its inputs.</summary>
/// <param name="Bindings">The values of named sizes.</param>
/// <param name="Seed">The seed of random operations.</param>
/// <param name="Step">The training step of random operations.</param>
internal sealed record EvaluationContext(IReadOnlyDictionary<string, long> Bindings, ulong Seed, ulong Step)
{
    // Values are never changed once they are computed, so the same objects are the same inputs.
    private readonly ConcurrentDictionary<object, (IReadOnlyList<Tensor> Inputs, IReadOnlyList<Tensor> Results)> _last = new();

    /// <summary>All results of a computation; when it has just been done for the same inputs, those.</summary>
    public IReadOnlyList<Tensor> Once(object computation, IReadOnlyList<Tensor> inputs, Func<IReadOnlyList<Tensor>> evaluate)
    {
        if (!_last.TryGetValue(computation, out (IReadOnlyList<Tensor> Inputs, IReadOnlyList<Tensor> Results) last) || !last.Inputs.SequenceEqual(inputs))
        {
            last = (inputs, evaluate());
            _last[computation] = last;
        }

        return last.Results;
    }
}
