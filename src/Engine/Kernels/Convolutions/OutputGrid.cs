using System.Runtime.CompilerServices;

namespace Adjoint.Kernels;

/// <summary>Where the outputs of a patch product go: every so many rows and columns of planes that may be larger.</summary>
internal readonly record struct OutputGrid(int PlaneHeight, int PlaneWidth, int FirstRow, int FirstColumn, int RowStep, int ColumnStep)
{
    /// <summary>Whether the outputs are the whole planes.</summary>
    public bool IsWhole => FirstRow == 0 && FirstColumn == 0 && RowStep == 1 && ColumnStep == 1;

    /// <summary>Writes a tile of outputs from position <paramref name="q"/> on.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="pitch">Floats from a row of the tile to the next.</param>
    /// <param name="rows">The rows of the tile, which go to planes one after another.</param>
    /// <param name="q">The first position.</param>
    /// <param name="width">The positions.</param>
    /// <param name="outputWidth">Positions in a row of outputs.</param>
    /// <param name="planes">The first plane.</param>
    [MethodImpl(HotLoop.Options)]
    public unsafe void Write<V>(float* tile, int pitch, int rows, int q, int width, int outputWidth, float* planes)
        where V : struct, ISimd<V>
    {
        int plane = PlaneHeight * PlaneWidth;
        (int r, int s) = Math.DivRem(q, outputWidth);
        for (int done = 0; done < width; r++, s = 0)
        {
            int run = Math.Min(outputWidth - s, width - done);
            float* source = tile + done;
            float* target = planes + ((FirstRow + (r * RowStep)) * PlaneWidth) + FirstColumn + (s * ColumnStep);
            for (int m = 0; m < rows; m++, source += pitch, target += plane)
            {
                if (ColumnStep == 1)
                {
                    Strip.Copy<V>(source, target, run);
                }
                else if (ColumnStep == 2)
                {
                    EveryOther.Spread<V>(source, target, run);
                }
                else
                {
                    Spread(source, target, run);
                }
            }

            done += run;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe void Spread(float* source, float* target, int length)
    {
        for (int s = 0; s < length; s++)
        {
            target[(nint)s * ColumnStep] = source[s];
        }
    }
}
