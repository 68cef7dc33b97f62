using static Adjoint.Loss;

namespace Adjoint.Benchmarks.Models;

/// <summary>A wide perceptron of two hidden layers for images of 28x28 pixels.</summary>
[Model(Input = "784", Loss = CrossEntropy)]
public partial record MlpL(
    [Dense(1024), Relu] Layer First,
    [Dense(1024), Relu] Layer Second,
    [Dense(10)]         Layer Logits);
