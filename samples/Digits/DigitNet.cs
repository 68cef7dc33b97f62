using Adjoint;
using static Adjoint.Loss;

namespace Digits;

/// <summary>Handwritten digits, 8x8 pixels, ten classes.</summary>
[Model(Input = "1, 8, 8", Loss = CrossEntropy)]
public partial record DigitNet(
    [Conv2D(16, Kernel = 3), Relu, MaxPool(2)] Layer Features,
    [Flatten, Dense(64), Relu, Dropout(0.2f)]  Layer Hidden,
    [Dense(10)]                                Layer Logits);
