using static Adjoint.Loss;

namespace Adjoint.Benchmarks.Models;

/// <summary>A perceptron of one hidden layer for images of 28x28 pixels.</summary>
[Model(Input = "784", Loss = CrossEntropy)]
public partial record MlpS(
    [Dense(128), Relu] Layer Hidden,
    [Dense(10)]        Layer Logits);
