using Adjoint;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Digits;

/// <summary>Shows how well a network reads digits that it has not seen.</summary>
internal sealed class ResultView(Screen screen)
{
    private const int Drawn = 4;
    private const int DrawnMistakes = 2;

    /// <summary>Draws a few digits with what the network says, tabulates what it took for what, and ends with its accuracy.</summary>
    public void Show(DigitNet net, Dataset test)
    {
        Evaluation evaluation = net.Evaluate(test);
        screen.Console.WriteLine();
        ShowDigits(net, test);
        ShowConfusion(evaluation.Confusion!);
        screen.Console.WriteLine($"test accuracy {evaluation.Accuracy:F3}");
    }

    /// <summary>A digit that is read right tells less than one that is not, so there are mistakes among them when there are any.</summary>
    private void ShowDigits(DigitNet net, Dataset test)
    {
        float[] outputs = net.Predict(test.Inputs);
        Guess[] guesses = [.. outputs.Chunk(outputs.Length / test.Count).Select(static logits => Guess.From(logits))];
        ILookup<bool, int> rows = Enumerable.Range(0, test.Count).ToLookup(row => guesses[row].Digit == test.Labels[row]);
        int[] mistakes = [.. rows[false].Take(DrawnMistakes)];
        int[] drawn = [.. rows[true].Take(Drawn - mistakes.Length), .. mistakes];

        Grid grid = new();
        grid.AddColumns(drawn.Length);
        grid.AddRow([.. drawn.Select(row => Image(test.Inputs.Slice(row * test.InputLength, test.InputLength)))]);
        grid.AddRow([.. drawn.Select(row => Caption(guesses[row], test.Labels[row]))]);
        screen.Console.Write(grid);
        screen.Console.WriteLine();
    }

    /// <summary>Every pixel is two characters wide, since a character is about twice as high as wide.</summary>
    private Text Image(ReadOnlySpan<float> pixels)
    {
        const int side = 8;
        string shades = screen.IsLive ? " ░▒▓█" : " .:-=+*#%@";
        string[] lines = new string[side];
        for (int y = 0; y < side; y++)
        {
            foreach (float pixel in pixels.Slice(y * side, side))
            {
                lines[y] += new string(shades[(int)MathF.Round(pixel * (shades.Length - 1))], 2);
            }
        }

        return new Text(string.Join('\n', lines));
    }

    private static Text Caption(Guess guess, int label) => guess.Digit == label
        ? new Text($"{label} ({guess.Certainty:P0})", new Style(Color.Green))
        : new Text($"{guess.Digit} ({guess.Certainty:P0}), is {label}", new Style(Color.Red));

    private void ShowConfusion(ConfusionMatrix confusion)
    {
        Table table = new() { Border = screen.IsLive ? TableBorder.Rounded : TableBorder.None };
        table.AddColumn("is, read as");
        for (int digit = 0; digit < confusion.Classes; digit++)
        {
            table.AddColumn(new TableColumn($"{digit}") { Alignment = Justify.Right });
        }

        for (int actual = 0; actual < confusion.Classes; actual++)
        {
            IEnumerable<Text> counts = Enumerable.Range(0, confusion.Classes).Select(read => Count(confusion, actual, read));
            table.AddRow([new Text($"{actual}"), .. counts.Cast<IRenderable>()]);
        }

        screen.Console.Write(table);
        screen.Console.WriteLine();
    }

    private static Text Count(ConfusionMatrix confusion, int actual, int read) => confusion[actual, read] switch
    {
        0 => new Text(".", new Style(Color.Grey)),
        int count => new Text($"{count}", new Style(actual == read ? Color.Green : Color.Red)),
    };
}
