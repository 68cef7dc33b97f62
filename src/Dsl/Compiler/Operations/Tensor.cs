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
}

/// <summary>What an evaluation is given besides its inputs.</summary>
/// <param name="Bindings">The values of named sizes.</param>
/// <param name="Seed">The seed of random operations.</param>
/// <param name="Step">The training step of random operations.</param>
internal sealed record EvaluationContext(IReadOnlyDictionary<string, long> Bindings, ulong Seed, ulong Step);
