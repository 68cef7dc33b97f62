using System.Numerics;

namespace Adjoint.Kernels;

/// <summary>How the derivative by a kernel is cut, which follows from its sizes alone.</summary>
/// <param name="ImageParts">Runs of images, whose sums are added up in the end.</param>
/// <param name="ImagesPerPart">Images of all parts but the last.</param>
/// <param name="OutputsPerBlock">Outputs of a block.</param>
/// <param name="OutputParts">Blocks of outputs in a group.</param>
/// <param name="BandRows">Rows of outputs that are laid out together.</param>
internal readonly record struct ColumnGradientPlan(int ImageParts, int ImagesPerPart, int OutputsPerBlock, int OutputParts, int BandRows)
{
    /// <summary>Floats of a layout, and of a block's sums, each less than half of a second-level cache of 1.25 MiB.</summary>
    private const int MostFloats = 128 * 1024;
    private const int MostBlocks = 16;
    private const long LeastBlockCost = 500_000;

    /// <summary>Products that each sum of a part has at least: to write it and to add it to others costs as much as some tens of them.</summary>
    private const long LeastSteps = 256;

    /// <summary>Whole tiles of any width.</summary>
    private const int Lanes = 32;

    /// <summary>Whole vectors of any width.</summary>
    private const int Vector = 16;

    /// <summary>Floats from the sums of a tap to those of the next.</summary>
    public int Pitch => Blocks.Count(OutputsPerBlock, Vector) * Vector;

    /// <summary>The plan for a shape.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="layout">The layout of an image.</param>
    public static ColumnGradientPlan For(ConvolutionShape shape, ColumnLayout layout)
    {
        int most = Math.Max(1, MostFloats / layout.Taps / Lanes) * Lanes;
        int outputs = Math.Min(shape.GroupOutputs, most);
        int outputParts = Blocks.Count(shape.GroupOutputs, outputs);
        long parts = Math.Min(MostBlocks / Math.Min(MostBlocks, (long)shape.Groups * outputParts), shape.Cost / LeastBlockCost);
        parts = Math.Min(parts, (long)shape.Batch * shape.OutputHeight * shape.OutputWidth / LeastSteps);

        // A power of two, which usual numbers of threads and of images divide without a rest.
        parts = (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(parts, 1, shape.Batch) + 1) / 2;
        int images = Blocks.Count(shape.Batch, (int)parts);
        return new ColumnGradientPlan(Blocks.Count(shape.Batch, images), images, outputs, outputParts, layout.RowsWithin(MostFloats));
    }

    /// <summary>Floats of a block's sums.</summary>
    public long BlockLength(ColumnLayout layout) => Require.Product(layout.Taps, Pitch, 1);
}
