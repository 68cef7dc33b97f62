using System.Collections.Immutable;

namespace Adjoint.Tests.Optimizers;

/// <summary>A description says what is trained and where gradients lie; where it contradicts itself nothing is moved.</summary>
public sealed class GradientPlacesTests
{
    // Parameters of 3, 20 and 17 floats at 0, 16 and 48, in a buffer of 80.
    private static readonly ModelDescription Model = OptimizerRun.ModelOf([3], [4, 5], [17]);

    [Fact]
    public void WithoutPlaces_GradientsLieWhereParametersDo() =>
        Assert.Equal(
            [("Part0.Weight", 0, 0), ("Part2.Weight", 48, 0)],
            Places(0, [], "Part0.Weight", "Part2.Weight").Select(static gradient => (gradient.Parameter, gradient.Offset, gradient.Runs.Length)));

    [Fact]
    public void PlacesOfWhatIsTrained_AreTaken()
    {
        GradientInfo[] gradients = [new("Part1.Weight", 0) { Axis = 0, Runs = [0, 1, 2, 1] }, new("Part2.Weight", 16)];
        Assert.Equal(gradients, Places(48, gradients, "Part1.Weight", "Part2.Weight"));
    }

    [Fact]
    public void AContradiction_IsRefused()
    {
        Refuses("trains 'Part0.Weight', but the gradients have no place for it", 32, [new("Part1.Weight", 0)], "Part0.Weight", "Part1.Weight");
        Refuses("trains 'Part0.Weight', but the gradients have no place for it", 16, [], "Part0.Weight");
        Refuses("or several", 64, [new("Part1.Weight", 0), new("Part1.Weight", 32)], "Part1.Weight");
        Refuses("has a gradient of 'Part2.Weight', which it does not train", 64, [new("Part1.Weight", 0), new("Part2.Weight", 32)], "Part1.Weight");
        Refuses("has the gradient of 'Part2.Weight' where another one is", 64, [new("Part1.Weight", 0), new("Part2.Weight", 16)], "Part1.Weight", "Part2.Weight");
        Refuses("or outside of the 32 floats of its buffer", 32, [new("Part1.Weight", 16)], "Part1.Weight");
        Refuses("trains 'Part3.Weight', which the model does not have", 0, [], "Part3.Weight");

        static void Refuses(string message, int length, GradientInfo[] gradients, params string[] updates) => Assert.Contains(
            message, Assert.Throws<InvalidOperationException>(() => Places(length, gradients, updates)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheRestOfAParameterOfWhichAPartIsTrained_IsInNoRun()
    {
        // Gradients in the places of the parameters: the first two rows of the second, all of the third.
        TrainedRanges ranges = new(Model, [new("Part1.Weight", 16) { Axis = 0, Runs = [0, 2] }, new("Part2.Weight", 48)], new Sgd());
        List<(int, int)> runs = [];
        foreach (TrainedRange range in ranges)
        {
            runs.Add((range.Offset, range.Length));
        }

        Assert.Equal([(16, 10), (48, 17)], runs);
    }

    private static ImmutableArray<GradientInfo> Places(int length, GradientInfo[] gradients, params string[] updates) => GradientPlaces.Of(Model, new ObjectiveDescription
    {
        Name = "Loss",
        Inputs = Model.Inputs,
        Updates = [.. updates],
        TrainingMemory = default,
        EvaluationMemory = default,
        Gradients = [.. gradients],
        GradientLength = length,
        FlopsPerSample = 0,
    });
}
