using System.Text;

namespace Adjoint.Generators.Tests.Checks;

/// <summary>
/// The file of broken networks: under the heading of a network one of what was done to it, the difference, and everything that is then
/// reported.
/// </summary>
internal sealed class Gallery
{
    private const string Difference = "```diff";
    private const string Report = "```text";
    private const string End = "```";

    private readonly List<string> _lines;

    private Gallery(List<string> lines) => _lines = lines;

    public static Gallery Read(string path) => new([.. File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n')]);

    public void Write(string path) => File.WriteAllText(path, string.Join('\n', _lines), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    /// <summary>The breaks, in order.</summary>
    public IReadOnlyList<Break> Breaks
    {
        get
        {
            List<Break> breaks = [];
            string network = "";
            for (int i = 0; i < _lines.Count; i++)
            {
                if (_lines[i].StartsWith("## ", StringComparison.Ordinal))
                {
                    network = _lines[i][3..];
                }
                else if (_lines[i].StartsWith("### ", StringComparison.Ordinal))
                {
                    breaks.Add(new Break(network, _lines[i][4..], Edits(Block(Difference, i)), string.Join('\n', Block(Report, i))));
                }
            }

            return breaks;
        }
    }

    /// <summary>Puts another report in the place of that of a break.</summary>
    public void Replace(Break place, string report)
    {
        int start = _lines.IndexOf(Report, _lines.IndexOf("### " + place.Title, _lines.IndexOf("## " + place.Network))) + 1;
        _lines.RemoveRange(start, _lines.IndexOf(End, start) - start);
        _lines.InsertRange(start, report.Length == 0 ? [] : report.Split('\n'));
    }

    private List<string> Block(string kind, int heading)
    {
        int start = _lines.IndexOf(kind, heading) + 1;
        return _lines.GetRange(start, _lines.IndexOf(End, start) - start);
    }

    /// <summary>Lines that go, and those that come in their place.</summary>
    private static IReadOnlyList<(string Old, string New)> Edits(List<string> lines)
    {
        List<(string Old, string New)> edits = [];
        for (int i = 0; i < lines.Count;)
        {
            string old = Taken('-');
            edits.Add((old, Taken('+')));

            string Taken(char mark)
            {
                int start = i;
                while (i < lines.Count && lines[i][0] == mark)
                {
                    i++;
                }

                return string.Join('\n', lines.GetRange(start, i - start).Select(static line => line[2..]));
            }
        }

        return edits;
    }
}

/// <summary>A network with a mistake in it.</summary>
/// <param name="Network">The network's name.</param>
/// <param name="Title">What was done to it.</param>
/// <param name="Edits">The same as texts.</param>
/// <param name="Report">What is reported.</param>
internal sealed record Break(string Network, string Title, IReadOnlyList<(string Old, string New)> Edits, string Report);
