namespace Adjoint.Generators.Tests.EndToEnd;

/// <summary>Objectives take turns on one model.</summary>
public sealed class ObjectiveTests
{
    [Fact]
    public void Adversaries_TrainOneNetworkEach()
    {
        float[] numbers = new UserProgram(NamedSizeTests.Declaration("Gan") + """

            public static class Use
            {
                private static bool Same(ParameterBuffer left, ParameterBuffer right, string part) =>
                    left.Description.Parameters.Where(p => p.Name.StartsWith(part)).All(p => left[p.Name].SequenceEqual(right[p.Name]));

                public static float[] Run()
                {
                    float[] real = Enumerable.Range(0, 48).Select(i => MathF.Sin(i)).ToArray();
                    float[] noise = Enumerable.Range(0, 32).Select(i => MathF.Cos(i)).ToArray();
                    var gan = Architectures.Gan.Create(seed: 3);
                    var trainer = gan.Train(new Adam(1e-2f), seed: 1);
                    float first = Architectures.Gan.SeparateObjective.Step(trainer, real, noise);
                    var separated = trainer.Model();
                    float fooled = Architectures.Gan.DeceiveObjective.Step(trainer, noise);
                    var deceived = trainer.Model();
                    for (int i = 0; i < 40; i++)
                    {
                        Architectures.Gan.SeparateObjective.Step(trainer, real, noise);
                    }

                    float apart = Architectures.Gan.SeparateObjective.Loss(trainer.Model(), real, noise);
                    float before = Architectures.Gan.DeceiveObjective.Loss(trainer.Model(), noise);
                    for (int i = 0; i < 40; i++)
                    {
                        Architectures.Gan.DeceiveObjective.Step(trainer, noise);
                    }

                    return
                    [
                        Same(gan.Parameters, separated.Parameters, "Generator") ? 1 : 0, Same(gan.Parameters, separated.Parameters, "Critic") ? 1 : 0,
                        Same(separated.Parameters, deceived.Parameters, "Generator") ? 1 : 0, Same(separated.Parameters, deceived.Parameters, "Critic") ? 1 : 0,
                        first, apart, before, Architectures.Gan.DeceiveObjective.Loss(trainer.Model(), noise), gan.Predict([1f, 2f]).Length,
                        first - Architectures.Gan.SeparateObjective.Loss(gan, real, noise), fooled,
                    ];
                }
            }
            """).Numbers();
        Assert.Equal([1, 0, 0, 1], numbers[..4]);
        Assert.True(numbers[5] < 0.9f * numbers[4] && numbers[7] < 0.9f * numbers[6], string.Join(" ", numbers));
        Assert.Equal(3, numbers[8]);
        Assert.Equal(0, numbers[9], 1e-5f);
        Assert.True(float.IsFinite(numbers[10]));
    }

    [Fact]
    public void ObjectiveOfSeveralSequencesOfIntegers_IsLearned()
    {
        float[] numbers = new UserProgram(NamedSizeTests.Declaration("Translator") + """

            public static class Use
            {
                public static float[] Run()
                {
                    // Eight sources of four words, and three words each that follow from them.
                    int[] source = Enumerable.Range(0, 32).Select(i => (i / 4 + i) % 7).ToArray();
                    int[] next = Enumerable.Range(0, 24).Select(i => (i / 3 + 2 * (i % 3)) % 6).ToArray();
                    int[] target = Enumerable.Range(0, 24).Select(i => i % 3 == 0 ? 0 : next[i - 1]).ToArray();
                    var net = Architectures.Translator.Create(seed: 2);
                    var trainer = net.Train(new Adam(2e-2f));
                    float first = 0, last = 0;
                    for (int i = 0; i < 150; i++)
                    {
                        last = Architectures.Translator.TranslateObjective.Step(trainer, source, target, next, s: 4, t: 3);
                        first = i == 0 ? last : first;
                    }

                    float[] logits = trainer.Model().Predict(source, target, s: 4, t: 3);
                    int right = Enumerable.Range(0, 24).Count(i => Enumerable.Range(0, 6).MaxBy(k => logits[6 * i + k]) == next[i]);
                    return [first, last, logits.Length, right];
                }
            }
            """).Numbers();
        Assert.True(numbers[1] < 0.3f * numbers[0] && numbers[3] >= 20, string.Join(" ", numbers));
        Assert.Equal(144, numbers[2]);
    }
}
