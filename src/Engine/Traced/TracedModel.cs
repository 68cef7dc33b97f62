using System.Diagnostics.CodeAnalysis;

namespace Adjoint;

/// <summary>
/// A model that is traced while the program runs, rather than compiled while it is built: from a function over <see cref="Expr"/>, or from a record
/// with the same attributes as a compiled model. It is the same graph, run by the interpreter, operation by operation: right for notebooks,
/// F# scripts and trying things out, and many times slower than compiled code. Values of this type do not change; training gives a new one.
/// </summary>
/// <example>
/// In F#, with <c>open type Adjoint.Ops</c>:
/// <code>
/// let net =
///     TracedModel.Of("2", Loss.CrossEntropy, fun weights x ->
///         let hidden = Tanh(Dense(x, weights.Weight("Kernel", "2, 8"), weights.Zeros("Bias", "8")))
///         weights.Apply("Logits", hidden, DenseAttribute 2))
/// </code>
/// </example>
public sealed class TracedModel
{
    private readonly TracedDefinition _definition;

    private TracedModel(TracedDefinition definition, ParameterBuffer parameters)
    {
        _definition = definition;
        Parameters = parameters;
    }

    /// <summary>What is known about the model: its parameters, its shapes, its costs.</summary>
    public ModelDescription Description => _definition.Description;

    /// <summary>The model's parameters and running values.</summary>
    public ParameterBuffer Parameters { get; }

    /// <summary>What the model computes.</summary>
    internal TracedDefinition Definition => _definition;

    /// <summary>Traces a function.</summary>
    /// <param name="input">The shape of one sample without the batch axis, such as <c>"64"</c> or <c>"1, 8, 8"</c>.</param>
    /// <param name="loss">What training makes small.</param>
    /// <param name="forward">
    /// From weights, which it makes by their names, and the input to the output. It is called a few times, for training and for prediction, and
    /// has to do the same each time.
    /// </param>
    /// <param name="seed">What the first parameters depend on.</param>
    /// <param name="name">The model's name, for messages and files.</param>
    /// <param name="sizes">The values of named sizes; null when there are none.</param>
    /// <exception cref="ArgumentException">
    /// The function does not describe a model that can be trained: shapes do not fit, a weight has no influence on the loss …
    /// The message is that of the build's diagnostic.
    /// </exception>
    public static TracedModel Of(
        string input, Loss loss, Func<Weights, Expr, Expr> forward, int seed = 0, string name = "Model", IReadOnlyDictionary<string, int>? sizes = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Start(TracedDefinition.Of(FunctionDeclaration.Of(name, input, loss, forward), sizes), seed);
    }

    /// <summary>
    /// Traces a record type with <see cref="ModelAttribute"/>: a C# record that no generator has read, or an F# record. Its parts are chained, or wired by
    /// its method <c>Forward</c>, which takes and gives expressions.
    /// </summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <param name="seed">What the first parameters depend on.</param>
    /// <param name="sizes">The values of named sizes; null when there are none.</param>
    /// <exception cref="ArgumentException">
    /// The type does not declare a model that can be trained; the message is that of the build's diagnostic.
    /// </exception>
    [RequiresUnreferencedCode("The record's parts and methods are found by reflection. A compiled model needs none.")]
    public static TracedModel Of<T>(int seed = 0, IReadOnlyDictionary<string, int>? sizes = null)
        where T : class => Start(TracedDefinition.Of(new RecordDeclaration(typeof(T)).Spec, sizes), seed);

    /// <summary>The same model with first parameters.</summary>
    /// <param name="seed">The same seed gives the same values on every machine.</param>
    public TracedModel Create(int seed = 0) => Start(_definition, seed);

    /// <summary>The same model with given parameters, such as the best ones of a training that diverged.</summary>
    /// <param name="parameters">Parameters of this model; they are not copied.</param>
    /// <exception cref="ArgumentException">The parameters are another model's.</exception>
    public TracedModel FromParameters(ParameterBuffer parameters) => new(_definition, ParameterBuffer.Of(Description, parameters));

    /// <summary>The outputs for some inputs.</summary>
    /// <param name="inputs">The inputs, <c>[count, InputLength]</c>.</param>
    /// <returns>The outputs, <c>[count, OutputLength]</c>; empty for no inputs.</returns>
    /// <exception cref="ArgumentException">The length is not a multiple of the model's input length.</exception>
    public float[] Predict(ReadOnlySpan<float> inputs)
    {
        int count = inputs.Length / Description.InputLength;
        if (inputs.Length != count * Description.InputLength)
        {
            throw new ArgumentException(
                $"The model '{Description.Name}' takes {Description.InputLength} inputs ({ShapeText.Of(Description.InputShape)}) for each sample; "
                + $"{inputs.Length} values are not a multiple of that.",
                nameof(inputs));
        }

        return count == 0 ? [] : _definition.Predict(Parameters, inputs, count);
    }

    /// <summary>The mean loss over a batch, computed as in prediction (without dropout).</summary>
    /// <param name="batch">At least one sample with its label or target.</param>
    /// <exception cref="ArgumentException">The batch does not suit the model.</exception>
    public float Loss(in Batch batch) => _definition.Loss(Parameters, batch);

    /// <summary>The mean loss over a batch as in training, and its gradient with respect to every parameter that is trained.</summary>
    /// <param name="batch">At least one sample with its label or target.</param>
    /// <param name="key">Where random numbers, as those of dropout, come from.</param>
    /// <param name="gradient">
    /// Receives the gradient in the layout of <see cref="ModelDescription.Parameters"/>, <c>[ParameterBufferLength]</c>; what is not trained is left alone. The gradient of a part of a parameter takes the beginning of its place.
    /// </param>
    /// <exception cref="ArgumentException">The batch does not suit the model, or the gradient has another length.</exception>
    public float Gradient(in Batch batch, RandomKey key, Span<float> gradient)
    {
        ParameterBuffer unchanged = Parameters.Copy();
        return _definition.Gradient(unchanged, batch, key, gradient);
    }

    /// <summary>Trains a copy of the model, as <see cref="Training.Fit"/> does compiled ones.</summary>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="validation">Rows to choose the best epoch by, or null.</param>
    /// <param name="options">How to train; the defaults when null.</param>
    /// <exception cref="ArgumentException">A data set is empty or does not suit the model; the message names the row.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a parameter stopped being finite.</exception>
    public TracedModel Fit(Dataset train, Dataset? validation = null, FitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        DatasetFit.Check(Description, train, nameof(train));
        if (validation is not null)
        {
            DatasetFit.Check(Description, validation, nameof(validation));
        }

        options ??= new FitOptions();
        ParameterBuffer current = Parameters.Copy();
        TracedSteps steps = new(_definition, current, train, options);
        Func<ParameterBuffer, Evaluation>? evaluate = validation is null ? null : parameters => _definition.Evaluate(parameters, validation);
        return new TracedModel(_definition, new TrainingRun(current, train, Math.Min(options.BatchSize, train.Count), steps.Take, evaluate, options).Run());
    }

    /// <summary>The loss on rows and, for a classifier, what they are taken for.</summary>
    /// <param name="data">Rows with labels or targets.</param>
    /// <exception cref="ArgumentException">The data set is empty or does not suit the model; the message names the row.</exception>
    public Evaluation Evaluate(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        DatasetFit.Check(Description, data, nameof(data));
        return _definition.Evaluate(Parameters, data);
    }

    /// <summary>Writes the parameters to a file that a compiled model of the same declaration reads too.</summary>
    /// <param name="path">The <c>.safetensors</c> file; an older one is replaced.</param>
    /// <exception cref="ModelFileException">A value is not finite, or the file can't be written.</exception>
    public void Save(string path) => ModelFile.Save(Parameters, sizes: null, path);

    /// <summary>The same model with the parameters of a file.</summary>
    /// <param name="path">The <c>.safetensors</c> file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFileException">The file is damaged, is not a model file, or holds other parameters than the model's.</exception>
    public TracedModel Load(string path) => new(_definition, ModelFile.Load(Description, path));

    /// <summary>The name, shapes and size: <c>Model [2] → [2], 42 parameters</c>.</summary>
    public override string ToString() => Description.ToString();

    private static TracedModel Start(TracedDefinition definition, int seed) => new(definition, definition.Initialize(seed));
}
