using Adjoint;
using Digits;
using Tasks.Data;

namespace Zoo.Data;

/// <summary>The data that systems learn from. Where published files are missing, data that are at hand take their place, so that every system runs.</summary>
/// <param name="folder">Where the files of data are.</param>
internal sealed class DataSets(DataFolder folder)
{
    private const int Height = 28;

    private static readonly PublishedFile _trainImages = Mnist("train-images-idx3-ubyte.gz");
    private static readonly PublishedFile _trainLabels = Mnist("train-labels-idx1-ubyte.gz");
    private static readonly PublishedFile _testImages = Mnist("t10k-images-idx3-ubyte.gz");
    private static readonly PublishedFile _testLabels = Mnist("t10k-labels-idx1-ubyte.gz");

    /// <summary>The digits that come with the samples, 8x8 pixels: rows to learn from, and every fifth to test by.</summary>
    public static (Dataset Train, Dataset Test) Digits { get; } = DigitFile.ReadBundled().SplitEvery(5);

    /// <summary>
    /// What a network that is trained already is adapted to: it knows the digits below 7, and learns all ten from half as many images as there are.
    /// </summary>
    public static (Dataset Known, Dataset Train, Dataset Test) Transfer { get; } =
    (
        Below(7, Digits.Train),
        Digits.Train.SplitAt(Digits.Train.Count / 2).First,
        Digits.Test);

    /// <summary>The rows with a label below a limit: what a network may know already.</summary>
    public static Dataset Below(int label, Dataset data) => data.Select([.. Enumerable.Range(0, data.Count).Where(row => data.Labels[row] < label)]);

    /// <summary>The first images of MNIST, 28x28 pixels; where its files are missing, <see cref="Digits"/> enlarged.</summary>
    /// <param name="train">How many to learn from, at most.</param>
    /// <param name="test">How many to test by, at most.</param>
    public (Dataset Train, Dataset Test) Images(int train, int test) =>
        folder.Missing([_trainImages, _trainLabels, _testImages, _testLabels]) is null
            ? (First(Read(_trainImages, _trainLabels), train), First(Read(_testImages, _testLabels), test))
            : (First(Enlarged(Digits.Train), train), First(Enlarged(Digits.Test), test));

    private static PublishedFile Mnist(string file) => new($"mnist/{file}", "MNIST (LeCun et al. 1998), as it is published");

    private static Dataset First(Dataset data, int count) => data.SplitAt(Math.Min(count, data.Count)).First;

    private Dataset Read(PublishedFile images, PublishedFile labels) => Dataset.WithLabels(
        [.. IdxFile.Read(folder[images], Height, Height).Select(static pixel => pixel / 255f)],
        [.. IdxFile.Read(folder[labels]).Select(static label => (int)label)],
        Height * Height);

    /// <summary>Each pixel becomes nine, with a border of two.</summary>
    private static Dataset Enlarged(Dataset digits)
    {
        float[] images = new float[digits.Count * Height * Height];
        for (int i = 0; i < images.Length; i++)
        {
            (int row, int column) = (i / Height % Height, i % Height);
            bool isInside = row is >= 2 and < Height - 2 && column is >= 2 and < Height - 2;
            images[i] = isInside ? digits.Input(i / (Height * Height))[((row - 2) / 3 * 8) + ((column - 2) / 3)] : 0;
        }

        return Dataset.WithLabels(images, digits.Labels, Height * Height);
    }
}
