namespace Adjoint;

/// <content>
/// Losses. Each gives a number for every sample, or for every row where rows are compared: an objective's loss is the mean of what it returns, and
/// weights of samples, masks and sums are ordinary arithmetic.
/// </content>
public static partial class Ops
{
    /// <summary><c>log Σ exp(logits) − logits[label]</c> for each label, which never overflows.</summary>
    /// <param name="logits"><c>[.., classes]</c>; NaN, +∞, or a row of −∞ alone gives NaN.</param>
    /// <param name="labels"><c>i32[..]</c>, each from 0 to classes − 1: others are an error when the program runs.</param>
    /// <param name="labelSmoothing">
    /// How much of the target is spread evenly over all classes, from 0 to 1 (Szegedy et al. 2016); 0 leaves the label alone.
    /// </param>
    /// <returns>A number for each label. <c>Sum(weights * SoftmaxCrossEntropy(logits, labels)) / Sum(weights)</c> weighs or leaves out labels.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr SoftmaxCrossEntropy(Expr logits, Expr labels, float labelSmoothing = 0) => Apply(nameof(SoftmaxCrossEntropy), logits, labels, labelSmoothing);

    /// <summary>The cross-entropy of labels of which some are missing: <c>log Σ exp(logits) − logits[label]</c> for each label, and 0 for the labels −1.</summary>
    /// <param name="logits"><c>[.., classes]</c>; those of missing labels count nothing, but are to be finite.</param>
    /// <param name="labels"><c>i32[..]</c>, each from 0 to classes − 1, or −1 for none.</param>
    /// <example>
    /// <code>
    /// // The mean over the labels that are there.
    /// Sum(MaskedCrossEntropy(logits, labels), [Axis.Batch, 0]) / Maximum(Sum(LabelMask(labels, 10), [Axis.Batch, 0]), 1f)
    /// </code>
    /// </example>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr MaskedCrossEntropy(Expr logits, Expr labels) => Apply(nameof(MaskedCrossEntropy), logits, labels);

    /// <summary>1 for each label and 0 for the labels −1, which are missing.</summary>
    /// <param name="labels"><c>i32[..]</c>, each from 0 to classes − 1, or −1 for none.</param>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="ArgumentException">The labels are real numbers.</exception>
    public static Expr LabelMask(Expr labels, int classes) => Apply(nameof(LabelMask), labels, classes);

    /// <summary><c>−Σ t · log softmax(x)</c> for each row: the cross-entropy with a distribution, as of a teacher or of mixed samples.</summary>
    /// <param name="logits"><c>[.., classes]</c>.</param>
    /// <param name="targets">Probabilities of the same shape; they are not made to add up to 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr SoftTargetCrossEntropy(Expr logits, Expr targets) => Apply(nameof(SoftTargetCrossEntropy), logits, targets);

    /// <summary><c>Σ t · (log t − log softmax(x))</c> for each row: the Kullback-Leibler divergence of the logits' softmax from a distribution.</summary>
    /// <param name="logits"><c>[.., classes]</c>.</param>
    /// <param name="targets">Probabilities of the same shape; 0 counts nothing.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr KullbackLeibler(Expr logits, Expr targets) => Apply(nameof(KullbackLeibler), logits, targets);

    /// <summary><c>−(1 − p)^γ · log p</c> for each label, where p is its probability by the softmax of the logits (Lin et al. 2017).</summary>
    /// <param name="logits"><c>[.., classes]</c>.</param>
    /// <param name="labels"><c>i32[..]</c>, each from 0 to classes − 1.</param>
    /// <param name="gamma">The exponent γ, at least 0; 0 is the cross-entropy.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr SoftmaxFocal(Expr logits, Expr labels, float gamma = 2) => Apply(nameof(SoftmaxFocal), logits, labels, gamma);

    /// <summary><c>−t log σ(x) − (1 − t) log(1 − σ(x))</c>, the mean for each sample, without overflow.</summary>
    /// <param name="logits">Values before the sigmoid.</param>
    /// <param name="targets">Numbers from 0 to 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr SigmoidCrossEntropy(Expr logits, Expr targets) => Apply(nameof(SigmoidCrossEntropy), logits, targets);

    /// <summary><c>−(1 − p)^γ · log p</c> for the probability p of each target by the sigmoid, the mean for each sample (Lin et al. 2017).</summary>
    /// <param name="logits">Values before the sigmoid.</param>
    /// <param name="targets">0 or 1.</param>
    /// <param name="gamma">The exponent γ, at least 0; 0 is the cross-entropy.</param>
    /// <param name="balance">The weight α of the targets 1, where those of 0 have <c>1 − α</c>; negative for no weights.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr SigmoidFocal(Expr logits, Expr targets, float gamma = 2, float balance = -1) => Apply(nameof(SigmoidFocal), logits, targets, gamma, balance);

    /// <summary>The mean of the squared differences of each sample.</summary>
    /// <param name="output">A value.</param>
    /// <param name="target">Another of its shape.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr SquaredError(Expr output, Expr target) => Apply(nameof(SquaredError), output, target);

    /// <summary>The mean of the absolute differences of each sample; its slope where there is no difference is 0.</summary>
    /// <param name="output">A value.</param>
    /// <param name="target">Another of its shape.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr AbsoluteError(Expr output, Expr target) => Apply(nameof(AbsoluteError), output, target);

    /// <summary>The mean for each sample of <c>d²/2</c> where the difference d is at most δ, and of <c>δ · (|d| − δ/2)</c> elsewhere (Huber 1964).</summary>
    /// <param name="output">A value.</param>
    /// <param name="target">Another of its shape.</param>
    /// <param name="delta">The bound δ, above 0.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Huber(Expr output, Expr target, float delta = 1) => Apply(nameof(Huber), output, target, delta);

    /// <summary><c>Huber(output, target, β) / β</c>: the mean for each sample of <c>d²/(2β)</c> below β, and of <c>|d| − β/2</c> elsewhere (Girshick 2015).</summary>
    /// <param name="output">A value.</param>
    /// <param name="target">Another of its shape.</param>
    /// <param name="beta">The bound β, above 0.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr SmoothL1(Expr output, Expr target, float beta = 1) => Apply(nameof(SmoothL1), output, target, beta);

    /// <summary>The mean for each sample of <c>max(0, 1 − t · y)</c>; the slope at the bend is 0.</summary>
    /// <param name="output">Scores.</param>
    /// <param name="target">1 or −1 for each.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Hinge(Expr output, Expr target) => Apply(nameof(Hinge), output, target);

    /// <summary>
    /// The mean for each sample of <c>(log v + (t − μ)² / v) / 2</c>: the negative logarithm of the normal density, without its constant
    /// <c>log(2π) / 2</c> (Nix and Weigend 1994).
    /// </summary>
    /// <param name="mean">The mean μ that is expected.</param>
    /// <param name="variance">The variance v that is expected, as by Softplus or Exp.</param>
    /// <param name="target">What was found.</param>
    /// <param name="epsilon">The least variance: a smaller one counts as this, and gets the slope 0.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr GaussianNll(Expr mean, Expr variance, Expr target, float epsilon = 1e-6f) => Apply(nameof(GaussianNll), mean, variance, target, epsilon);

    /// <summary>The cosine of the angle between vectors along an axis, <c>Σ a·b / (‖a‖ · ‖b‖)</c>; the axis disappears.</summary>
    /// <param name="left">Vectors.</param>
    /// <param name="right">Vectors of the same shape, or one that is repeated to it.</param>
    /// <param name="axis">The axis along which the vectors lie.</param>
    /// <param name="epsilon">The least length: a shorter vector counts as one of this length, so that the cosine with zeros is 0.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr CosineSimilarity(Expr left, Expr right, int axis = -1, float epsilon = 1e-8f) => Apply(nameof(CosineSimilarity), left, right, axis, epsilon);

    /// <summary><c>1 − cos(a, b)</c> for pairs that belong together, and <c>max(0, cos(a, b) − margin)</c> for pairs that do not.</summary>
    /// <param name="left">Vectors along the last axis.</param>
    /// <param name="right">Vectors of the same shape.</param>
    /// <param name="together">For each pair a number above 0, such as 1, if it belongs together; else 0 or −1.</param>
    /// <param name="margin">The cosine from which on a pair that does not belong together counts.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr CosineEmbedding(Expr left, Expr right, Expr together, float margin = 0) => Apply(nameof(CosineEmbedding), left, right, together, margin);

    /// <summary><c>max(0, ‖a − p‖ − ‖a − n‖ + margin)</c> for each row (Schroff, Kalenichenko, Philbin 2015).</summary>
    /// <param name="anchor">Vectors a along the last axis.</param>
    /// <param name="positive">Vectors p that should be near them; where one is equal to its anchor the slope of their distance is 0.</param>
    /// <param name="negative">Vectors n that should be further away.</param>
    /// <param name="margin">By how much further, at least 0.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr TripletMargin(Expr anchor, Expr positive, Expr negative, float margin = 1) => Apply(nameof(TripletMargin), anchor, positive, negative, margin);

    /// <summary>
    /// <c>log Σⱼ exp(cos(qᵢ, kⱼ) / τ) − cos(qᵢ, kᵢ) / τ</c> for each sample i: its query should resemble its own key more than those of the other
    /// samples of the batch (van den Oord, Li, Vinyals 2018). The mean of <c>InfoNce(a, b)</c> and <c>InfoNce(b, a)</c> treats both alike.
    /// </summary>
    /// <param name="queries">A vector <c>[features]</c> of each sample; its length does not matter.</param>
    /// <param name="keys">Another of the same shape.</param>
    /// <param name="temperature">τ, above 0.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or there is no batch axis.</exception>
    public static Expr InfoNce(Expr queries, Expr keys, float temperature = 0.1f) => Apply(nameof(InfoNce), queries, keys, temperature);

    /// <summary>
    /// Connectionist temporal classification (Graves et al. 2006): <c>−log p(labels)</c> for each sample, where p adds up the ways in which the steps can
    /// spell the labels, each label by one or several steps, with or without blanks between different ones. Computed in logarithms.
    /// </summary>
    /// <param name="logits"><c>[steps, classes]</c>.</param>
    /// <param name="labels"><c>i32[length]</c>, each a class; those beyond a sample's own length count nothing, but are to be classes too, such as 0.</param>
    /// <param name="steps">How many of the steps count, <c>i32[]</c> for each sample; null for all.</param>
    /// <param name="lengths">How many of the labels count, <c>i32[]</c> for each sample; null for all.</param>
    /// <param name="blank">The class that stands for no label.</param>
    /// <returns>A number for each sample: ∞ where the steps are too few to spell the labels, and then the derivative is 0.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the values belong to different computations.</exception>
    public static Expr Ctc(Expr logits, Expr labels, Expr? steps = null, Expr? lengths = null, int blank = 0) => Apply(nameof(Ctc), logits, labels, steps, lengths, blank);
}
