using static Adjoint.Loss;

namespace Adjoint.Benchmarks.Models;

/// <summary>Two convolutions for images of 28x28 pixels, after LeNet (LeCun et al. 1998).</summary>
[Model(Input = "1, 28, 28", Loss = CrossEntropy)]
public partial record CnnS(
    [Conv2D(16, Kernel = 3), Relu, MaxPool(2)] Layer Strokes,
    [Conv2D(32, Kernel = 3), Relu, MaxPool(2)] Layer Shapes,
    [Flatten, Dense(10)]                       Layer Logits);
