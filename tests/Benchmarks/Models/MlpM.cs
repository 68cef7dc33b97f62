using static Adjoint.Loss;

namespace Adjoint.Benchmarks.Models;

/// <summary>A perceptron of two hidden layers for images of 28x28 pixels.</summary>
[Model(Input = "784", Loss = CrossEntropy)]
public partial record MlpM(
    [Dense(512), Relu] Layer First,
    [Dense(512), Relu] Layer Second,
    [Dense(10)]        Layer Logits);
