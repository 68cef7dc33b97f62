using Adjoint;
using Tasks.Data;
using static Adjoint.Loss;

namespace Tasks.Problems;

/// <summary>Predicts the next character from a state that carries what was read (Hochreiter and Schmidhuber 1997).</summary>
[Model(Input = "i32[T]", Loss = CrossEntropy)]
public partial record CharLstm(
    [Embedding(65, 64)] Layer Tokens,
    [Lstm(128)]         Layer Memory,
    [Dense(65)]         Layer Head);

/// <summary>Shakespeare by a recurrent network.</summary>
public sealed record ShakespeareLstm() : LearningTask("shakespeare-lstm", "an LSTM writes Shakespeare, character by character")
{
    /// <inheritdoc/>
    public override IReadOnlyList<PublishedFile> Files => [Shakespeare.File];

    /// <inheritdoc/>
    public override Verdict Run(Session session) => Shakespeare.Run(session, CharLstm.Create(session.Seed), new FitOptions
    {
        Epochs = 2,
        BatchSize = 16,
        Optimizer = new AdamW(4e-3f),
        Schedule = new Schedule.Cosine(warmup: 0.05f),
        ClipNorm = 1,
    });
}
