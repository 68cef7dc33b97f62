using System.Collections;
using System.Runtime.CompilerServices;
using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Shapes;

/// <summary>The sizes of a value's axes, outermost first.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
internal readonly record struct Shape(EquatableArray<Size> Axes) : IReadOnlyList<Size>
{
    public static Shape Scalar => default;

    public int Rank => Axes.Count;

    int IReadOnlyCollection<Size>.Count => Axes.Count;

    public Size this[int axis] => Axes[axis];

    /// <summary>The number of elements.</summary>
    public Size Count
    {
        get
        {
            Size count = Size.One;
            foreach (Size axis in Axes)
            {
                count *= axis;
            }

            return count;
        }
    }

    public static Shape Create(ReadOnlySpan<Size> axes) => new(EquatableArray.Create(axes));

    /// <summary>Whether a value of this shape differs from sample to sample: the batch axis then leads.</summary>
    public bool HasBatch => Rank > 0 && Axes[0] == Size.Batch;

    /// <summary>The axes of a sample: without the batch axis, if there is one.</summary>
    public Shape OfSample => HasBatch ? WithoutBatch : this;

    /// <summary>The axes that follow the batch axis, as users write shapes.</summary>
    public Shape WithoutBatch => new(Axes.Skip(1).ToEquatableArray());

    public int[] Evaluate(IReadOnlyDictionary<string, long> bindings) => [.. Axes.Select(axis => checked((int)axis.Evaluate(bindings)))];

    public EquatableArray<Size>.Enumerator GetEnumerator() => Axes.GetEnumerator();

    IEnumerator<Size> IEnumerable<Size>.GetEnumerator() => ((IEnumerable<Size>)Axes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)Axes).GetEnumerator();

    public override string ToString() => "[" + string.Join(", ", Axes) + "]";
}

/// <summary>What an element is.</summary>
internal enum ElementType
{
    /// <summary>A 32-bit floating-point number.</summary>
    Float32,

    /// <summary>A 32-bit whole number: labels and positions.</summary>
    Int32,
}

/// <summary>The type of a value: its elements and its shape.</summary>
internal readonly record struct TensorType(ElementType Element, Shape Shape)
{
    public static TensorType Float(Shape shape) => new(ElementType.Float32, shape);

    public static TensorType Int(Shape shape) => new(ElementType.Int32, shape);

    public override string ToString() => (Element == ElementType.Float32 ? "f32" : "i32") + Shape;
}
