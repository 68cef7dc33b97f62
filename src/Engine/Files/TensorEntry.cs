using System.Collections.Immutable;

namespace Adjoint;

/// <summary>One tensor as a file's header describes it; begin and end are positions in the data, in bytes.</summary>
internal readonly record struct TensorEntry(string Name, string Type, ImmutableArray<int> Shape, long Begin, long End);
