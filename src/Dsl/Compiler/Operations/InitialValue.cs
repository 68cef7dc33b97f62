using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Operations;

/// <summary>How a parameter starts.</summary>
internal abstract record InitialValue;

/// <summary>Every element is zero.</summary>
internal sealed record ZeroInitial : InitialValue;

/// <summary>Every element is the same.</summary>
internal sealed record ConstantInitial(double Value) : InitialValue;

/// <summary>Uniform in ±bound.</summary>
internal sealed record UniformInitial(double Bound) : InitialValue;

/// <summary>Normal around zero.</summary>
internal sealed record NormalInitial(double Deviation) : InitialValue;

/// <summary>Uniform in ±gain · √(6 / inputs), or normal with the deviation gain · √(2 / inputs) (He et al. 2015, equation 10).</summary>
internal sealed record HeInitial(Size Inputs, double Gain = 1, bool IsNormal = false) : InitialValue;

/// <summary>
/// Uniform in ±gain · √(6 / (inputs + outputs)), or normal with the deviation gain · √(2 / (inputs + outputs)) (Glorot and Bengio 2010).
/// </summary>
internal sealed record XavierInitial(Size Inputs, Size Outputs, double Gain = 1, bool IsNormal = false) : InitialValue;

/// <summary>A gain times a random matrix with orthonormal rows or columns, the first axis against the others (Saxe et al. 2014).</summary>
internal sealed record OrthogonalInitial(double Gain) : InitialValue;

/// <summary>Zero but for a share of the elements, which are normal (Martens 2010).</summary>
internal sealed record SparseInitial(double Density, double Deviation) : InitialValue;

/// <summary>What a static method of the model gives.</summary>
internal sealed record GivenInitial(string Method) : InitialValue;
