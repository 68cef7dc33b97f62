using Adjoint;
using Tasks.Data;
using static Adjoint.Loss;

namespace Tasks.Problems;

/// <summary>Predicts the next character from those before it (Vaswani et al. 2017, the decoder alone).</summary>
[Model(Input = "i32[T]", Loss = CrossEntropy)]
public partial record CharTransformer(
    [Embedding(65, 128), PositionEmbedding(64)] Layer Tokens,
    [TransformerDecoder(4, 256)]                Layer Block1,
    [TransformerDecoder(4, 256)]                Layer Block2,
    [TransformerDecoder(4, 256)]                Layer Block3,
    [LayerNorm, Dense(65)]                      Layer Head);

/// <summary>Shakespeare by a transformer.</summary>
public sealed record ShakespeareTransformer() : LearningTask("shakespeare-transformer", "a transformer writes Shakespeare, character by character")
{
    /// <inheritdoc/>
    public override IReadOnlyList<PublishedFile> Files => [Shakespeare.File];

    /// <inheritdoc/>
    public override Verdict Run(Session session) => Shakespeare.Run(session, CharTransformer.Create(session.Seed), new FitOptions
    {
        Epochs = 2,
        BatchSize = 16,
        Optimizer = new AdamW(2e-3f),
        Schedule = new Schedule.Cosine(warmup: 0.1f),
        ClipNorm = 1,
    });
}
