using static Adjoint.Loss;

namespace Adjoint.Benchmarks.Models;

/// <summary>Reads fifty steps into a long short-term memory (Hochreiter and Schmidhuber 1997), and gives a number at the end.</summary>
[Model(Input = "50, 32", Loss = MeanSquaredError)]
public partial record LstmS(
    [Lstm(64, Last = true)] Layer Memory,
    [Dense(1)]              Layer Value);
