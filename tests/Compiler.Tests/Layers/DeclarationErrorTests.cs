using Adjoint.Compiler;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Syntax;
using static Adjoint.Tests.Layers.Declarations;

namespace Adjoint.Tests.Layers;

/// <summary>Each mistake in a declaration: its rule, its place and all of its message.</summary>
public class DeclarationErrorTests
{
    [Fact]
    public void RightDeclaration_HasNone() => Assert.Empty(ModelCompiler.Check(DigitNet));

    [Fact]
    public void NoParts() => AssertError(
        Model("4", "CrossEntropy"), Rules.NoParts, NameOrigin,
        "'Net' has no positional members; declare its parts, as in 'record Net([Dense(10)] Layer Output)'");

    [Fact]
    public void EmptyPart() => AssertError(
        Model("4", "CrossEntropy", Part("Head", Dense(2)), Part("Tail")), Rules.EmptyPart, PartOrigin,
        "Part 'Tail' carries no layer attribute; add one, as in '[Dense(64), Relu] Layer Tail', or remove the part");

    [Fact]
    public void MissingInput() => AssertError(
        Model(null, "CrossEntropy", Part("Head", Dense(2))), Rules.MissingInput, AttributeOrigin,
        "'Net' does not say what it takes; add the shape of one sample, as in [Model(Input = \"1, 28, 28\")]");

    [Fact]
    public void MalformedShape() => AssertError(
        Model("1, 0", "CrossEntropy", Part("Head", Dense(2))), Rules.MalformedShape, InputOrigin,
        "'1, 0' is not a shape: the size 0 is not positive; write positive sizes separated by commas, as in \"1, 28, 28\"");

    [Fact]
    public void MissingLoss()
    {
        const string Message = "'Net' does not say what it learns; add a loss, as in [Model(Loss = CrossEntropy)] with 'using static Adjoint.Loss'";
        AssertError(Model("4", null, Part("Head", Dense(2))), Rules.MissingLoss, AttributeOrigin, Message);
        AssertError(Model("4", "None", Part("Head", Dense(2))), Rules.MissingLoss, LossOrigin, Message);
    }

    [Theory]
    [InlineData("Dense", "units", 0, "Units of 'Dense' is 0; it must be at least 1")]
    [InlineData("Dense", "units", (1 << 24) + 1, "Units of 'Dense' is 16777217; it must be at most 16777216")]
    [InlineData("Dense", "units", long.MaxValue, "Units of 'Dense' is 9223372036854775807; it must be at most 16777216")]
    [InlineData("Dense", "units", 1.5, "Units of 'Dense' is 1.5; it must be a whole number or named sizes, as in \"4*H\"")]
    [InlineData("Dense", "units", true, "Units of 'Dense' is true; it must be a whole number or named sizes, as in \"4*H\"")]
    [InlineData("Dropout", "rate", 1.0, "Rate of 'Dropout' is 1; it must be at least 0 and below 1")]
    [InlineData("Dropout", "rate", 1, "Rate of 'Dropout' is 1; it must be at least 0 and below 1")]
    [InlineData("Dropout", "rate", -0.5, "Rate of 'Dropout' is -0.5; it must be at least 0 and below 1")]
    [InlineData("Dropout", "rate", double.NaN, "Rate of 'Dropout' is NaN; it must be at least 0 and below 1")]
    [InlineData("Dropout", "rate", true, "Rate of 'Dropout' is true; it must be a number")]
    [InlineData("LeakyRelu", "slope", -1.0, "Slope of 'LeakyRelu' is -1; it must be a finite number of at least 0")]
    [InlineData("LeakyRelu", "slope", double.PositiveInfinity, "Slope of 'LeakyRelu' is Infinity; it must be a finite number of at least 0")]
    [InlineData("MaxPool", "size", 0, "Size of 'MaxPool' is 0; it must be at least 1")]
    public void InvalidArgument(string layer, string argument, object value, string message) =>
        AssertError(Model("4", "CrossEntropy", Part("Head", Layer(layer, (argument, value)), Dense(2))), Rules.InvalidArgument, ArgumentOrigin, message);

    [Fact]
    public void InvalidNamedArgument()
    {
        AssertConvolution("Kernel", 1025, "Kernel of 'Conv2D' is 1025; it must be at most 1024");
        AssertConvolution("Stride", 0, "Stride of 'Conv2D' is 0; it must be at least 1");
        AssertConvolution("Padding", "Same", "Padding of 'Conv2D' is \"Same\"; it must be one of Same, Valid");
        AssertConvolution("Padding", DayOfWeek.Friday, "Padding of 'Conv2D' is Friday; it must be one of Same, Valid");
        AssertConvolution("Bias", 1, "Bias of 'Conv2D' is 1; it must be true or false");

        static void AssertConvolution(string argument, object value, string message) => AssertError(
            Model("1, 5, 5", "CrossEntropy", Part("Head", Layer("Conv2D", ("filters", 2), (argument, value)))), Rules.InvalidArgument, ArgumentOrigin, message);
    }

    [Fact]
    public void MissingArgument() => AssertError(
        Model("4", "CrossEntropy", Part("Head", Layer("Dense"))), Rules.InvalidArgument, LayerOrigin, "Units of 'Dense' is missing; it must be a whole number or named sizes, as in \"4*H\"");

    [Fact]
    public void BatchSize() => AssertError(
        Model("n, 4", "CrossEntropy", Part("Head", Dense(2))), Rules.BatchSize, InputOrigin,
        "'n' is the batch size, which every shape has without saying so; leave it out, or give a size of your own another name");

    [Fact]
    public void UnknownLayer() => AssertError(
        Model("4", "CrossEntropy", Part("Head", Layer("Attention"))), Rules.UnknownLayer, LayerOrigin,
        "'Attention' is no layer that this version can compile; the layers are " + string.Join(", ", LayerCatalog.All.Select(static layer => layer.Name)));

    [Fact]
    public void UnsupportedInputType() => AssertError(
        Model("i64[4]", "CrossEntropy", Part("Head", Dense(2))), Rules.UnsupportedInputType, InputOrigin,
        "The input type 'i64' is not supported; inputs are 'f32' or 'i32', as in \"i32[T]\"");

    [Fact]
    public void AllMistakesOfADeclaration_AreReportedAtOnce() => Assert.Equal(
        ["ADJ0009", "ADJ0011", "ADJ0012", "ADJ0014", "ADJ0008"],
        ModelCompiler.Check(Model(null, "None", Part("A", Dense(0), Layer("Other")), Part("B"))).Select(static error => error.Rule.Id));

    [Fact]
    public void DenseOnAnImage() => AssertError(
        Model("1, 8, 8", "CrossEntropy", Part("Head", Dense(2))), Rules.RankMismatch, LayerOrigin,
        "'Dense' in 'Head' needs [features], but the input gives [1, 8, 8]; put [Flatten] before it");

    [Fact]
    public void DenseAfterAConvolution()
    {
        LayerSpec convolution = Layer("Conv2D", ("filters", 2));
        AssertError(
            Model("1, 8, 8", "CrossEntropy", Part("Features", convolution), Part("Head", Dense(2))), Rules.RankMismatch, LayerOrigin,
            "'Dense' in 'Head' needs [features], but 'Features' gives [2, 8, 8]; put [Flatten] before it");
        AssertError(
            Model("1, 8, 8", "CrossEntropy", Part("All", convolution, convolution, Dense(2))), Rules.RankMismatch, LayerOrigin,
            "'Dense' in 'All' needs [features], but 'Conv2D2' before it gives [2, 8, 8]; put [Flatten] before it");
    }

    [Fact]
    public void ConvolutionOfOtherThanImages()
    {
        AssertError(
            Model("8, 8", "CrossEntropy", Part("Head", Layer("Conv2D", ("filters", 2)))), Rules.RankMismatch, LayerOrigin,
            "'Conv2D' in 'Head' needs [channels, height, width], but the input gives [8, 8]; add an axis for the channels, as in \"1, 8, 8\"");
        AssertError(
            Model("8", "CrossEntropy", Part("Head", Layer("MaxPool", ("size", 2)))), Rules.RankMismatch, LayerOrigin,
            "'MaxPool' in 'Head' needs [channels, height, width], but the input gives [8]; "
            + "give the model images, as in \"1, 28, 28\"");
    }

    [Fact]
    public void WindowThatDoesNotFit()
    {
        AssertError(
            Model("1, 3, 8", "CrossEntropy", Part("Head", Layer("MaxPool", ("size", 4)))), Rules.WindowTooLarge, LayerOrigin,
            "'MaxPool' in 'Head' has a window of 4x4, but the input gives [1, 3, 8]; make it 3 or smaller");
        AssertError(
            Model("1, 8, 8", "CrossEntropy", Part("Features", Layer("MaxPool", ("size", 4))), Part("Head", Layer("Conv2D", ("filters", 2), ("Padding", Padding.Valid)))),
            Rules.WindowTooLarge,
            LayerOrigin,
            "'Conv2D' in 'Head' has a window of 3x3, but 'Features' gives [1, 2, 2]; make it 2 or smaller");
    }

    [Fact]
    public void WindowThatReachesTooFar()
    {
        AssertError(
            Model("1, 8, 6", "CrossEntropy", Part("Head", Layer("Conv2D", ("filters", 4), ("Dilation", 3), ("Padding", Padding.Valid)))), Rules.WindowTooLarge, LayerOrigin,
            "'Conv2D' in 'Head' has a window of 3x3 that reaches over 7x7, but the input gives [1, 8, 6]; make it 2 or smaller");
        AssertError(
            Model("1, 8", "CrossEntropy", Part("Head", Layer("Conv1D", ("filters", 4), ("Kernel", 9), ("Padding", Padding.Valid)))), Rules.WindowTooLarge, LayerOrigin,
            "'Conv1D' in 'Head' has a window of 9, but the input gives [1, 8]; make it 8 or smaller");
        AssertError(
            Model("1, 8, 2, 8", "CrossEntropy", Part("Head", Layer("Conv3D", ("filters", 4), ("Padding", Padding.Valid)))), Rules.WindowTooLarge, LayerOrigin,
            "'Conv3D' in 'Head' has a window of 3x3x3, but the input gives [1, 8, 2, 8]; make it 2 or smaller");
        AssertError(
            Model("1, 8, 2", "CrossEntropy", Part("Head", Layer("Conv2D", ("filters", 4), ("KernelHeight", 1), ("Padding", Padding.Valid)))), Rules.WindowTooLarge, LayerOrigin,
            "'Conv2D' in 'Head' has a window of 1x3, but the input gives [1, 8, 2]; make it 2 or smaller");
    }

    [Fact]
    public void GroupsThatDoNotDivide()
    {
        AssertError(
            Model("6, 8, 8", "CrossEntropy", Part("Head", Layer("Conv2D", ("filters", 8), ("Groups", 4)))), Rules.SizeMismatchInLayer, LayerOrigin,
            "'Conv2D' in 'Head' needs channels that its 4 groups divide, but the input gives [6, 8, 8]; choose a number of groups that divides 6");
        AssertError(
            Model("6, 8, 8", "CrossEntropy", Part("Head", Layer("Conv2D", ("filters", 8), ("Groups", 3)))), Rules.ArgumentsDisagree, LayerOrigin,
            "'Conv2D' in 'Head' cuts 8 filters into 3 groups; choose a number of groups that divides both filters and channels");
        AssertError(
            Model("6, 8, 8", "CrossEntropy", Part("Head", Layer("PixelShuffle", ("factor", 2)))), Rules.SizeMismatchInLayer, LayerOrigin,
            "'PixelShuffle' in 'Head' needs channels that 4 divides, but the input gives [6, 8, 8]; give it a multiple of 4 channels");
        AssertError(
            Model("6, 8, 7", "CrossEntropy", Part("Head", Layer("PixelUnshuffle", ("factor", 2)))), Rules.SizeMismatchInLayer, LayerOrigin,
            "'PixelUnshuffle' in 'Head' needs a height and a width that 2 divides, but the input gives [6, 8, 7]; give it images whose sides are multiples of 2");
    }

    [Fact]
    public void BordersThatDoNotFit()
    {
        AssertError(
            Model("6, 8, 8", "CrossEntropy", Part("Head", Layer("MaxPool", ("size", 3), ("Pad", 2)))), Rules.ArgumentsDisagree, LayerOrigin,
            "'MaxPool' in 'Head' pads by 2 on each side, but has a window of 3; pad by 1 at most");
        AssertError(
            Model("6, 1, 1", "CrossEntropy", Part("Head", Layer("ConvTranspose2D", ("filters", 3), ("Pad", 2)))), Rules.ArgumentsDisagree, LayerOrigin,
            "'ConvTranspose2D' in 'Head' takes away more at the border than there is; choose a smaller 'Pad'");
        AssertError(
            Model("6, 4, 4", "CrossEntropy", Part("Head", Layer("ConvTranspose2D", ("filters", 3), ("Stride", 2), ("OutputPadding", 2)))), Rules.ArgumentsDisagree, LayerOrigin,
            "'ConvTranspose2D' in 'Head' has an output padding that is not below its stride or its dilation; make it smaller");
    }

    [Fact]
    public void SequencesAndVolumesOfOtherAxes()
    {
        AssertError(
            Model("8", "CrossEntropy", Part("Head", Layer("MaxPool1D", ("size", 4)))), Rules.RankMismatch, LayerOrigin,
            "'MaxPool1D' in 'Head' needs [channels, length], but the input gives [8]; add an axis for the channels, as in \"1, 8\"");
        AssertError(
            Model("8, 8", "CrossEntropy", Part("Head", Layer("Conv3D", ("filters", 4)))), Rules.RankMismatch, LayerOrigin,
            "'Conv3D' in 'Head' needs [channels, depth, height, width], but the input gives [8, 8]; give the model volumes, as in \"1, 16, 16, 16\"");
        AssertError(
            Model("8, T", "CrossEntropy", Part("Head", Layer("Conv1D", ("filters", 4), ("Stride", 2)))), Rules.NamedImageSize, LayerOrigin,
            "'Conv1D' in 'Head' slides over sequences whose length is a number, but the input gives [8, T]; write a number for 'T'");
    }

    [Fact]
    public void HeadsThatDoNotDivide()
    {
        AssertError(
            Model("3, 6", "MeanSquaredError", Part("Head", Layer("SelfAttention", ("Heads", 4)))), Rules.FunctionMismatchInLayer, LayerOrigin,
            "'SelfAttention' in 'Head' needs features that its 4 heads divide, but the input gives [3, 6]; choose a divisor of 6 for 'Heads'");
        AssertError(
            Model("T, D", "MeanSquaredError", Part("Head", Layer("SelfAttention", ("Heads", 4)))), Rules.FunctionMismatchInLayer, LayerOrigin,
            "'SelfAttention' in 'Head' needs features that its 4 heads divide, but the input gives [T, D]; write the size as \"4*D\"");
        AssertError(
            Model("3, 6", "MeanSquaredError", Part("Head", Layer("TransformerEncoder", ("heads", 6), ("hidden", 3), ("KeyValueHeads", 4)))), Rules.FunctionMismatchInLayer, LayerOrigin,
            "'TransformerEncoder' in 'Head' needs a number of 'KeyValueHeads' that divides its 6 heads, but the input gives [3, 6]; choose a divisor of 6 instead of 4");
    }

    [Fact]
    public void SequencesOfOtherAxes()
    {
        AssertError(
            Model("6", "MeanSquaredError", Part("Head", Layer("Lstm", ("units", 4)))), Rules.RankMismatch, LayerOrigin,
            "'Lstm' in 'Head' needs [steps, features], but the input gives [6]; give it a sequence, or put [Embedding] before it");
        AssertError(
            Model("6", "MeanSquaredError", Part("Head", Layer("GroupNorm", ("groups", 2)))), Rules.RankMismatch, LayerOrigin,
            "'GroupNorm' in 'Head' needs [channels, ..], but the input gives [6]; give it places for each channel, as in [channels, height, width]");
        AssertError(
            Model("6", "MeanSquaredError", Part("Head", Layer("LayerNorm", ("Axes", 2)))), Rules.RankMismatch, LayerOrigin,
            "'LayerNorm' in 'Head' needs [.., features], but the input gives [6]; choose fewer 'Axes'");
    }

    [Fact]
    public void CrossEntropyOfOtherThanLogits() => AssertError(
        Model("1, 5, 4", "CrossEntropy", Part("Head", Layer("Conv2D", ("filters", 2)))), Rules.LossMismatch, LossOrigin,
        "'CrossEntropy' needs an output of [classes], but 'Head' gives [2, 5, 4]; end the model with [Flatten, Dense(classes)]");

    [Fact]
    public void TooLargeParameter() => AssertError(
        Model("1000000", "CrossEntropy", Part("Head", Dense(10_000))), Rules.TooLarge, LayerOrigin,
        "'Dense' in 'Head' makes the parameter 'Kernel' [1000000, 10000], which is more than the 2,147,483,647 elements that an array can hold");

    [Fact]
    public void TooLargeOutput() => AssertError(
        Model("1, 30000, 30000", "CrossEntropy", Part("Head", Layer("Conv2D", ("filters", 16)))), Rules.TooLarge, LayerOrigin,
        "'Conv2D' in 'Head' makes the output for one sample [16, 30000, 30000], which is more than the 2,147,483,647 elements that an array can hold");

    [Fact]
    public void NothingToTrain() => AssertError(
        Model("4", "MeanSquaredError", Part("Head", Layer("Relu"))), Rules.NothingToTrain, NameOrigin,
        "'Net' has nothing to train, so its loss can't be lowered; add a layer with weights, such as [Dense(10)]");

    [Fact]
    public void HugeSizes_NeverOverflow()
    {
        object[] sizes = [1, 1024, 1 << 24];
        foreach (string input in new[] { "2147483647, 1, 1", "1, 2147483647, 1", "1, 1, 2147483647", "46340, 46340, 1", "1290, 1290, 1290", "1, 1, 1" })
        {
            foreach (object size in sizes)
            {
                foreach (object stride in sizes)
                {
                    foreach (Padding padding in Enum.GetValues<Padding>())
                    {
                        ModelSpec spec = Model(
                            input,
                            "MeanSquaredError",
                            Part("A", Layer("Conv2D", ("filters", size), ("Kernel", Math.Min((int)size, 1024)), ("Stride", stride), ("Padding", padding))),
                            Part("B", Layer("Flatten"), Dense((int)stride), Layer("Relu")),
                            Part("C", Dense((int)size)));
                        Assert.All(ModelCompiler.Check(spec), static error => Assert.Contains(error.Rule.Id, (string[])["ADJ0102", "ADJ0104"]));
                        Assert.All(
                            ModelCompiler.Check(Model(input, "MeanSquaredError", Part("A", Layer("ConvTranspose2D", ("filters", size), ("Stride", stride), ("Padding", padding))), Part("B", Layer("MaxPool", ("size", Math.Min((int)size, 1024)), ("Padding", padding)), Layer("Upsample", ("factor", 1024))))),
                            static error => Assert.Contains(error.Rule.Id, (string[])["ADJ0102", "ADJ0104", "ADJ0136"]));
                        if (ModelCompiler.Compile(spec) is { } model)
                        {
                            Assert.All(model.Training.Graph.Nodes.SelectMany(static node => node.Shape).SelectMany(static axis => axis.Terms), static term => Assert.True(term.Coefficient > 0));
                            Assert.NotEmpty(model.Training.Flops.Terms);
                        }
                    }
                }
            }
        }
    }

    [Fact]
    public void EveryMessage_TakesItsArguments_AndIsOneSentence() => Assert.All(Rules.All, static rule =>
    {
        Assert.Matches("^ADJ[0-9]{4}$", rule.Id);
        Assert.DoesNotContain('.', rule.Title);
        Assert.False(rule.Message.EndsWith('.'));
    });

    [Fact]
    public void Ids_AreDifferent_AndInOrder() => Assert.Equal(
        Rules.All.Select(static rule => rule.Id).Distinct().Order(StringComparer.Ordinal), Rules.All.Select(static rule => rule.Id));

    private static void AssertError(ModelSpec spec, Rule rule, int origin, string message)
    {
        CompilerError error = Assert.Single(ModelCompiler.Check(spec));
        Assert.Equal(message, error.Message);
        Assert.Equal((rule.Id, origin), (error.Rule.Id, error.Origin));
        Assert.Null(ModelCompiler.Compile(spec));
    }
}
