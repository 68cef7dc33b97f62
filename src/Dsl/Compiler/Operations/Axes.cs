using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Operations;

/// <summary>Dropping and changing axes of shapes, and walking along them.</summary>
internal static class Axes
{
    public static Shape Without(Shape shape, EquatableArray<int> dropped) =>
        new(shape.Where((_, axis) => !dropped.Contains(axis)).ToEquatableArray());

    /// <summary>The shape with another size of one axis.</summary>
    public static Shape With(Shape shape, int axis, Size size) =>
        new(shape.Select((old, at) => at == axis ? size : old).ToEquatableArray());

    /// <summary>Whether a size is known and below zero; of a size with names only a run can tell.</summary>
    public static bool IsNegative(Size size) => size.IsConstant && size.Constant < 0;

    /// <summary>Whether a size is known and one.</summary>
    public static bool IsOne(Size size) => size.IsConstant && size.Constant == 1;

    /// <summary>Checks that a shape has an axis.</summary>
    public static void Require(string operation, int axis, Shape shape)
    {
        if (axis < 0 || axis >= shape.Rank)
        {
            throw new ShapeException($"'{operation}' along the axis {axis} needs it, but {shape} has {shape.Rank}");
        }
    }

    /// <summary>
    /// Walks over the runs of a tensor that is part of a larger one: part and whole agree in all axes but one, along which the part
    /// begins at some position of the whole.
    /// </summary>
    /// <param name="axis">The axis.</param>
    /// <param name="part">The shape of the part.</param>
    /// <param name="whole">The size of the whole along the axis.</param>
    /// <param name="start">Where the part begins.</param>
    /// <param name="visit">Takes the places of a run in part and whole, and its length.</param>
    public static void ForEachRun(int axis, int[] part, int whole, long start, Action<int, int, int> visit)
    {
        if (start < 0 || part[axis] < 0 || start + part[axis] > whole)
        {
            throw new ArgumentOutOfRangeException(nameof(start), start, $"Expected {part[axis]} positions from {start} within {whole}.");
        }

        int outer = part.Take(axis).Aggregate(1, static (count, size) => count * size);
        int inner = part.Skip(axis + 1).Aggregate(1, static (count, size) => count * size);
        for (int o = 0; o < outer; o++)
        {
            visit(o * part[axis] * inner, ((o * whole) + (int)start) * inner, part[axis] * inner);
        }
    }

    /// <summary>For each element of a tensor, its position in the tensor without some axes.</summary>
    public static int[] Projection(Tensor full, EquatableArray<int> dropped)
    {
        int[] strides = new int[full.Shape.Length];
        int stride = 1;
        for (int axis = strides.Length - 1; axis >= 0; axis--)
        {
            if (!dropped.Contains(axis))
            {
                strides[axis] = stride;
                stride *= full.Shape[axis];
            }
        }

        int[] map = new int[full.Values.Length];
        int[] position = new int[strides.Length];
        for (int i = 0; i < map.Length; i++)
        {
            int target = 0;
            for (int axis = 0; axis < position.Length; axis++)
            {
                target += position[axis] * strides[axis];
            }

            map[i] = target;
            for (int axis = position.Length - 1; axis >= 0 && ++position[axis] == full.Shape[axis]; axis--)
            {
                position[axis] = 0;
            }
        }

        return map;
    }
}
