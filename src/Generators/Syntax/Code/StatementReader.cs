using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Adjoint.Syntax;

/// <summary>Reads blocks, declarations and loops.</summary>
internal sealed class StatementReader(CodeReader code)
{
    /// <summary>The body of a method or lambda: a block, or the expression that it returns.</summary>
    public CodeSpec Body(IBlockOperation block) =>
        block.Syntax is not BlockSyntax && block.Operations.Length == 1
        && block.Operations[0] is IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } value }
            ? code.Expressions.Read(value)
            : Block(block);

    /// <summary>A statement as a block, as loops and conditions have them.</summary>
    public CodeSpec Block(IOperation statement) =>
        Sequence(statement is IBlockOperation block ? block.Operations : [statement], code.OriginOf(statement));

    /// <summary>Statements one after another.</summary>
    public CodeSpec Sequence(IEnumerable<IOperation> statements, int origin)
    {
        List<CodeSpec> read = [];
        IOperation[] operations = [.. statements];

        // A local function may be called before it is declared.
        foreach (ILocalFunctionOperation function in operations.OfType<ILocalFunctionOperation>())
        {
            read.Add(new AssignCode(code.Variables.Of(function.Symbol), code.Calls.LocalFunction(function), code.OriginOf(function)));
        }

        foreach (IOperation operation in operations)
        {
            Read(operation, read);
        }

        return new BlockCode(read.ToEquatableArray(), origin);
    }

    /// <summary>Reads a statement, which becomes none, one, or several.</summary>
    public void Read(IOperation statement, List<CodeSpec> into)
    {
        switch (statement)
        {
            case IEmptyOperation or ILocalFunctionOperation or IReturnOperation { IsImplicit: true, ReturnedValue: null }:
                break;
            case IVariableDeclarationGroupOperation group:
                into.AddRange(group.Declarations.SelectMany(static declaration => declaration.Declarators)
                    .Where(static declarator => !declarator.Symbol.IsConst)
                    .Select(code.Assignments.Declaration));
                break;
            case IExpressionStatementOperation { Operation: IDeconstructionAssignmentOperation deconstruction }:
                code.Assignments.Deconstruction(deconstruction, into);
                break;
            case IExpressionStatementOperation expression:
                into.Add(code.Assignments.Statement(expression.Operation));
                break;
            default:
                into.Add(code.Nested(statement, () => One(statement)));
                break;
        }
    }

    private CodeSpec One(IOperation statement) => statement switch
    {
        IBlockOperation block => Block(block),
        IConditionalOperation condition => code.Branches.If(condition),
        ISwitchOperation choice => code.Branches.Switch(choice),
        IForLoopOperation loop => For(loop),
        IWhileLoopOperation loop => While(loop),
        IForEachLoopOperation loop => Each(loop),
        IReturnOperation { Kind: OperationKind.Return } end => new ReturnCode(
            end.ReturnedValue is null ? null : code.Expressions.Read(end.ReturnedValue), code.OriginOf(end)),
        IBranchOperation branch => code.Branches.Leave(branch),
        IInvalidOperation => code.Rejected(statement),
        _ => Constructs.Report(code, statement),
    };

    private CodeSpec For(IForLoopOperation loop)
    {
        int origin = code.OriginOf(loop);
        return new LoopCode(
            Several(loop.Before, loop),
            loop.Condition is null ? new ConstantCode(new BooleanSpec(true), code.OriginOf(loop)) : code.Expressions.Read(loop.Condition),
            Several(loop.AtLoopBottom, loop),
            Block(loop.Body),
            origin);
    }

    private CodeSpec While(IWhileLoopOperation loop) => loop is { ConditionIsTop: true, ConditionIsUntil: false, Condition: { } condition }
        ? new LoopCode(null, code.Expressions.Read(condition), null, Block(loop.Body), code.OriginOf(loop))
        : code.Unreadable(loop, "'do'", "write 'while' or 'for'");

    private CodeSpec Each(IForEachLoopOperation loop)
    {
        if (loop.IsAsynchronous)
        {
            return code.Unreadable(loop, "'await foreach'", "write 'foreach' over an array");
        }

        int origin = code.OriginOf(loop);
        CodeSpec items = code.Expressions.Read(loop.Collection);
        switch (loop.LoopControlVariable)
        {
            case IVariableDeclaratorOperation { Symbol: var variable }:
                if (code.Conversions.ElementOf(loop.Collection) is { } given && !Numbers.AreOfOneKind(given, variable.Type))
                {
                    return code.Unreadable(loop.LoopControlVariable, "a conversion of the variable of 'foreach'", "write 'var' and convert it where it is used");
                }

                return new EachCode(code.Variables.Of(variable), items, Block(loop.Body), origin);
            case IDeclarationExpressionOperation or ITupleOperation when code.Conversions.ElementOf(loop.Collection) is { } element:
                string item = code.Variables.Temporary("item");
                List<CodeSpec> body = [];
                code.Assignments.Deconstruct(loop.LoopControlVariable, element, new VariableCode(item, code.OriginOf(loop.LoopControlVariable)), body);
                body.Add(Block(loop.Body));
                return new EachCode(item, items, new BlockCode(body.ToEquatableArray(), code.OriginOf(loop.Body)), origin);
            default:
                return code.Unreadable(loop, "this form of 'foreach'", "write 'foreach (var item in items)' over an array");
        }
    }

    private CodeSpec? Several(IReadOnlyList<IOperation> statements, IOperation loop)
    {
        List<CodeSpec> read = [];
        foreach (IOperation statement in statements)
        {
            Read(statement, read);
        }

        return read.Count switch
        {
            0 => null,
            1 => read[0],
            _ => new BlockCode(read.ToEquatableArray(), code.OriginOf(loop)),
        };
    }
}
