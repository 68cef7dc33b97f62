using static Adjoint.Loss;

namespace Adjoint.Benchmarks.Models;

/// <summary>Says what it is given in 32 numbers, and repeats it from these (Hinton and Salakhutdinov 2006).</summary>
[Model(Input = "784", Loss = MeanSquaredError)]
public partial record Autoencoder(
    [Dense(256), Relu, Dense(32), Relu] Layer Encode,
    [Dense(256), Relu, Dense(784)]      Layer Decode);
