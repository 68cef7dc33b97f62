using Adjoint.Compiler.Programs;

namespace Adjoint.Emit;

/// <summary>What a member gives for the values of a program: an array for one, a record of arrays for several.</summary>
/// <param name="recordName">The name of the record.</param>
/// <param name="values">The values.</param>
internal sealed class ResultType(string recordName, IReadOnlyList<NamedType> values)
{
    private readonly string[] _names = Distinct(values);

    /// <summary>Whether there are several values.</summary>
    public bool IsRecord => values.Count > 1;

    public string Name => IsRecord ? recordName : "float[]";

    /// <summary>The result, of arrays in the order of the values.</summary>
    public string From(string arrays) => IsRecord
        ? $"new {recordName}({string.Join(", ", values.Select((_, i) => $"{arrays}[{Literal.Integer(i)}]"))})"
        : $"{arrays}[0]";

    /// <summary>The declaration of the record, with the documentation of its members.</summary>
    public string Declaration => $"public readonly record struct {recordName}({string.Join(", ", _names.Select(static name => $"float[] {name}"))});";

    public string Documentation(string summary) => string.Join("\n", new[] { $"/// <summary>{summary}</summary>" }
        .Concat(_names.Zip(values, static (name, value) => $"/// <param name=\"{name.TrimStart('@')}\"><c>{value.Type.Shape}</c> floats.</param>")));

    private static string[] Distinct(IReadOnlyList<NamedType> values)
    {
        NameTable names = new();
        return [.. values.Select(value => names.Take(NameTable.Pascal(value.Name)))];
    }
}
