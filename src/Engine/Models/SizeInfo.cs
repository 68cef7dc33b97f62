namespace Adjoint;

/// <summary>A size that a model's declaration gives a name, such as the length of a sequence.</summary>
/// <param name="Name">The name.</param>
/// <param name="IsGivenAtCreation">Whether it is given when the model is created; otherwise each batch's inputs decide it.</param>
/// <param name="Input">The input of the prediction that it is read off; -1 for a size that only inputs of objectives have.</param>
/// <param name="Axis">The axis of one sample of that input, whose length is <c>Coefficient * size + Offset</c>.</param>
/// <param name="Coefficient">The factor.</param>
/// <param name="Offset">What is added.</param>
public readonly record struct SizeInfo(string Name, bool IsGivenAtCreation, int Input = 0, int Axis = 0, int Coefficient = 1, int Offset = 0);
