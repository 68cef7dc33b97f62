using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Emit;

/// <summary>Writes indented lines that end in a line feed on every machine; blocks are closed by disposing them.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line() => _text.Append('\n');

    public void Line(CodeText text) => Line(text.ToString());

    public void Line(string text)
    {
        if (text.Length > 0)
        {
            _text.Append(' ', 4 * _depth).Append(text);
        }

        _text.Append('\n');
    }

    /// <summary>Writes lines that are given as one text.</summary>
    public void Lines(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            Line(line.TrimEnd('\r'));
        }
    }

    /// <summary>Opens a brace below a header; disposing the block closes it.</summary>
    public Block Braces(string header)
    {
        Line(header);
        return Braces();
    }

    /// <summary>Opens a block with one line; disposing it writes another.</summary>
    public Block Braces(string open, string close)
    {
        Line(open);
        _depth++;
        return new Block(this, close);
    }

    /// <summary>Opens a brace; disposing the block closes it.</summary>
    public Block Braces() => Braces("{", "}");

    /// <summary>Indents what follows; disposing the block ends that.</summary>
    public Block Indent()
    {
        _depth++;
        return new Block(this, null);
    }

    public override string ToString() => _text.ToString();

    /// <summary>A region that ends when it is disposed.</summary>
    internal readonly struct Block(CodeWriter writer, string? end) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            if (end is not null)
            {
                writer.Line(end);
            }
        }
    }
}

/// <summary>
/// An interpolated text of code. It takes texts, whole numbers and sizes; real numbers don't compile, because their text depends
/// on the culture and loses digits: <see cref="Literal"/> writes them.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct CodeText(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + (8 * formattedCount));

    public void AppendLiteral(string text) => _text.Append(text);

    public void AppendFormatted(string text) => _text.Append(text);

    public void AppendFormatted(int number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));

    public void AppendFormatted(long number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));

    public void AppendFormatted(Size size) => _text.Append(size.ToString());

    public void AppendFormatted(Shape shape) => _text.Append(shape.ToString());

    [Obsolete("Write real numbers with Literal.", error: true)]
    public void AppendFormatted(float number) => throw new NotSupportedException();

    [Obsolete("Write real numbers with Literal.", error: true)]
    public void AppendFormatted(double number) => throw new NotSupportedException();

    public override string ToString() => _text.ToString();
}
