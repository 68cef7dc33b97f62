using Adjoint;
using static Adjoint.Ops;

namespace Zoo.Systems;

/// <summary>
/// Channels are divided by the root of a running mean of their squares, as it was before the step: in training as in prediction. The exact derivative would take that
/// root for a constant; the paper's also takes out what lies along the values. In the paper that is a running mean ν of its own, which the backward pass updates:
/// <c>ν ← ν (1 − (1−α) Γ) + (1−α) Λ</c>. Running values can't change in a backward pass here, so ν is where this comes to rest on the batch at hand, <c>Λ / Γ</c>.
/// </summary>
[Model]
public partial record PowerNorm(
    [Weight("C", Init = Init.Constant, Scale = 1)] Expr Gain,
    [Weight("C", Init = Init.Zeros)]               Expr Shift,
    [State("C", Initial = 1)]                      Expr Power)
{
    public Expr Forward([Shape("T, C")] Expr x)
    {
        var y = Divide(x, Power);
        Power.Becomes((0.9f * Power) + (0.1f * Mean(Square(x), [Axis.Batch, 0])));
        return (Gain * y) + Shift;
    }

    [Gradient(nameof(Approximate))]
    public static Expr Divide(Expr x, Expr power) => x * Rsqrt(power + 1e-5f);

    public static (Expr X, Expr Power) Approximate(Expr x, Expr power, Expr cotangent)
    {
        var root = Rsqrt(power + 1e-5f);
        var y = x * root;
        var along = Mean(y * cotangent, [Axis.Batch, 0]) / (Mean(Square(y), [Axis.Batch, 0]) + 1e-5f);
        return (root * (cotangent - (along * y)), 0f * power);
    }
}

/// <summary>Batch normalisation of the channels of a sequence.</summary>
[Model]
public partial record SequenceBatchNorm([BatchNorm] Layer Norm)
{
    public Expr Forward([Shape("T, C")] Expr x) => Transpose(Norm(Transpose(x)));
}

/// <summary>A block of a transformer with power normalisation.</summary>
[Model]
public partial record PowerBlock(
    [Use<PowerNorm>]                          Layer Norm1,
    [SelfAttention(Heads = 2, Causal = true)] Layer Attend,
    [Use<PowerNorm>]                          Layer Norm2,
    [Dense(64), Relu, Dense(32)]              Layer Mlp)
{
    public Expr Forward([Shape("T, 32")] Expr x)
    {
        var h = x + Attend(Norm1(x));
        return h + Mlp(Norm2(h));
    }
}

/// <summary>The same with batch normalisation.</summary>
[Model]
public partial record BatchBlock(
    [Use<SequenceBatchNorm>]                  Layer Norm1,
    [SelfAttention(Heads = 2, Causal = true)] Layer Attend,
    [Use<SequenceBatchNorm>]                  Layer Norm2,
    [Dense(64), Relu, Dense(32)]              Layer Mlp)
{
    public Expr Forward([Shape("T, 32")] Expr x)
    {
        var h = x + Attend(Norm1(x));
        return h + Mlp(Norm2(h));
    }
}

/// <summary>A model of texts of twelve letters.</summary>
[Model]
public partial record PowerText(
    [Embedding(12, 32), PositionEmbedding(24)] Layer Letters,
    [Use<PowerBlock>(Repeat = 2)]              Layer Blocks,
    [Use<PowerNorm>, Dense(12)]                Layer Head)
{
    public Expr Forward([Shape("i32[24]")] Expr text) => Head(Blocks(Letters(text)));

    [Objective]
    public Expr Learn([Shape("i32[24]")] Expr text, [Shape("i32[24]")] Expr next) => SoftmaxCrossEntropy(Forward(text), next);
}

/// <summary>The same with batch normalisation.</summary>
[Model]
public partial record BatchText(
    [Embedding(12, 32), PositionEmbedding(24)] Layer Letters,
    [Use<BatchBlock>(Repeat = 2)]              Layer Blocks,
    [Use<SequenceBatchNorm>, Dense(12)]        Layer Head)
{
    public Expr Forward([Shape("i32[24]")] Expr text) => Head(Blocks(Letters(text)));

    [Objective]
    public Expr Learn([Shape("i32[24]")] Expr text, [Shape("i32[24]")] Expr next) => SoftmaxCrossEntropy(Forward(text), next);
}

/// <summary>Power normalisation alone, to look at its derivative.</summary>
[Model]
public partial record PowerProbe([Use<PowerNorm>] Layer Norm)
{
    public Expr Forward([Shape("3, 2")] Expr x) => Norm(x);

    [Objective]
    public Expr Weigh([Shape("3, 2")] Expr x, [Shape("3, 2")] Expr weights) => Sum(Forward(x) * weights);
}

/// <summary>
/// A transformer learns from batches of two texts, each in one of six languages, so that no batch is like another. Batch normalisation then does in prediction what
/// it did in no step of the training; power normalisation does the same in both.
/// </summary>
internal sealed class PowerNormalization : ISystem
{
    private const int Letters = 12;
    private const int Length = 24;
    private const int Languages = 6;
    private const int BatchSize = 2;
    private const int Networks = 3;

    /// <inheritdoc/>
    public string Name => "power-norm";

    /// <inheritdoc/>
    public int Row => 35;

    /// <inheritdoc/>
    public string Paper => "PowerNorm: Rethinking Batch Normalization in Transformers (Shen, Yao, Gholami, Mahoney, Keutzer 2020)";

    /// <inheritdoc/>
    public void Run(Trial trial)
    {
        CheckDerivative(trial);

        Figures[] figures = [.. Enumerable.Range(0, Networks).Select(network => Learn(trial, unchecked((trial.Seed * Networks) + network)))];
        Bar same = Bar.AtMost(1e-4);
        trial.Require("difference of the loss in training and in prediction, power normalisation", figures.Average(static each => each.PowerGap), same);
        trial.Refuse("difference of the loss in training and in prediction, batch normalisation", figures.Average(static each => each.BatchGap), same);

        // Who knows the language loses 0.53 a letter, and the first letters do not tell it. Some languages are harder than others, for both: of eight, power normalisation came to 0.91
        // to 1.18 and batch normalisation to 0.04 to 0.23 more, so what is compared is the mean difference of three; with six seeds that was 0.12 to 0.16. A reference in PyTorch, for
        // texts drawn by the same rule, came to 0.95 to 1.04 and 1.10 to 1.20, and with layer normalisation to 0.91 to 1.00.
        double difference = figures.Average(static each => each.PowerLoss - each.BatchLoss);
        trial.Say($"loss of unseen texts: {Bar.Text(figures.Average(static each => each.PowerLoss))}, and with batch normalisation {Bar.Text(figures.Average(static each => each.BatchLoss))}");
        Bar better = Bar.AtMost(-0.06);
        trial.Require("loss of unseen texts beyond the other's, power normalisation", difference, better);
        trial.Refuse("loss of unseen texts beyond the other's, batch normalisation", -difference, better);
    }

    /// <summary>Trains a network of each kind to read the same languages.</summary>
    private static Figures Learn(Trial trial, int seed)
    {
        Trainer<PowerText> power = new(PowerText.Create(seed), new Adam(3e-3f), seed, trial.Threads);
        Trainer<BatchText> batch = new(BatchText.Create(seed), new Adam(3e-3f), seed, trial.Threads);
        Random random = new(seed);
        int[][] languages = [.. Enumerable.Range(0, Languages).Select(_ => Permutation(random))];
        (double powerGap, double batchGap) = (0, 0);
        const int Steps = 1500;
        const int Last = 100;
        for (int step = 0; step < Steps; step++)
        {
            power.LearningRateFactor = batch.LearningRateFactor = 0.5f + (0.5f * MathF.Cos(MathF.PI * step / Steps));
            (int[] text, int[] next) = Draw(random, languages, BatchSize);
            if (step < Steps - Last)
            {
                PowerText.LearnObjective.Step(power, text, next);
                BatchText.LearnObjective.Step(batch, text, next);
                continue;
            }

            // What a batch costs in prediction, and then in the step.
            double powerPrediction = PowerText.LearnObjective.Loss(power.Model(), text, next);
            double batchPrediction = BatchText.LearnObjective.Loss(batch.Model(), text, next);
            powerGap += Math.Abs(PowerText.LearnObjective.Step(power, text, next) - powerPrediction) / Last;
            batchGap += Math.Abs(BatchText.LearnObjective.Step(batch, text, next) - batchPrediction) / Last;
        }

        (int[] unseen, int[] following) = Draw(random, languages, 200);
        return new Figures(
            powerGap, batchGap, PowerText.LearnObjective.Loss(power.Model(), unseen, following), BatchText.LearnObjective.Loss(batch.Model(), unseen, following));
    }

    private static void CheckDerivative(Trial trial)
    {
        Random random = new(trial.Seed);
        float[] x = Values(random);
        float[] weights = Values(random);
        float[] derived = PowerProbe.WeighObjective.InputGradient(PowerProbe.Create(trial.Seed), x, weights).X;
        Bar same = Bar.AtMost(1e-6);
        trial.Require("difference of the derivative from the paper's formula", Difference(derived, ByHand(x, weights, isExact: false)), same);
        trial.Refuse("difference of the derivative from the exact one", Difference(derived, ByHand(x, weights, isExact: true)), same);

        static float[] Values(Random random) => [.. Enumerable.Range(0, 4 * 3 * 2).Select(_ => random.NextSingle() - 0.3f)];

        static double Difference(float[] left, double[] right) => left.Zip(right, static (a, b) => Math.Abs(a - b)).Max();
    }

    /// <summary>The derivative of a mean over four samples; gain and running mean are 1 as yet.</summary>
    private static double[] ByHand(float[] x, float[] weights, bool isExact)
    {
        double root = 1 / Math.Sqrt(1 + 1e-5);
        double[] along = [.. Enumerable.Range(0, 2).Select(channel =>
        {
            IEnumerable<int> rows = Enumerable.Range(0, x.Length).Where(i => i % 2 == channel);
            return rows.Average(i => root * x[i] * weights[i] / 4) / (rows.Average(i => root * x[i] * root * x[i]) + 1e-5);
        })];
        return [.. x.Select((value, i) => root * ((weights[i] / 4) - (isExact ? 0 : along[i % 2] * root * value)))];
    }

    private static int[] Permutation(Random random)
    {
        int[] letters = [.. Enumerable.Range(0, Letters)];
        random.Shuffle(letters);
        return letters;
    }

    /// <summary>Texts and what follows each letter: the one that the language puts after it, or in one of ten cases any.</summary>
    private static (int[] Text, int[] Next) Draw(Random random, int[][] languages, int count)
    {
        int[] text = new int[count * Length];
        int[] next = new int[text.Length];
        for (int row = 0; row < count; row++)
        {
            int[] language = languages[random.Next(Languages)];
            int letter = random.Next(Letters);
            for (int i = row * Length; i < (row + 1) * Length; i++)
            {
                text[i] = letter;
                letter = next[i] = random.Next(10) == 0 ? random.Next(Letters) : language[letter];
            }
        }

        return (text, next);
    }

    /// <summary>Differences of the loss in training and in prediction, and losses of unseen texts.</summary>
    private sealed record Figures(double PowerGap, double BatchGap, double PowerLoss, double BatchLoss);
}
