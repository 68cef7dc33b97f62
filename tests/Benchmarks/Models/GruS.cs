using static Adjoint.Loss;

namespace Adjoint.Benchmarks.Models;

/// <summary>Reads fifty steps into gated recurrent units (Cho et al. 2014), and gives a number at the end.</summary>
[Model(Input = "50, 32", Loss = MeanSquaredError)]
public partial record GruS(
    [Gru(64, Last = true)] Layer Memory,
    [Dense(1)]             Layer Value);
