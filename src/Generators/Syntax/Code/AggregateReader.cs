using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Adjoint.Syntax;

/// <summary>Reads values that stand together: tuples, positional records and arrays, and what is taken out of them.</summary>
internal sealed class AggregateReader(CodeReader code)
{
    public CodeSpec Tuple(ITupleOperation tuple) => Together(tuple.Elements, tuple);

    public CodeSpec Array(IArrayCreationOperation array)
    {
        if (array.DimensionSizes.Length != 1)
        {
            return code.Unreadable(array, "an array of several dimensions", "use an array of arrays");
        }

        if (array.Initializer is { } initializer)
        {
            return Together(initializer.ElementValues, array);
        }

        return array.DimensionSizes[0].ConstantValue is { HasValue: true, Value: 0 }
            ? Together([], array)
            : code.Unreadable(array, "an array without its values", "give it all of its values where it is made, as in '[a, b]'");
    }

    public CodeSpec Collection(ICollectionExpressionOperation collection)
    {
        if (collection.Type is { } type && !Lists.Is(type))
        {
            return code.Unreadable(collection, $"a collection of the type '{type.Name}'", "use an array");
        }

        return Together(collection.Elements, collection);
    }

    public CodeSpec Creation(IObjectCreationOperation creation)
    {
        if (creation.Constructor is not { } constructor || creation.Type is null)
        {
            return code.Rejected(creation);
        }

        if (creation.Type.IsTupleType)
        {
            return With(Together(creation.Arguments.Select(static argument => argument.Value), creation), creation.Initializer, creation);
        }

        if (DslSymbols.IsModel(creation.Type))
        {
            return code.Unreadable(creation, "the creation of a model", $"declare it as a part, as in '{creation.Type.Name} Part' or '[Use<{creation.Type.Name}>] Layer Part'");
        }

        if (!SymbolEqualityComparer.Default.Equals(Positional.ConstructorOf(creation.Type, code.Reading)?.OriginalDefinition, constructor.OriginalDefinition))
        {
            return code.Unreadable(creation, $"the creation of '{creation.Type.Name}'", "use a tuple, or a positional record of this project");
        }

        CodeSpec made = new TupleCode(code.Calls.Arguments(creation.Arguments), code.OriginOf(creation));
        return With(made, creation.Initializer, creation);
    }

    public CodeSpec With(IWithOperation copy) => DslSymbols.IsModel(copy.Operand.Type)
        ? code.Unreadable(copy, "a copy of a model", "use the model as it is")
        : With(code.Expressions.Read(copy.Operand), copy.Initializer, copy);

    public CodeSpec Element(IArrayElementReferenceOperation element) => element.Indices.Length == 1
        ? Item(element.ArrayReference, element.Indices[0], element)
        : code.Unreadable(element, "an array of several dimensions", "use an array of arrays");

    public CodeSpec Element(IImplicitIndexerReferenceOperation element) => Item(element.Instance, element.Argument, element);

    /// <summary>One of the values, counted from the start or, after <c>^</c>, from the end.</summary>
    public CodeSpec Item(IOperation list, IOperation index, IOperation where)
    {
        if (index.Type?.SpecialType is not (SpecialType.System_Int32 or SpecialType.System_Int64) && index is not IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat })
        {
            return code.Unreadable(where, "a range or index of this type", "write 'items[i]' or 'items[^i]' with a whole number");
        }

        CodeSpec items = code.Expressions.Read(list);
        CodeSpec place = index is IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat } hat
            ? new BinaryCode("-", new LengthCode(items, code.OriginOf(index)), code.Expressions.Read(hat.Operand), code.OriginOf(index))
            : code.Expressions.Read(index);
        return new ItemCode(items, place, code.OriginOf(where));
    }

    /// <summary>One of the values by its place in the declaration.</summary>
    public CodeSpec Item(CodeSpec value, int index, IOperation where) =>
        new ItemCode(value, new ConstantCode(new IntegerSpec(index), code.OriginOf(where)), code.OriginOf(where));

    private CodeSpec With(CodeSpec value, IObjectOrCollectionInitializerOperation? initializer, IOperation where)
    {
        if (initializer is null || initializer.Initializers.IsEmpty)
        {
            return value;
        }

        List<ReplacementSpec> replacements = [];
        foreach (IOperation operation in initializer.Initializers)
        {
            if (operation is ISimpleAssignmentOperation { Target: IMemberReferenceOperation target } assignment
                && IndexOf(target) is { } index)
            {
                replacements.Add(new ReplacementSpec(index, code.Expressions.Read(assignment.Value)));
            }
            else
            {
                code.Unreadable(operation, "a member that is not positional", "replace positional members");
            }
        }

        return new WithCode(value, replacements.ToEquatableArray(), code.OriginOf(where));
    }

    private int? IndexOf(IMemberReferenceOperation target) => target switch
    {
        IPropertyReferenceOperation { Property: var property } => Positional.IndexOf(property, code.Reading),
        IFieldReferenceOperation { Field: var field } => MemberAccessReader.TupleIndexOf(field),
        _ => null,
    };

    private CodeSpec Together(IEnumerable<IOperation> values, IOperation where) =>
        new TupleCode(values.Select(code.Expressions.Read).ToEquatableArray(), code.OriginOf(where));
}
