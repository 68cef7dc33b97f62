using static Adjoint.Loss;

namespace Adjoint.Benchmarks.Models;

/// <summary>A perceptron so small that what is around the arithmetic is all that counts.</summary>
[Model(Input = "4", Loss = CrossEntropy)]
public partial record MlpXs(
    [Dense(16), Relu] Layer First,
    [Dense(16), Relu] Layer Second,
    [Dense(2)]        Layer Logits);
