using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// Gated recurrent units (Cho et al. 2014) over <c>[steps, features]</c>, from a state of zero. Parameters, uniform in ±1/√units:
/// <c>InputKernel [features, 3·units]</c>, <c>StateKernel [units, 3·units]</c>, <c>InputBias [3·units]</c> and <c>StateBias [3·units]</c>, the
/// gates in the order r, z, n of <see cref="Ops.Gru"/>. The kernels are the transposes of PyTorch's.
/// </summary>
/// <param name="units">The size of the state in named sizes, such as <c>"H"</c>.</param>
public sealed class GruAttribute(string units) : LayerAttribute
{
    /// <summary>Makes the layer.</summary>
    /// <param name="units">The size of the state, at least 1.</param>
    public GruAttribute(int units)
        : this(Text(units))
    {
    }

    /// <summary>The size of the state.</summary>
    public string Units { get; } = units;

    /// <summary>Whether the layer gives what the last step gave, <c>[units]</c>, instead of every step. Backwards the last step is the first of the sequence.</summary>
    public bool Last { get; set; }

    /// <summary>Whether a second network reads the sequence backwards; its result stands behind that of the first, <c>[steps, 2·units]</c>. Its parameters are named with <c>Backward</c> before, as in <c>BackwardInputKernel</c>.</summary>
    public bool Bidirectional { get; set; }

    /// <summary>How many networks, each upon what the one before gives; 1 by default. The parameters of the second are named with a 2 behind, as in <c>InputKernel2</c>.</summary>
    public int Layers { get; set; } = 1;

    /// <summary>The rate at which what goes from one network to the next is dropped in training; 0 by default.</summary>
    public float Dropout { get; set; }

    /// <summary>After how many steps derivatives by the state end (Williams and Peng 1990); 0, the default, for never.</summary>
    public int Truncate { get; set; }

    internal override EquatableArray<ArgumentSpec> Arguments =>
    [
        SizeOf(nameof(Units), Units),
        Boolean(nameof(Last), Last),
        Boolean(nameof(Bidirectional), Bidirectional),
        Integer(nameof(Layers), Layers),
        Real(nameof(Dropout), Dropout),
        Integer(nameof(Truncate), Truncate),
    ];
}
