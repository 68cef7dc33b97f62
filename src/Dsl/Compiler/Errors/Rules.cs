namespace Adjoint.Compiler.Errors;

/// <summary>All rules, in order of their ids. An id is public: it is never reused and never changes its meaning.</summary>
internal static class Rules
{
    public static readonly Rule NotPartial = new("ADJ0001", "Declaration", "Model is not partial",
        "'{0}' has [Model] but is not partial, so its program can't be added; write 'partial record {0}'");

    public static readonly Rule NotARecord = new("ADJ0002", "Declaration", "Model is not a record class",
        "'{0}' has [Model] but is a {1}; a model is a 'partial record' whose positional members are its parts");

    public static readonly Rule ContainerNotPartial = new("ADJ0003", "Declaration", "Type around a model is not partial",
        "'{0}' contains the model '{1}' but is not partial; add 'partial' to '{0}' or move the model out of it");

    public static readonly Rule GenericModel = new("ADJ0004", "Declaration", "Model is generic",
        "'{0}' has type parameters; a model is compiled for fixed sizes, so remove them");

    public static readonly Rule FileLocalModel = new("ADJ0005", "Declaration", "Model is local to its file",
        "'{0}' is a 'file' type, which generated code can't extend; make it internal");

    public static readonly Rule NoParts = new("ADJ0006", "Declaration", "Model has no parts",
        "'{0}' has no positional members; declare its parts, as in 'record {0}([Dense(10)] Layer Output)'");

    public static readonly Rule PartIsNotALayer = new("ADJ0007", "Declaration", "Part is not a Layer",
        "Part '{0}' has the type '{1}'; a part that carries layers has the type 'Layer'");

    public static readonly Rule EmptyPart = new("ADJ0008", "Declaration", "Part has no layers",
        "Part '{0}' carries no layer attribute; add one, as in '[Dense(64), Relu] Layer {0}', or remove the part");

    public static readonly Rule MissingInput = new("ADJ0009", "Declaration", "Model has no input shape",
        "'{0}' does not say what it takes; add the shape of one sample, as in [Model(Input = \"1, 28, 28\")]");

    public static readonly Rule MalformedShape = new("ADJ0010", "Declaration", "Shape text is malformed",
        "'{0}' is not a shape: {1}; write positive sizes separated by commas, as in \"1, 28, 28\"");

    public static readonly Rule MissingLoss = new("ADJ0011", "Declaration", "Model has no loss",
        "'{0}' does not say what it learns; add a loss, as in [Model(Loss = CrossEntropy)] with 'using static Adjoint.Loss'");

    public static readonly Rule InvalidArgument = new("ADJ0012", "Declaration", "Layer argument is out of range",
        "{0} of '{1}' is {2}; it must be {3}");

    public static readonly Rule BatchSize = new("ADJ0013", "Declaration", "Batch size is written",
        "'{0}' is the batch size, which every shape has without saying so; leave it out, or give a size of your own another name");

    public static readonly Rule UnknownLayer = new("ADJ0014", "Declaration", "Layer is unknown",
        "'{0}' is no layer that this version can compile; the layers are {1}");

    public static readonly Rule ReservedName = new("ADJ0015", "Declaration", "Part has the name of a generated member",
        "Part '{0}' has the name of a member that every model gets; choose another name");

    public static readonly Rule UnsupportedInputType = new("ADJ0016", "Declaration", "Input type is not supported",
        "The input type '{0}' is not supported; inputs are 'f32' or 'i32', as in \"i32[T]\"");

    public static readonly Rule DerivedModel = new("ADJ0017", "Declaration", "Model derives from another record",
        "'{0}' derives from '{1}'; a model is complete in itself, so remove the base record");

    public static readonly Rule AbstractModel = new("ADJ0018", "Declaration", "Model is abstract",
        "'{0}' is abstract, but a model is created by its generated members; remove 'abstract'");

    // ADJ0019 is retired: it said that a method 'Forward' can't be compiled.

    public static readonly Rule MemberCollision = new("ADJ0020", "Declaration", "Member has the name of a generated member",
        "'{0}' declares '{1}', but every model gets a member of this name; choose another name");

    public static readonly Rule LayerOutsidePart = new("ADJ0021", "Declaration", "Layer stands outside the parts",
        "'{0}' carries a layer but is not a positional member of '{1}', so the layer has no effect; move it to the record's list");

    public static readonly Rule ReservedModelName = new("ADJ0022", "Declaration", "Model has the name of a generated member",
        "The model '{0}' has the name of a member that every model gets, which C# does not allow; choose another name");

    public static readonly Rule UnreadableCode = new("ADJ0023", "Declaration", "Code can't be compiled",
        "This version can't compile {0} in '{1}'; {2}");

    public static readonly Rule UnreadableCall = new("ADJ0024", "Declaration", "Called code can't be read",
        "'{0}' is compiled code, so its body can't be read; {1}");

    public static readonly Rule ForwardMismatch = new("ADJ0025", "Declaration", "Forward or objective has another form",
        "'{0}' of '{1}' {2}; declare it once, as in 'Expr {0}([Shape(\"64\")] Expr x)'");

    public static readonly Rule MissingShape = new("ADJ0026", "Declaration", "Input has no shape",
        "The input '{0}' of '{1}' has no shape; write '[Shape(\"…\")] Expr {0}' with the shape of one sample, as in [Shape(\"T, 64\")]");

    public static readonly Rule GradientMismatch = new("ADJ0027", "Declaration", "Derivative does not fit its method",
        "The derivative '{0}' of '{1}' {2}; declare it in the same type as '{3}'");

    public static readonly Rule MissingWeight = new("ADJ0028", "Declaration", "Expression has neither weight nor state",
        "Part '{0}' is an 'Expr', so it carries either [Weight] or [State], once, as in '[Weight(\"64, 10\")] Expr {0}'");

    public static readonly Rule WeightIsNotAnExpr = new("ADJ0029", "Declaration", "Weight or state is not an expression",
        "Part '{0}' carries [{1}] but has the type '{2}'; write '[{1}(\"…\")] Expr {0}'");

    public static readonly Rule UseMismatch = new("ADJ0030", "Declaration", "Part uses another model than its type",
        "Part '{0}' has the type '{1}' but uses '{2}'; write '[Use<{2}>] Layer {0}', or '{2} {0}' to call it with several inputs");

    public static readonly Rule UsedTypeIsNoModel = new("ADJ0031", "Declaration", "Used type is not a model",
        "'{0}' is used as a model but does not have [Model]; declare it as a 'partial record' with [Model]");

    public static readonly Rule RecursiveModel = new("ADJ0032", "Declaration", "Model uses itself",
        "The model '{0}' uses itself, as {1}, so it would never end; remove one of these uses");

    public static readonly Rule OtherVersion = new("ADJ0033", "Declaration", "Used model is of another version",
        "The model '{0}' comes from '{1}', which was built with another version of Adjoint; build that project again with this version");

    public static readonly Rule RankMismatch = new("ADJ0101", "Shape", "Layer takes another number of axes",
        "'{0}' in '{1}' needs {2}, but {3} gives {4}; {5}{6}");

    public static readonly Rule WindowTooLarge = new("ADJ0102", "Shape", "Window does not fit",
        "'{0}' in '{1}' has a window of {2}, but {3} gives {4}; {5}{6}");

    public static readonly Rule LossMismatch = new("ADJ0103", "Shape", "Loss does not fit the output",
        "'{0}' needs an output of {1}, but {2} gives {3}; {4}{5}");

    public static readonly Rule TooLarge = new("ADJ0104", "Shape", "Value is too large",
        "'{0}' in '{1}' makes {2} {3}, which is more than the 2,147,483,647 elements that an array can hold");

    public static readonly Rule UnboundSize = new("ADJ0105", "Shape", "Named size has no value",
        "The size '{0}' has no value in '{1}'; give it one where the model is used, as in [Use<…>(\"{0} = 64\")]");

    public static readonly Rule NamedImageSize = new("ADJ0106", "Shape", "Image size is not a number",
        "{0}{1}");

    public static readonly Rule FunctionMismatch = new("ADJ0107", "Shape", "Values do not fit together",
        "{0}{1}");

    public static readonly Rule CallMismatch = new("ADJ0108", "Shape", "Argument does not fit",
        "'{0}' takes {1} as '{2}', but is given {3}{4}; {5}{6}");

    public static readonly Rule ArgumentCount = new("ADJ0109", "Shape", "Number of arguments does not fit",
        "'{0}' takes {1} values, but is given {2}; call it with each of them");

    public static readonly Rule WeightOfInputSize = new("ADJ0110", "Shape", "Weight's shape depends on the input",
        "'{0}' has the shape {1}, but '{2}' differs from input to input; give the size a number, or a name that no input has");

    public static readonly Rule SeveralOutputs = new("ADJ0111", "Shape", "Part gives several values",
        "'{0}' is a step with one output, but the model that it uses gives several; give the part the model's type and call its Forward");

    public static readonly Rule LossOfSeveralOutputs = new("ADJ0112", "Shape", "Loss needs one output",
        "'{0}' is the loss of one output, but the model gives {1}; write an [Objective] method that says what to do with them");

    public static readonly Rule FunctionMismatchInLayer = new("ADJ0114", "Shape", "Layer takes another kind of value",
        "'{0}' in '{1}' needs {2}, but {3}; {4}{5}");

    public static readonly Rule OutputOfIntegers = new("ADJ0115", "Shape", "Output is whole numbers",
        "'{0}' gives whole numbers, {1}, but outputs are real numbers; give what they are computed from, and take the largest afterwards");

    public static readonly Rule RealLabels = new("ADJ0116", "Shape", "Labels are real numbers",
        "'{0}' takes labels as whole numbers, but is given real numbers, {1}; declare them with 'i32', as in [Shape(\"i32[T]\")]{2}");

    public static readonly Rule LabelMismatch = new("ADJ0117", "Shape", "Labels do not fit the logits",
        "'{0}' takes one label for each row of logits {1}, so i32{2}, but is given {3}{4}");

    public static readonly Rule AxesDisagree = new("ADJ0118", "Shape", "Axes disagree",
        "'{0}' takes values whose axes agree or have size 1, but is given {1} and {2}, where {3} is not {4}; {5}{6}");

    public static readonly Rule NoSuchAxis = new("ADJ0119", "Shape", "Axis does not exist",
        "'{0}' takes the axis {1}, but {2} has {3}; axes are counted from 0, or from -1 for the last, and the batch axis is 'Axis.Batch'{4}");

    public static readonly Rule NoBatchAxis = new("ADJ0120", "Shape", "Value has no batch axis",
        "'{0}' takes 'Axis.Batch', but {1} is the same for all samples; leave the axis out, or apply it to a value of each sample{2}");

    public static readonly Rule WholeNumbers = new("ADJ0121", "Shape", "Whole numbers where real numbers are needed",
        "'{0}' takes real numbers, but is given the whole numbers {1}; look them up with Gather, or make them a vector with OneHot{2}");

    public static readonly Rule InnerSizesDisagree = new("ADJ0122", "Shape", "Factors do not fit",
        "'{0}' multiplies rows by columns, so the last axis of {1} must be as long as the one before the last of {2}, but {3} is not {4}; "
        + "change one of them, or put Transpose before it{5}");

    public static readonly Rule StateMismatch = new("ADJ0123", "Shape", "New value does not fit the running value",
        "'Becomes' gives a running value {0} the value {1}; {2}{3}");

    public static readonly Rule PartSizesDisagree = new("ADJ0124", "Shape", "Part is called with different sizes",
        "'{0}' has weights for {1}, with which it is called first, but is given {2} here; {3}{4}");

    public static readonly Rule RepeatMismatch = new("ADJ0125", "Shape", "Repeated model gives another shape than it takes",
        "'{0}' can't be repeated, as it takes {1} but gives {2}; let it give what it takes, or remove Repeat{3}");

    public static readonly Rule UndeclaredSize = new("ADJ0126", "Shape", "Size is declared nowhere",
        "The size '{0}' is declared by no input and no part of '{1}'; {2}{3}");

    public static readonly Rule UnknownBinding = new("ADJ0127", "Shape", "Bound size does not exist",
        "'{0}' has no size '{1}' to be given a value; its sizes are {2}");

    public static readonly Rule SizeMismatchInLayer = new("ADJ0135", "Shape", "Layer takes other sizes",
        "'{0}' in '{1}' needs {2}, but {3} gives {4}; {5}{6}");

    public static readonly Rule ArgumentsDisagree = new("ADJ0136", "Shape", "Arguments of a layer do not fit together",
        "'{0}' in '{1}' {2}");

    public static readonly Rule NothingToTrain = new("ADJ0201", "Derivation", "Model has nothing to train",
        "'{0}' has nothing to train, so its loss can't be lowered; {1}");

    public static readonly Rule NoGradient = new("ADJ0202", "Derivation", "Parameter receives no gradient",
        "'{1}' does not depend on {0}, so training can't change it; {2}");

    public static readonly Rule UnknownUpdate = new("ADJ0203", "Derivation", "Objective updates an unknown part",
        "'{0}' updates '{1}', which is no part of the model and names no parameter; the parts are {2}");

    public static readonly Rule FrozenUpdate = new("ADJ0204", "Derivation", "Objective updates a frozen part",
        "'{0}' updates '{1}', which is frozen; remove [Frozen], or take it out of Updates");

    public static readonly Rule GradientCut = new("ADJ0205", "Derivation", "Gradient is cut on the way",
        "{0} reaches '{1}' only through {2}, where its gradient ends, so training can't change it; {3}");

    public static readonly Rule NeverTrained = new("ADJ0206", "Derivation", "Part is trained by no objective",
        "No objective trains '{0}', so it stays as it starts; add it to the Updates of {1}, or write [Frozen] if that is meant");

    public static readonly Rule UpdateWithoutWeights = new("ADJ0207", "Derivation", "Objective updates a part without weights",
        "'{0}' updates '{1}', which has no weights to train; take it out of Updates");

    public static readonly Rule RepeatedUpdate = new("ADJ0208", "Derivation", "Objective lists a part twice",
        "'{0}' lists '{1}' in Updates twice; once is enough", Severity.Warning);

    public static readonly Rule UnusedPart = new("ADJ0209", "Derivation", "Part with weights is never used",
        "'{0}' has weights, but {1}; call it on the way to the loss, or remove it");

    public static readonly Rule IndependentGradient = new("ADJ0210", "Derivation", "Derivative by a value that has no influence",
        "'Gradient' derives {0} by {1}, from which it is not computed; {2}{3}");

    public static readonly Rule DroppedValue = new("ADJ0211", "Derivation", "Value of parts with weights is never used",
        "This value is never used, so training can't change {0}, which it is computed with; use it in what 'Forward' gives, or remove it");

    public static readonly Rule ZeroGradient = new("ADJ0212", "Derivation", "Derivative is zero everywhere",
        "'Gradient' derives {0} by {1}, which is 0 everywhere, since {2}; use a smooth function in its place, such as Tanh{3}");

    public static readonly Rule UselessLowRank = new("ADJ0213", "Derivation", "Low-rank change of nothing",
        "'LowRank' of '{0}' {1}");

    public static readonly Rule SparseUpdateMismatch = new("ADJ0214", "Derivation", "Sparse update does not fit",
        "[SparseUpdate] can't choose what it trains: {0}");

    public static readonly Rule UselessDerivation = new("ADJ0215", "Derivation", "Derivation without effect",
        "[{0}] of '{1}' changes nothing: {2}", Severity.Warning);

    public static readonly Rule UnusedStep = new("ADJ0301", "Training", "Part is never used",
        "'{0}' has no effect, since {1}; call it where it belongs, or remove it", Severity.Warning);

    public static readonly Rule UnusedValue = new("ADJ0302", "Training", "Value of a part is never used",
        "What '{0}' gives is never used; use it in what follows, or remove the call", Severity.Warning);

    public static readonly Rule RepeatedSoftmax = new("ADJ0303", "Training", "Softmax before a loss that contains it",
        "'{0}' comes before '{1}', which takes the softmax itself: taken twice, it slows training down; remove '{0}'", Severity.Warning);

    public static readonly Rule RepeatedSigmoid = new("ADJ0304", "Training", "Sigmoid before a loss that contains it",
        "'{0}' comes before '{1}', which takes the sigmoid itself: taken twice, it slows training down; remove '{0}'", Severity.Warning);

    public static readonly Rule ActivatedLogits = new("ADJ0305", "Training", "Activation before cross-entropy",
        "'{0}' comes before '{1}', which compares logits of any size and sign, but it gives only {2}; remove '{0}'", Severity.Warning);

    public static readonly Rule RepeatedActivation = new("ADJ0306", "Training", "Activation after activation",
        "'{0}' follows '{1}' directly, {2}; remove one of them, or put a layer with weights between them", Severity.Warning);

    public static readonly Rule DropoutOfOutput = new("ADJ0307", "Training", "Dropout of the output",
        "'{0}' sets random elements of the output to zero just before '{1}', which then trains on noise; put it before the last layer with weights", Severity.Warning);

    public static readonly Rule NormalisedOutput = new("ADJ0308", "Training", "Batch normalisation of the output",
        "'{0}' makes the output of each sample depend on the other samples just before '{1}'; put it before the last layer with weights", Severity.Warning);

    public static readonly Rule StatisticsOfOne = new("ADJ0309", "Training", "Statistics of a single element",
        "'{0}' takes mean and variance of one single element, so it gives the same whatever it is given; {1}", Severity.Warning);

    public static readonly Rule UnboundedArgument = new("ADJ0310", "Training", "Argument can leave the range of a function",
        "'{0}' is not finite where {1}, which nothing prevents here; {2}", Severity.Warning);

    public static readonly Rule LinearAfterLinear = new("ADJ0311", "Training", "Linear layer after linear layer",
        "'{0}' follows '{1}' directly, and two linear layers are no more than one; put an activation between them, such as [Relu]", Severity.Warning);

    public static readonly Rule EqualStart = new("ADJ0312", "Training", "Weights start equal and stay so",
        "'{0}' starts with {1}, and {2}, so {3}; start it at random, as with Init = Init.He", Severity.Warning);

    public static readonly Rule ConstantState = new("ADJ0313", "Training", "Running value never changes",
        "'{0}' is read, but nothing changes it; say what it becomes, as in {0}.Becomes(0.9f * {0} + 0.1f * Ops.Mean(x, Axis.Batch)), or make it a [Weight] with [Frozen]", Severity.Warning);

    public static readonly Rule LogOfActivation = new("ADJ0314", "Training", "Logarithm of softmax or sigmoid",
        "'Log' of '{0}' is not finite where '{0}' rounds to 0; write {1}, which is", Severity.Warning);

    public static readonly Rule RepeatedTarget = new("ADJ0315", "Training", "Loss compares values of different shapes",
        "'{0}' compares {1} with {2}, so each element with several others; give both one shape{3}", Severity.Warning);

    public static readonly Rule MovedAxis = new("ADJ0316", "Training", "Reshape mixes an axis with others",
        "'Reshape' of {0} to {1} mixes the steps of '{2}', each of which holds {3} elements before and {4} after it; put Transpose before it", Severity.Warning);

    public static readonly Rule BudgetExceeded = new("ADJ0601", "Budget", "Training step exceeds its budget",
        "A training step of '{0}' takes {1} for a batch of {2}, {3} more than its budget of {4}; the largest are {5}; {6}");

    public static readonly Rule MalformedBudget = new("ADJ0602", "Budget", "Budget can't be held",
        "[Budget] can't be held: {0}");

    public static readonly Rule EndlessCode = new("ADJ0401", "Code", "Code does not end",
        "What '{0}' computes has more than 1,000,000 steps or calls 64 deep; a loop or a recursion does not end, or Ops.Scan should do it");

    public static readonly Rule CodeFails = new("ADJ0402", "Code", "Code fails",
        "This can't be computed while the model is compiled: {0}");

    public static readonly Rule UnknownFunction = new("ADJ0403", "Code", "Function is unknown",
        "'{0}' is no function that this version can compile; update Adjoint.Generators and Adjoint.Dsl to the same version");

    public static readonly Rule PlanDiffers = new("ADJ0501", "Plan", "Plan differs from its file",
        "The plan of '{0}' is no longer that of '{1}', whose line {2} is {3} and should be {4}; if that is meant, run 'dotnet format analyzers --diagnostics ADJ0501'", Severity.Warning);

    public static readonly Rule PlanOfNoModel = new("ADJ0502", "Plan", "Plan belongs to no model",
        "'{0}' is the plan of no model, since {1}", Severity.Warning);

    /// <summary>Every rule, in order of ids.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        NotPartial, NotARecord, ContainerNotPartial, GenericModel, FileLocalModel, NoParts, PartIsNotALayer, EmptyPart,
        MissingInput, MalformedShape, MissingLoss, InvalidArgument, BatchSize, UnknownLayer, ReservedName, UnsupportedInputType,
        DerivedModel, AbstractModel, MemberCollision, LayerOutsidePart, ReservedModelName, UnreadableCode, UnreadableCall,
        ForwardMismatch, MissingShape, GradientMismatch, MissingWeight, WeightIsNotAnExpr, UseMismatch, UsedTypeIsNoModel,
        RecursiveModel, OtherVersion,
        RankMismatch, WindowTooLarge, LossMismatch, TooLarge, UnboundSize, NamedImageSize, FunctionMismatch, CallMismatch,
        ArgumentCount, WeightOfInputSize, SeveralOutputs, LossOfSeveralOutputs, FunctionMismatchInLayer, OutputOfIntegers,
        RealLabels, LabelMismatch, AxesDisagree, NoSuchAxis, NoBatchAxis, WholeNumbers, InnerSizesDisagree, StateMismatch,
        PartSizesDisagree, RepeatMismatch, UndeclaredSize, UnknownBinding,
        SizeMismatchInLayer, ArgumentsDisagree,
        NothingToTrain, NoGradient, UnknownUpdate, FrozenUpdate, GradientCut, NeverTrained, UpdateWithoutWeights, RepeatedUpdate,
        UnusedPart, IndependentGradient, DroppedValue, ZeroGradient, UselessLowRank, SparseUpdateMismatch, UselessDerivation,
        UnusedStep, UnusedValue, RepeatedSoftmax, RepeatedSigmoid, ActivatedLogits, RepeatedActivation, DropoutOfOutput, NormalisedOutput,
        StatisticsOfOne, UnboundedArgument, LinearAfterLinear, EqualStart, ConstantState, LogOfActivation, RepeatedTarget, MovedAxis,
        EndlessCode, CodeFails, UnknownFunction,
        PlanDiffers, PlanOfNoModel, BudgetExceeded, MalformedBudget,
    ];
}
