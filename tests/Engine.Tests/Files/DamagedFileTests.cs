using System.Buffers.Binary;

namespace Adjoint.Tests;

/// <summary>A file written here is read whole and undamaged, or not at all.</summary>
public sealed class DamagedFileTests
{
    private static readonly byte[] Original = ModelFileTests.FileOf(SoftmaxClassifier.Create(1).Parameters);
    private static readonly byte[] WithState = ModelFileTests.FileOf(LinearRegression.Create(1).Parameters);

    private static void Refused<TModel>(byte[] file, string what)
        where TModel : class, IModel<TModel>
    {
        try
        {
            ModelFileTests.Read(TModel.Description, file);
        }
        catch (ModelFileException exception)
        {
            Assert.StartsWith("Model file 'memory': ", exception.Message);
            return;
        }
        catch (Exception exception)
        {
            Assert.Fail($"{what}: {exception}");
        }

        Assert.Fail($"{what}: the file was read.");
    }

    [Fact]
    public void Undamaged_IsRead()
    {
        ModelFileTests.Read(SoftmaxClassifier.Description, Original);
        ModelFileTests.Read(LinearRegression.Description, WithState);
    }

    [Fact]
    public void EveryTruncation_IsRefused()
    {
        for (int length = 0; length < Original.Length; length++)
        {
            Refused<SoftmaxClassifier>(Original[..length], $"cut to {length} bytes");
        }
    }

    [Fact]
    public void FurtherBytes_AreRefused()
    {
        Refused<SoftmaxClassifier>([.. Original, 0], "one byte more");
        Refused<SoftmaxClassifier>([.. Original, .. Original], "twice the file");
    }

    [Fact]
    public void EveryBit_OfEveryByte_IsGuarded()
    {
        for (int position = 0; position < Original.Length; position++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] file = [.. Original];
                file[position] ^= (byte)(1 << bit);
                Refused<SoftmaxClassifier>(file, $"byte {position}, bit {bit}");
            }
        }
    }

    [Fact]
    public void EveryByte_ReplacedByTextThatJsonUnderstands_IsRefused()
    {
        foreach (byte[] original in (byte[][])[Original, WithState])
        {
            for (int position = 0; position < original.Length; position++)
            {
                foreach (byte value in " \t\n\r\"\\{}[]:,.-+0123456789abefnrtuxEXYZ$_\0\x7f\u0080\u00ff".Select(static c => (byte)c))
                {
                    byte[] file = [.. original];
                    if (file[position] == value)
                    {
                        continue;
                    }

                    file[position] = value;
                    if (original == Original)
                    {
                        Refused<SoftmaxClassifier>(file, $"byte {position} = {value}");
                    }
                    else
                    {
                        Refused<LinearRegression>(file, $"byte {position} = {value}");
                    }
                }
            }
        }
    }

    [Fact]
    public void RandomDamage_IsRefused()
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        for (int trial = 0; trial < 5000; trial++)
        {
            byte[] file = [.. Original];
            int first = random.Next(file.Length);
            int count = random.Next(1, 9);
            for (int i = first; i < Math.Min(file.Length, first + count); i++)
            {
                file[i] = (byte)random.Next(256);
            }

            if (!file.AsSpan().SequenceEqual(Original))
            {
                Refused<SoftmaxClassifier>(file, $"seed {seed}, trial {trial}, bytes {first} to {first + count - 1}");
            }
        }
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(int.MaxValue)]
    [InlineData(uint.MaxValue)]
    [InlineData(long.MaxValue)]
    [InlineData(ulong.MaxValue)]
    [InlineData(ulong.MaxValue - 7)]
    public void WrongHeaderLength_IsRefused_WithoutMemoryForIt(ulong length)
    {
        byte[] file = [.. Original];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        Assert.InRange(Allocated.ByEach(() => Refused<SoftmaxClassifier>(file, $"header length {length}")), 0, 100_000);
    }

    [Fact]
    public void Message_SaysFileAndExpectedAndFound()
    {
        byte[] file = [.. Original];
        file[^1] ^= 1;

        ModelFileException exception = Assert.Throws<ModelFileException>(() => ModelFileTests.Read(SoftmaxClassifier.Description, file));
        Assert.Matches("^Model file 'memory': the data are damaged: expected the checksum [0-9a-f]{8}, found [0-9a-f]{8}\\.$", exception.Message);
    }
}
