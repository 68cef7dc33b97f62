using Adjoint;
using static Adjoint.Loss;

namespace Models.Tests.Reference;

/// <summary>
/// LeNet-5 for images of 32x32 pixels (LeCun, Bottou, Bengio and Haffner 1998) with its hyperbolic tangents and averages. As is usual by now, every
/// filter of the second convolution sees all channels, averages have no weights, and the end is a softmax.
/// </summary>
[Model(Input = "1, 32, 32", Loss = CrossEntropy)]
public partial record LeNet(
    [Conv2D(6, Kernel = 5, Padding = Padding.Valid), Tanh, AvgPool(2)]  Layer Strokes,
    [Conv2D(16, Kernel = 5, Padding = Padding.Valid), Tanh, AvgPool(2)] Layer Shapes,
    [Conv2D(120, Kernel = 5, Padding = Padding.Valid), Tanh, Flatten]   Layer Whole,
    [Dense(84), Tanh]                                                   Layer Hidden,
    [Dense(10)]                                                         Layer Logits);
