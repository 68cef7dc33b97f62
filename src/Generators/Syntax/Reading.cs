using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;

namespace Adjoint.Syntax;

/// <summary>The state while one declaration is read: its origins, its mistakes so far, and whether C# itself rejects it.</summary>
internal sealed class Reading(CancellationToken cancellation)
{
    private readonly List<CompilerError> _errors = [];
    private bool _rejected;

    public CancellationToken Cancellation { get; } = cancellation;

    public OriginMap Origins { get; } = new();

    public void Report(Rule rule, Location where, params string[] arguments) =>
        _errors.Add(new CompilerError(rule, Origins.Add(where), new EquatableArray<string>(arguments)));

    /// <summary>Notes that the C# compiler reports what was just read: there is no spec, and no second error.</summary>
    public void RejectedByCompiler() => _rejected = true;

    /// <summary>The result, given what was read.</summary>
    public ReadResult Finish(ModelSpec? spec) =>
        new(_rejected || _errors.Count > 0 ? null : spec, _errors.ToEquatableArray());
}
