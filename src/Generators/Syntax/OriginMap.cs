using Adjoint.Compiler.Support;
using Microsoft.CodeAnalysis;

namespace Adjoint.Syntax;

/// <summary>
/// From origin ids to source. An id is the position in reading order, so moving code changes this map and not the spec.
/// Only the analyzer may keep one: a <see cref="Location"/> holds its syntax tree and is never equal to that of the next edit.
/// </summary>
internal sealed class OriginMap
{
    private readonly List<Location> _locations = [];

    public Location this[int origin] => _locations[origin];

    /// <summary>Gives the next id to a place.</summary>
    public int Add(Location location)
    {
        _locations.Add(location);
        return _locations.Count - 1;
    }

    /// <summary>The line of each origin, as values that may travel through the generator's pipeline.</summary>
    public EquatableArray<SourceLine> Lines => _locations.Select(LineOf).ToEquatableArray();

    private static SourceLine LineOf(Location location)
    {
        FileLinePositionSpan span = location.GetLineSpan();
        return new SourceLine(SourceLine.FileNameOf(span.Path), span.StartLinePosition.Line + 1);
    }
}
