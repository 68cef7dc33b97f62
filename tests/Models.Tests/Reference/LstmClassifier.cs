using Adjoint;
using static Adjoint.Loss;

namespace Models.Tests.Reference;

/// <summary>Classifies texts of any length by what a long short-term memory (Hochreiter and Schmidhuber 1997) holds at the end.</summary>
[Model(Input = "i32[T]", Loss = CrossEntropy)]
public partial record LstmClassifier(
    [Embedding(30, 12)]     Layer Words,
    [Lstm(16, Last = true)] Layer Read,
    [Dense(4)]              Layer Logits);
