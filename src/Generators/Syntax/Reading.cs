using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;

namespace Adjoint.Syntax;

/// <summary>
/// The state while one declaration is read, with all that it uses: its origins, its mistakes so far, and whether C# itself rejects it.
/// </summary>
internal sealed class Reading
{
    private readonly Compilation _compilation;
    private readonly Dictionary<SyntaxTree, SemanticModel> _semantics = [];
    private readonly List<CompilerError> _errors = [];
    private bool _rejected;

    public Reading(Compilation compilation, CancellationToken cancellation)
    {
        _compilation = compilation;
        Cancellation = cancellation;
        Methods = new MethodTable(this);
        Used = new UsedModels(this);
    }

    public CancellationToken Cancellation { get; }

    public OriginMap Origins { get; } = new();

    /// <summary>The methods that are read.</summary>
    public MethodTable Methods { get; }

    /// <summary>The models that are used.</summary>
    public UsedModels Used { get; }

    /// <summary>Whether a mistake was found so far.</summary>
    public bool HasErrors => _errors.Count > 0;

    /// <summary>
    /// What the names in a file mean. A method that is called may stand in any file of the project, so the binding of the file that
    /// holds the model is not enough.
    /// </summary>
    public SemanticModel SemanticsOf(SyntaxTree tree)
    {
        if (!_semantics.TryGetValue(tree, out SemanticModel? semantics))
        {
            semantics = _compilation.GetSemanticModel(tree);
            _semantics.Add(tree, semantics);
        }

        return semantics;
    }

    /// <summary>
    /// Where this project declares a symbol; null when another one does, also when that one's source is at hand, as it is in an editor.
    /// </summary>
    public SyntaxReference? SourceOf(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.FirstOrDefault(reference => _compilation.ContainsSyntaxTree(reference.SyntaxTree));

    public void Report(Rule rule, Location where, params string[] arguments) =>
        _errors.Add(new CompilerError(rule, Origins.Add(where), new EquatableArray<string>(arguments)));

    /// <summary>Notes that the C# compiler reports what was just read: there is no spec, and no second error.</summary>
    public void RejectedByCompiler() => _rejected = true;

    /// <summary>The result, given what was read.</summary>
    public ReadResult Finish(ModelSpec? spec) =>
        new(_rejected || _errors.Count > 0 ? null : spec, _errors.ToEquatableArray());
}
