using System.Diagnostics;
using Adjoint;
using Tasks.Data;

namespace Tasks.Problems;

/// <summary>What the models of characters have in common: the text, the time that they may learn for, what they must reach, and how they write.</summary>
internal static class Shakespeare
{
    /// <summary>The text.</summary>
    public static readonly PublishedFile File = new("tinyshakespeare/input.txt", "data/tinyshakespeare/input.txt of github.com/karpathy/char-rnn");

    private const int Window = 64;
    private const float Bar = 1.85f;
    private static readonly TimeSpan _allowed = TimeSpan.FromMinutes(5);

    /// <summary>Trains a model on the first nine tenths of the text, measures it on the last, and lets it write.</summary>
    public static Verdict Run<TModel>(Session session, TModel model, FitOptions options)
        where TModel : class, IModel<TModel>
    {
        CharacterText text = CharacterText.Read(session.Folder[File], characters: 65, leastLength: 20 * Window);
        ReadOnlySpan<int> tokens = text.Tokens.Span;
        int end = tokens.Length * 9 / 10;

        using CancellationTokenSource timeout = new(_allowed);
        long start = Stopwatch.GetTimestamp();
        TModel trained = Training.Fit(model, Dataset.NextTokens(tokens[..end], Window), validation: null, session.Shown(options with { CancellationToken = timeout.Token }));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        float loss = Training.Evaluate(trained, Dataset.NextTokens(tokens[end..], Window), session.Threads).Loss;
        session.Output.WriteLine(Continue(trained, text, "ROMEO:\n", 300, new Random(session.Seed)));
        return new Verdict(
            loss <= Bar, $"{loss:F3} nats a character held out (bar {Bar}) after {elapsed.TotalSeconds:F0} s of training (at most {_allowed.TotalSeconds:F0} s)");
    }

    /// <summary>Writes on, each character drawn from what the model expects after those before.</summary>
    private static string Continue<TModel>(TModel model, CharacterText text, string start, int count, Random random)
        where TModel : class, IModel<TModel>
    {
        List<int> written = [.. text.Encode(start)];
        for (int i = 0; i < count; i++)
        {
            float[] logits = Training.PredictIntegers(model, written.TakeLast(Window).ToArray());
            written.Add(Draw(logits.AsSpan()[^text.Characters.Length..], random));
        }

        return string.Concat(written.Select(text.Decode));
    }

    /// <summary>Draws from the softmax of logits at a temperature of 0.8, at which the likely becomes a little likelier.</summary>
    private static int Draw(ReadOnlySpan<float> logits, Random random)
    {
        const double temperature = 0.8;
        double[] weights = new double[logits.Length];
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = Math.Exp(logits[i] / temperature);
            sum += weights[i];
        }

        double left = random.NextDouble() * sum;
        int drawn = 0;
        while (drawn < weights.Length - 1 && (left -= weights[drawn]) >= 0)
        {
            drawn++;
        }

        return drawn;
    }
}
