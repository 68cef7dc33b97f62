using static Adjoint.Ops;

namespace Adjoint.Tests.Functions;

/// <summary>What holds of recurrent networks and attention beyond their values: directions, lengths, stretches, steps, names.</summary>
public sealed class SequenceTests
{
    private const int Seed = 17;

    public static TheoryData<string, string, Func<Expr, Expr>> NamedShapes => new()
    {
        { "T, 4", "[T, 4]", static x => LayerNorm(x, axes: 2) },
        { "T, D", "[T, D]", static x => RmsNorm(x) },
        { "4*C, T", "[4 * C, T]", static x => GroupNorm(x, 4) },
        { "C, H, W", "[C, H, W]", static x => InstanceNorm(x) },
        { "C, T", "[C, T]", static x => BatchNorm(x) },
        { "T, D", "[T, H]", static x => Rnn(x, Zeros("D, H"), Zeros("H, H")).Outputs },
        { "T, D", "[H]", static x => Gru(x, Zeros("D, 3*H"), Zeros("H, 3*H"), reverse: true, truncate: 5).State },
        { "T, D", "[H]", static x => Lstm(x, Zeros("D, 4*H"), Zeros("H, 4*H")).Cell },
        { "T, 4*D", "[T, 4 * D]", static x => Attention(x, x, x, causal: true, heads: 4) },
        { "T, 4*D", "[T, 4 * D]", static x => Attention(x, Zeros("S, 2*D"), Zeros("S, 2*D"), heads: 4) },
        { "T, D", "[T, D]", static x => SinusoidalPositions(x) },
        { "T, 8*D", "[T, 8 * D]", static x => RotaryPositions(x, 4) },
        { "T, D", "[D]", static x => MaskedMean(x, Ones("T")) },
    };

    [Theory]
    [MemberData(nameof(NamedShapes))]
    public void Shape_IsSaidInTheNames(string input, string shape, Func<Expr, Expr> function)
    {
        Expr x = Expr.Input(input);
        using (Compiler.Trace.Execution.Enter(x.Model!, new(string.Empty)))
        {
            Assert.Equal(shape, function(x).Shape);
        }
    }

    [Theory]
    [InlineData(false, 4, 4)]
    [InlineData(true, 4, 4)]
    [InlineData(false, 2, 4)]
    [InlineData(true, 1, 2)]
    public void StepByStep_AttentionGivesWhatTheWholeSequenceGives(bool rotary, int keyHeads, int heads)
    {
        const int Steps = 5;
        int features = 2 * heads;
        Computation computation = new(3, Seed);
        Expr x = computation.Value($"{Steps}, 3");
        Expr query = computation.Value($"weight 3, {features}");
        Expr key = computation.Value($"weight 3, {2 * keyHeads}");
        Expr value = computation.Value($"weight 3, {2 * keyHeads}");
        Expr output = computation.Value($"weight {features}, 3");
        Expr bias = computation.Value("weight 3");
        double[] whole = computation.Run(SelfAttention(x, query, key, value, output, outputBias: bias, heads: heads, causal: true, rotary: rotary)).Values;

        // What the caches hold beyond the steps so far is of no importance.
        Expr keys = computation.Value($"{Steps}, {2 * keyHeads}");
        Expr values = computation.Value($"{Steps}, {2 * keyHeads}");
        List<Expr> outputs = [];
        for (int t = 0; t < Steps; t++)
        {
            Expr position = computation.Value("i32[]");
            Array.Fill(computation.ValuesOf(position), t);
            (Expr given, keys, values) = SelfAttentionStep(
                Squeeze(Slice(x, 0, t, 1), 0), keys, values, position, query, key, value, output, outputBias: bias, heads: heads, rotary: rotary);
            outputs.Add(given);
        }

        double[] generated = computation.Run(Stack(0, [.. outputs])).Values;
        AssertEqual(whole, generated);

        // With another order of the steps it would be something else.
        Assert.Throws<Xunit.Sdk.TrueException>(() => AssertEqual(whole, computation.Run(Stack(0, [.. outputs.AsEnumerable().Reverse()])).Values));
    }

    [Fact]
    public void Reverse_IsTheSequenceTurnedRound()
    {
        Computation computation = new(2, Seed);
        Expr x = computation.Value("4, 3");
        Expr w = computation.Value("weight 3, 8");
        Expr u = computation.Value("weight 2, 8");
        (Expr outputs, Expr state, Expr cell) = Lstm(x, w, u, reverse: true);
        (Expr turned, Expr turnedState, Expr turnedCell) = Lstm(Flip(x, 0), w, u);
        AssertEqual(computation.Run(Flip(turned, 0)).Values, computation.Run(outputs).Values);
        AssertEqual(computation.Run(turnedState).Values, computation.Run(state).Values);
        AssertEqual(computation.Run(turnedCell).Values, computation.Run(cell).Values);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Truncate_EndsDerivativesWhereStretchesBegin(int truncate)
    {
        const int Steps = 5;
        Computation computation = new(2, Seed);
        Expr x = computation.Value($"{Steps}, 3");
        Expr w = computation.Value("weight 3, 2");
        Expr u = computation.Value("weight 2, 2");
        foreach (bool reverse in new[] { false, true })
        {
            (Expr outputs, Expr state) = Rnn(x, w, u, reverse: reverse, truncate: truncate);
            Expr h = 0f * Squeeze(Slice(outputs, 0, 0, 1), 0);
            for (int t = 0; t < Steps; t++)
            {
                Expr carried = t % truncate == 0 ? StopGradient(h) : h;
                h = Tanh(Dense(Squeeze(Slice(x, 0, reverse ? Steps - 1 - t : t, 1), 0), w) + Dense(carried, u));
            }

            AssertEqual(computation.Run(h).Values, computation.Run(state).Values);
            Expr[] expected = Gradient(Sum(h * h), x, w, u);
            Expr[] found = Gradient(Sum(state * state), x, w, u);
            Assert.All(expected.Zip(found), pair => AssertEqual(computation.Run(pair.First).Values, computation.Run(pair.Second).Values));
            Expr[] all = Gradient(Sum(Square(Rnn(x, w, u, reverse: reverse).State)), x, w, u);
            Assert.Throws<Xunit.Sdk.TrueException>(() => AssertEqual(computation.Run(all[2]).Values, computation.Run(found[2]).Values));
        }
    }

    [Fact]
    public void StepsBeyondTheLength_DoNotMatter()
    {
        Computation computation = new(2, Seed);
        Expr x = computation.Value("4, 3");
        Expr lengths = computation.Value("i32[]");
        (computation.ValuesOf(lengths)[0], computation.ValuesOf(lengths)[1]) = (2, 3);
        Expr w = computation.Value("weight 3, 6");
        Expr u = computation.Value("weight 2, 6");
        Expr[] results =
        [
            Gru(x, w, u, mask: lengths).Outputs, Gru(x, w, u, mask: lengths, reverse: true).State, MaskedMean(x, lengths),
            Attention(Slice(x, 0, 0, 2), x, x, lengths),
        ];
        double[][] before = [.. results.Select(result => computation.Run(result).Values)];
        double[] values = computation.ValuesOf(x);
        for (int i = 0; i < 3; i++)
        {
            values[9 + i] += 5;
            values[21 + i] -= 5;
        }

        Assert.All(results.Zip(before), pair => AssertEqual(pair.Second, computation.Run(pair.First).Values));
    }

    [Fact]
    public void LengthAboveTheSteps_IsAnError()
    {
        Computation computation = new(1, Seed);
        Expr lengths = computation.Value("i32[]");
        computation.ValuesOf(lengths)[0] = 4;
        Assert.Throws<ArgumentOutOfRangeException>(() => computation.Run(LengthMask(lengths, "3")));
    }

    [Fact]
    public void QueryThatMayAttendToNothing_GetsTheMean()
    {
        Computation computation = new(1, Seed);
        Expr x = computation.Value("3, 2");
        double[] mean = computation.Run(Mean(x, 0)).Values;
        double[] attended = computation.Run(Attention(x, x, x, 0f * Sum(x, 1))).Values;

        // Beside the −10⁹ of a closed place a logarithm has seven digits.
        Assert.All(attended.Zip([.. mean, .. mean, .. mean]), static pair => Assert.Equal(pair.Second, pair.First, 1e-7));
    }

    [Fact]
    public void RunningValues_FollowTheBatch()
    {
        Computation computation = new(4, Seed, isTraining: true);
        Expr x = computation.Value("2, 3");
        Expr mean = computation.Value("state 2");
        Expr variance = computation.Value("state 2");
        using IDisposable entered = computation.Enter();
        double[] y = computation.Run(BatchNorm(x, mean, variance, momentum: 0.25f)).Values;
        AssertEqual([0, 0], computation.Run(Mean(Expression(y), [0, 2])).Values);
        double[] batch = computation.Run(Mean(x, [Axis.Batch, 1])).Values;
        double[] expected = [.. computation.ValuesOf(mean).Zip(batch, static (old, now) => (0.75 * old) + (0.25 * now))];
        AssertEqual(expected, computation.Run(computation.Updates[mean.Node]).Values);
        Assert.Equal(2, computation.Updates.Count);

        Expr Expression(double[] values)
        {
            Expr found = computation.Value("weight 4, 2, 3");
            values.CopyTo(computation.ValuesOf(found), 0);
            return found;
        }
    }

    private static void AssertEqual(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-12 * Math.Max(1, Math.Abs(expected[i])), $"seed {Seed}: element {i} is {actual[i]:R} instead of {expected[i]:R}");
        }
    }
}
