using System.Collections.Immutable;

namespace Adjoint.Tests.Optimizers;

/// <summary>One step of an algorithm on one tensor in double, written as the paper has it, element by element.</summary>
/// <param name="p">The parameters, which are moved.</param>
/// <param name="g">Their gradient, without any penalty's.</param>
/// <param name="s">What is remembered between steps: three arrays as long as the parameters, at first zeros.</param>
/// <param name="rate">The learning rate.</param>
/// <param name="t">The number of the step, from 1.</param>
/// <param name="shape">The shape.</param>
internal delegate void Step(double[] p, double[] g, double[][] s, double rate, int t, ImmutableArray<int> shape);

/// <summary>An optimizer, its algorithm, and the algorithm with one mistake, which a comparison has to notice.</summary>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="Right">The algorithm.</param>
/// <param name="Wrong">The algorithm with a mistake.</param>
/// <param name="Precision">By how much of a step's length the float arithmetic of one step may err.</param>
internal sealed record PaperAlgorithm(Optimizer Optimizer, Step Right, Step Wrong, double Precision = 1e-6);
