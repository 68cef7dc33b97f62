using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Adjoint.Syntax;

/// <summary>Reads calls: of functions of the language, of parts, lambdas and local functions, and of the user's methods.</summary>
internal sealed class CallReader(CodeReader code)
{
    /// <summary>What to write in place of code that is known only as compiled.</summary>
    public const string OwnCodeInstead = "call the functions of 'Expr' and 'Ops', or write the method in this project";

    private const string LoopInstead = "write a 'for' or 'foreach' loop, which is carried out while the model is compiled";

    // Deeper type arguments come from a method that calls itself with ever larger ones.
    private const int DeepestTypeArgument = 8;

    public CodeSpec Invocation(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        switch (method.MethodKind)
        {
            case MethodKind.DelegateInvoke when call.Instance is { } function:
                return new InvokeCode(code.Expressions.Read(function), Arguments(call.Arguments), code.OriginOf(call));
            case MethodKind.LocalFunction:
                return new InvokeCode(
                    new VariableCode(code.Variables.Of(method.OriginalDefinition), code.OriginOf(call)), Arguments(call.Arguments), code.OriginOf(call));
        }

        if (MathFunctions.NameOf(method) is { } name)
        {
            return new FunctionCode(name, Arguments(call.Arguments), code.OriginOf(call));
        }

        return DslSymbols.IsLanguage(method.ContainingType) && !method.IsOverride
            ? new FunctionCode(method.Name, WithInstance(call.Instance, () => Arguments(call.Arguments)), code.OriginOf(call))
            : Own(method, call.Instance, call.Arguments, call);
    }

    /// <summary>An operator that a method implements.</summary>
    public CodeSpec Operator(IMethodSymbol method, IReadOnlyList<IOperation> operands, IOperation where) =>
        Operator(method, [.. operands.Select(code.Expressions.Read)], where);

    /// <summary>An operator whose operands are read.</summary>
    public CodeSpec Operator(IMethodSymbol method, IReadOnlyList<CodeSpec> operands, IOperation where)
    {
        if (!DslSymbols.IsLanguage(method.ContainingType))
        {
            return CanBeRead(method, where)
                ? new CallCode(Request(method), null, operands.ToEquatableArray(), code.OriginOf(where))
                : operands[0];
        }

        return method.Name == "op_UnaryPlus"
            ? operands[0]
            : new FunctionCode(LanguageOperators.NameOf(method), operands.ToEquatableArray(), code.OriginOf(where));
    }

    /// <summary>A call of a method of the user's.</summary>
    public CodeSpec Own(IMethodSymbol method, IOperation? instance, IReadOnlyList<IArgumentOperation> arguments, IOperation where)
    {
        method = code.Types.Of(method);
        if (method is { IsStatic: true, IsAbstract: true } && ConstrainedTo(where) is { } type)
        {
            method = code.Types.Of(type).FindImplementationForInterfaceMember(method) as IMethodSymbol ?? method;
        }

        string? key = KeyInUsedModel(method);
        if (key is null && !CanBeRead(method, where))
        {
            return new ConstantCode(new StringSpec(null), code.OriginOf(where));
        }

        // A method of a record of values gets them as its first argument.
        bool ofModel = instance is not null && DslSymbols.IsModel(method.ContainingType);
        CodeSpec? model = ofModel && !code.Members.IsOwn(instance!) ? code.Expressions.Read(instance!) : null;
        EquatableArray<CodeSpec> given = WithInstance(ofModel ? null : instance, () => Arguments(arguments));
        return new CallCode(key ?? Request(method), model, given, code.OriginOf(where));
    }

    /// <summary>A method of this project, which is read later.</summary>
    public string Request(IMethodSymbol method)
    {
        IMethodSymbol body = method.ReducedFrom ?? method;
        body = body.PartialImplementationPart ?? body;
        return code.NoteCall(code.Reading.Methods.Request(DslSymbols.IsModel(body.ContainingType) && body.Arity == 0 ? body.OriginalDefinition : body));
    }

    /// <summary>The key of a method of a model of another project; null for all other methods.</summary>
    public string? KeyInUsedModel(IMethodSymbol method)
    {
        string key = MethodKey.Of(method.Arity == 0 ? method.OriginalDefinition : method);
        return code.Reading.SourceOf(method) is null && code.Reading.Used.HasRestored(key) ? key : null;
    }

    /// <summary>A lambda, a method as a value, or a function as another type of function.</summary>
    public CodeSpec Function(IDelegateCreationOperation creation) => creation.Target switch
    {
        IMethodReferenceOperation { Method.MethodKind: MethodKind.DelegateInvoke, Instance: { } function } => code.Expressions.Read(function),
        IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } function } =>
            new VariableCode(code.Variables.Of(function.OriginalDefinition), code.OriginOf(creation)),
        IMethodReferenceOperation method => MethodAsValue(method),
        var function => code.Expressions.Read(function),
    };

    public CodeSpec Lambda(IAnonymousFunctionOperation lambda) => lambda.Symbol.IsAsync
        ? code.Unreadable(lambda, "an 'async' function", "leave out 'async'")
        : new LambdaCode(ParametersOf(lambda.Symbol, lambda), code.Statements.Body(lambda.Body), code.OriginOf(lambda));

    public CodeSpec LocalFunction(ILocalFunctionOperation function)
    {
        if (function.Symbol.IsAsync || function.Symbol.Arity > 0 || function.Symbol.IsExtern)
        {
            return code.Unreadable(
                function, function.Symbol.IsAsync ? "an 'async' function" : "a generic or 'extern' local function", "write an ordinary local function");
        }

        return function.Body is { } body
            ? new LambdaCode(ParametersOf(function.Symbol, function), code.Statements.Body(body), code.OriginOf(function))
            : code.Rejected(function);
    }

    /// <summary>The arguments in the order of the parameters, with those that are left to their defaults.</summary>
    public EquatableArray<CodeSpec> Arguments(IReadOnlyList<IArgumentOperation> arguments) =>
        arguments.OrderBy(static argument => argument.Parameter?.Ordinal ?? 0).Select(Argument).ToEquatableArray();

    /// <summary>The name in a reference to a member, where a message about the member stands.</summary>
    public static Location NameIn(IOperation reference)
    {
        SyntaxNode syntax = reference.Syntax is InvocationExpressionSyntax invocation ? invocation.Expression : reference.Syntax;
        return syntax switch
        {
            MemberAccessExpressionSyntax member => member.Name.GetLocation(),
            MemberBindingExpressionSyntax member => member.Name.GetLocation(),
            _ => syntax.GetLocation(),
        };
    }

    // A parameter that is declared in source is reported there.
    private CodeSpec Argument(IArgumentOperation argument) => argument.Parameter is not { RefKind: RefKind.Ref or RefKind.Out } parameter
        ? code.Expressions.Read(argument.Value)
        : code.Reading.SourceOf(parameter) is null
            ? code.Unreadable(argument, "a 'ref' or 'out' argument", "return a tuple instead")
            : new ConstantCode(new StringSpec(null), code.OriginOf(argument));

    private EquatableArray<CodeSpec> WithInstance(IOperation? instance, Func<EquatableArray<CodeSpec>> arguments)
    {
        if (instance is null)
        {
            return arguments();
        }

        CodeSpec first = code.Expressions.Read(instance);
        return new[] { first }.Concat(arguments()).ToEquatableArray();
    }

    private EquatableArray<string> ParametersOf(IMethodSymbol function, IOperation where)
    {
        if (function.Parameters.FirstOrDefault(static parameter => parameter.RefKind is RefKind.Ref or RefKind.Out) is { } parameter)
        {
            code.Unreadable(parameter.Locations.FirstOrDefault() ?? where.Syntax.GetLocation(), "a 'ref' or 'out' parameter", "return a tuple instead");
        }

        return function.Parameters.Select(code.Variables.Of).ToEquatableArray();
    }

    // x => Method(x), which is what a method as a value does.
    private CodeSpec MethodAsValue(IMethodReferenceOperation reference)
    {
        IMethodSymbol method = code.Types.Of(reference.Method);
        int origin = code.OriginOf(reference);
        string[] names = [.. method.Parameters.Select(parameter => code.Variables.Temporary(parameter.Name))];
        CodeSpec[] arguments = [.. names.Select(name => new VariableCode(name, origin))];
        if (DslSymbols.IsLanguage(method.ContainingType) && !method.IsOverride)
        {
            EquatableArray<CodeSpec> given = WithInstance(reference.Instance, () => arguments.ToEquatableArray());
            return new LambdaCode(names.ToEquatableArray(), new FunctionCode(method.Name, given, origin), origin);
        }

        if (MathFunctions.NameOf(method) is { } name)
        {
            return new LambdaCode(names.ToEquatableArray(), new FunctionCode(name, arguments.ToEquatableArray(), origin), origin);
        }

        if (Own(method, reference.Instance, [], reference) is not CallCode call)
        {
            return new ConstantCode(new StringSpec(null), origin);
        }

        return new LambdaCode(names.ToEquatableArray(), call with { Arguments = call.Arguments.Concat(arguments).ToEquatableArray() }, origin);
    }

    private bool CanBeRead(IMethodSymbol method, IOperation where)
    {
        if (method.TypeArguments.Concat(method.ContainingType?.TypeArguments ?? []).Any(static type => Instantiation.Depth(type) > DeepestTypeArgument))
        {
            code.Unreadable(where, $"'{method.Name}' with type arguments nested this deep", "use a method without type parameters");
            return false;
        }

        (string Construct, string Instead)? obstacle = method switch
        {
            { IsAbstract: true } => ($"a call of '{method.Name}', which has no body", "call a method with a body, or pass a function"),
            { IsAsync: true } => ($"the 'async' method '{method.Name}'", "leave out 'async'"),
            { IsExtern: true } => ($"the 'extern' method '{method.Name}'", "write it in C#"),
            _ => null,
        };
        if (obstacle is { } found)
        {
            code.Unreadable(NameIn(where), found.Construct, found.Instead);
            return false;
        }

        if (code.Reading.SourceOf(method.PartialImplementationPart ?? method) is null)
        {
            code.Reading.Report(Rules.UnreadableCall, NameIn(where), method.Name, IsLinq(method) ? LoopInstead : OwnCodeInstead);
            return false;
        }

        return true;
    }

    private static bool IsLinq(IMethodSymbol method) => method.ContainingNamespace.ToDisplayString() == "System.Linq";

    private static ITypeSymbol? ConstrainedTo(IOperation where) => where switch
    {
        IInvocationOperation call => call.ConstrainedToType,
        IMethodReferenceOperation reference => reference.ConstrainedToType,
        IPropertyReferenceOperation property => property.ConstrainedToType,
        _ => null,
    };
}
