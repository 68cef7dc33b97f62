using System.Globalization;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Adjoint.Syntax;

/// <summary>The user's methods that models call, each read once, and which of them calls which.</summary>
internal sealed class MethodTable(Reading reading)
{
    private readonly Dictionary<IMethodSymbol, string> _keys = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Queue<IMethodSymbol> _unread = new();
    private readonly Dictionary<string, MethodSpec> _methods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _calls = new(StringComparer.Ordinal);

    /// <summary>The key of a method of this project, which is read later if it has not been yet.</summary>
    public string Request(IMethodSymbol method)
    {
        if (!_keys.TryGetValue(method, out string? key))
        {
            // Types that are local to files may have the same name.
            key = MethodKey.Of(method);
            for (int number = 2; !_taken.Add(key); number++)
            {
                key = MethodKey.Of(method) + "#" + number.ToString(CultureInfo.InvariantCulture);
            }

            _keys.Add(method, key);
            _unread.Enqueue(method);
        }

        return key;
    }

    /// <summary>Reads what is requested, and what that calls in turn.</summary>
    public void ReadAll()
    {
        while (_unread.Count > 0)
        {
            reading.Cancellation.ThrowIfCancellationRequested();
            Read(_unread.Dequeue());
        }
    }

    /// <summary>Some methods and all that they call.</summary>
    public EquatableArray<MethodSpec> Reachable(IEnumerable<string> keys)
    {
        List<string> reached = [.. keys.Distinct(StringComparer.Ordinal).Where(_methods.ContainsKey)];
        HashSet<string> seen = new(reached, StringComparer.Ordinal);
        for (int i = 0; i < reached.Count; i++)
        {
            reached.AddRange(_calls[reached[i]].Where(key => _methods.ContainsKey(key) && seen.Add(key)));
        }

        return reached.Select(key => _methods[key]).ToEquatableArray();
    }

    private void Read(IMethodSymbol method)
    {
        string key = _keys[method];
        CodeReader code = new(reading, method);
        int origin = reading.Origins.Add(LocationOf(method));
        EquatableArray<ParameterSpec> parameters = ParametersOf(method, code);
        bool hadErrors = reading.HasErrors;
        CodeSpec body = ReadBody(method, code, origin);
        _methods[key] = new MethodSpec(key, (method.AssociatedSymbol ?? method).Name, parameters, body, origin)
        {
            Results = Positional.NamesOf(method.OriginalDefinition.ReturnType, reading).ToEquatableArray(),
            Gradient = GradientReader.Read(method, reading) is { } gradient ? code.Calls.Request(gradient) : null,
        };
        _calls[key] = code.Called;

        // What C# finds only by following the control flow, such as a variable without a value, would be code without a meaning.
        if (reading.HasErrors == hadErrors
            && reading.SourceOf(method) is { } source
            && reading.SemanticsOf(source.SyntaxTree).GetMethodBodyDiagnostics(source.Span, reading.Cancellation)
                .Any(static diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error))
        {
            reading.RejectedByCompiler();
        }
    }

    private CodeSpec ReadBody(IMethodSymbol method, CodeReader code, int origin)
    {
        SyntaxReference? source = reading.SourceOf(method);
        IOperation? body = source is null
            ? null
            : reading.SemanticsOf(source.SyntaxTree).GetOperation(source.GetSyntax(reading.Cancellation), reading.Cancellation);
        IBlockOperation? block = body switch
        {
            IMethodBodyOperation whole => whole.ExpressionBody ?? whole.BlockBody,
            _ => body as IBlockOperation,
        };
        if (block is null)
        {
            // Neither abstract nor extern methods come here, so that C# misses the body as well.
            reading.RejectedByCompiler();
            return new BlockCode(default, origin);
        }

        return code.Statements.Body(block);
    }

    private EquatableArray<ParameterSpec> ParametersOf(IMethodSymbol method, CodeReader code)
    {
        List<ParameterSpec> parameters = [];
        if (code.TakesThis)
        {
            parameters.Add(new ParameterSpec(code.Variables.Temporary(CodeReader.This), null, reading.Origins.Add(LocationOf(method))));
        }

        foreach (IParameterSymbol parameter in method.OriginalDefinition.Parameters)
        {
            int origin = reading.Origins.Add(LocationOf(parameter));
            if (parameter.RefKind is RefKind.Ref or RefKind.Out)
            {
                code.Unreadable(LocationOf(parameter), "a 'ref' or 'out' parameter", "return a tuple instead");
            }

            parameters.Add(new ParameterSpec(code.Variables.Of(parameter), EntryReader.ShapeOf(parameter, reading), origin));
        }

        return parameters.ToEquatableArray();
    }

    private Location LocationOf(ISymbol symbol) =>
        symbol.Locations.FirstOrDefault(location => location.SourceTree is { } tree && tree == reading.SourceOf(symbol)?.SyntaxTree)
        ?? symbol.Locations.FirstOrDefault()
        ?? Location.None;
}
