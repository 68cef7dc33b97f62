using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Adjoint.Syntax;

/// <summary>
/// Reads the body of one method: what the readers of statements, expressions and calls share. A construct that the language does not
/// have is reported where it stands, and reading goes on after it, so that all mistakes of a method are found at once.
/// </summary>
internal sealed class CodeReader
{
    /// <summary>The name of the value that a method of a record of values is called on.</summary>
    public const string This = "this";

    // Deeper expressions are not written by hand, and the compiler's stages walk them by recursion.
    private const int DeepestNesting = 200;

    private readonly List<string> _called = [];
    private int _nesting;

    public CodeReader(Reading reading, IMethodSymbol method)
    {
        Reading = reading;
        Method = method;
        Types = new Instantiation(method);
        Expressions = new ExpressionReader(this);
        Statements = new StatementReader(this);
        Branches = new BranchReader(this);
        Operators = new OperatorReader(this);
        Conversions = new ConversionReader(this);
        Assignments = new AssignmentReader(this);
        Aggregates = new AggregateReader(this);
        Members = new MemberAccessReader(this);
        Patterns = new PatternReader(this);
        Calls = new CallReader(this);
    }

    public Reading Reading { get; }

    public IMethodSymbol Method { get; }

    public Instantiation Types { get; }

    public VariableNames Variables { get; } = new();

    public ExpressionReader Expressions { get; }

    public StatementReader Statements { get; }

    public BranchReader Branches { get; }

    public OperatorReader Operators { get; }

    public ConversionReader Conversions { get; }

    public AssignmentReader Assignments { get; }

    public AggregateReader Aggregates { get; }

    public MemberAccessReader Members { get; }

    public PatternReader Patterns { get; }

    public CallReader Calls { get; }

    /// <summary>Whether the method has the value that it is called on as a first parameter: that of a model is known without.</summary>
    public bool TakesThis => !Method.IsStatic && !DslSymbols.IsModel(Method.ContainingType);

    /// <summary>The keys of the methods that the body calls.</summary>
    public IReadOnlyList<string> Called => _called;

    public string NoteCall(string key)
    {
        _called.Add(key);
        return key;
    }

    public int OriginOf(IOperation operation) => Reading.Origins.Add(operation.Syntax.GetLocation());

    /// <summary>Reads something that may contain itself.</summary>
    public CodeSpec Nested(IOperation operation, Func<CodeSpec> read)
    {
        Reading.Cancellation.ThrowIfCancellationRequested();
        if (_nesting >= DeepestNesting)
        {
            return Unreadable(operation, "code nested this deep", "take it apart with variables");
        }

        _nesting++;
        try
        {
            return read();
        }
        finally
        {
            _nesting--;
        }
    }

    /// <summary>Reports a construct that the language does not have.</summary>
    /// <param name="operation">Where it stands; a statement is marked at its first word.</param>
    /// <param name="construct">What it is, in the words of C#.</param>
    /// <param name="instead">What to write instead.</param>
    public CodeSpec Unreadable(IOperation operation, string construct, string instead)
    {
        if (operation.Syntax is StatementSyntax statement)
        {
            return Unreadable(statement.GetFirstToken().GetLocation(), construct, instead);
        }

        bool isMistakeOfCSharp = operation.Syntax.ContainsDiagnostics
            || operation.DescendantsAndSelf().Any(static part => part is IInvalidOperation || part.Type is { TypeKind: TypeKind.Error });
        return isMistakeOfCSharp ? Rejected(operation) : Unreadable(operation.Syntax.GetLocation(), construct, instead);
    }

    public CodeSpec Unreadable(Location where, string construct, string instead)
    {
        Reading.Report(Rules.UnreadableCode, where, construct, Method.AssociatedSymbol?.Name ?? Method.Name, instead);
        return Nothing(where);
    }

    /// <summary>For what the C# compiler reports itself.</summary>
    public CodeSpec Rejected(IOperation operation)
    {
        Reading.RejectedByCompiler();
        return Nothing(operation.Syntax.GetLocation());
    }

    private ConstantCode Nothing(Location where) => new(new StringSpec(null), Reading.Origins.Add(where));
}
