using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Adjoint.Syntax;

/// <summary>Reads what gives variables their values.</summary>
internal sealed class AssignmentReader(CodeReader code)
{
    /// <summary>A local with its first value; one without gets none, so that it is known where it is declared.</summary>
    public CodeSpec Declaration(IVariableDeclaratorOperation declarator)
    {
        if (declarator.Symbol.IsRef)
        {
            return code.Unreadable(declarator, "a 'ref' variable", "copy the value");
        }

        int origin = code.OriginOf(declarator);
        CodeSpec value = declarator.GetVariableInitializer() is { Value: var initial }
            ? code.Expressions.Read(initial)
            : new ConstantCode(new StringSpec(null), origin);
        return new AssignCode(code.Variables.Of(declarator.Symbol), value, origin);
    }

    /// <summary>An expression whose value is not used.</summary>
    public CodeSpec Statement(IOperation expression) => expression switch
    {
        IIncrementOrDecrementOperation increment => Increment(increment),
        ISimpleAssignmentOperation { Target: IDiscardOperation, Value: var value } => code.Expressions.Read(value),
        _ => code.Expressions.Read(expression),
    };

    /// <summary>An assignment whose value is used.</summary>
    public CodeSpec Expression(IOperation assignment) => assignment switch
    {
        ISimpleAssignmentOperation simple => Simple(simple),
        ICompoundAssignmentOperation compound => Change(compound.Target, compound, left => code.Operators.Compound(compound, left)),
        ICoalesceAssignmentOperation coalesce => Change(coalesce.Target, coalesce, left => new ConditionalCode(
            new BinaryCode("!=", left, new ConstantCode(new StringSpec(null), code.OriginOf(coalesce)), code.OriginOf(coalesce)),
            left,
            code.Expressions.Read(coalesce.Value),
            code.OriginOf(coalesce))),
        IIncrementOrDecrementOperation { IsPostfix: false } increment => Increment(increment),
        IIncrementOrDecrementOperation increment when Numbers.IsKept(increment.Type) => new BinaryCode(
            Step(increment, forwards: false), Increment(increment), new ConstantCode(new IntegerSpec(1), code.OriginOf(increment)), code.OriginOf(increment)),
        IDeconstructionAssignmentOperation => code.Unreadable(assignment, "a deconstruction within an expression", "write it as a statement of its own"),
        _ => Constructs.Report(code, assignment),
    };

    /// <summary>Variables get the values of a tuple or record; tuples within tuples are taken apart one after the other.</summary>
    public void Deconstruction(IDeconstructionAssignmentOperation deconstruction, List<CodeSpec> into) =>
        Deconstruct(deconstruction.Target, deconstruction.Value.Type, code.Expressions.Read(deconstruction.Value), into);

    /// <summary>Variables get the values of something that is read.</summary>
    public void Deconstruct(IOperation target, ITypeSymbol? type, CodeSpec value, List<CodeSpec> into)
    {
        ITupleOperation? tuple = (target is IDeclarationExpressionOperation declaration ? declaration.Expression : target) as ITupleOperation;
        if (tuple is null || Positional.ElementsOf(type, code.Reading) is not { } elements || elements.Count != tuple.Elements.Length)
        {
            into.Add(code.Unreadable(target, "this deconstruction", "take apart a tuple or a positional record"));
            return;
        }

        List<string> names = [];
        List<(IOperation Target, ITypeSymbol Type, string Name)> inner = [];
        for (int i = 0; i < elements.Count; i++)
        {
            IOperation element = tuple.Elements[i];
            if (element is IDiscardOperation)
            {
                names.Add("");
            }
            else if (NameOf(element) is { } name)
            {
                if (!Numbers.AreOfOneKind(elements[i], element.Type))
                {
                    code.Unreadable(element, "a conversion in a deconstruction", "write 'var' and convert it where it is used");
                }

                names.Add(name);
            }
            else if (element is ITupleOperation or IDeclarationExpressionOperation)
            {
                names.Add(code.Variables.Temporary("item"));
                inner.Add((element, elements[i], names[i]));
            }
            else
            {
                names.Add("");
                UnreadableTarget(element);
            }
        }

        into.Add(new DeconstructCode(names.ToEquatableArray(), value, code.OriginOf(target)));
        foreach ((IOperation innerTarget, ITypeSymbol innerType, string name) in inner)
        {
            Deconstruct(innerTarget, innerType, new VariableCode(name, code.OriginOf(innerTarget)), into);
        }
    }

    private CodeSpec Simple(ISimpleAssignmentOperation assignment)
    {
        if (assignment.IsRef)
        {
            return code.Unreadable(assignment, "a 'ref' assignment", "copy the value");
        }

        if (Captures.OfRound(assignment))
        {
            return code.Unreadable(assignment.Value, "a function that outlives the round of the loop whose variables it uses", "declare these variables before the loop, or call it in the loop");
        }

        CodeSpec value = code.Expressions.Read(assignment.Value);
        return NameOf(assignment.Target) is { } name
            ? new AssignCode(name, value, code.OriginOf(assignment))
            : UnreadableTarget(assignment.Target);
    }

    private CodeSpec Change(IOperation target, IOperation assignment, Func<CodeSpec, CodeSpec> change) => NameOf(target) is { } name
        ? new AssignCode(name, change(new VariableCode(name, code.OriginOf(target))), code.OriginOf(assignment))
        : UnreadableTarget(target);

    private CodeSpec Increment(IIncrementOrDecrementOperation increment) => Numbers.IsKept(increment.Type) && increment.OperatorMethod is null && !increment.IsLifted
        ? Change(increment.Target, increment, left => new BinaryCode(
            Step(increment, forwards: true), left, new ConstantCode(new IntegerSpec(1), code.OriginOf(increment)), code.OriginOf(increment)))
        : code.Unreadable(increment, "this operator on this value", "write it out, as in 'x = x + 1'");

    private static string Step(IIncrementOrDecrementOperation increment, bool forwards) =>
        (increment.Kind == OperationKind.Increment) == forwards ? "+" : "-";

    private string? NameOf(IOperation target) => target switch
    {
        ILocalReferenceOperation { Local.IsRef: false, Local: var local } => code.Variables.Of(local),
        IParameterReferenceOperation { Parameter: var parameter } => code.Variables.Of(parameter),
        IDeclarationExpressionOperation { Expression: ILocalReferenceOperation inner } => NameOf(inner),
        _ => null,
    };

    private CodeSpec UnreadableTarget(IOperation target) => target switch
    {
        IArrayElementReferenceOperation => code.Unreadable(target, "an assignment to an element of an array", "give the array all of its values where it is made"),
        IPropertyReferenceOperation { Property: var property } when Positional.IsPart(property, code.Reading) =>
            code.Unreadable(target, "an assignment to a part", "call 'Becomes' on a part with [State]"),
        IPropertyReferenceOperation => code.Unreadable(target, "an assignment to a property", "make a changed copy with 'with'"),
        IFieldReferenceOperation => code.Unreadable(target, "an assignment to a field", "assign a variable"),
        IInvalidOperation => code.Rejected(target),
        _ => code.Unreadable(target, "an assignment to this", "assign a variable"),
    };
}
