using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;

namespace Adjoint.Emit;

/// <summary>Writes the members that tell what is known of a model since it was built. The costs among it are known only with the programs, whose file says it all.</summary>
/// <param name="writer">Where to.</param>
/// <param name="model">The model.</param>
internal sealed class DescriptionMembers(CodeWriter writer, ModelSignature model)
{
    private readonly MemberWriter _members = new(writer);

    private string Name => CSharpName.Escape(model.Spec.Name);

    public void Write()
    {
        if (model.Sizes.Count == 0)
        {
            _members.Declaration(
                "/// <summary>What is known of the model since it was built: parameters, shapes, memory, cost.</summary>",
                "public static global::Adjoint.ModelDescription Description { get; } = Describe([]);");
            writer.Line();
            WriteDescribe("private");
            WriteCost();
            return;
        }

        WriteSizes();
        if (model.Sizes.Any(static size => size.IsGivenAtCreation))
        {
            string names = string.Join(", ", model.Sizes.Where(static size => size.IsGivenAtCreation).Select(static size => size.Declared));
            writer.Line();
            writer.Line($"static global::Adjoint.ModelDescription global::Adjoint.IModel<{Name}>.Description =>");
            using (writer.Indent())
            {
                writer.Line($"throw new global::System.InvalidOperationException({Literal.String($"'{model.Spec.Name}' is created with sizes ({names}), which its description depends on: Describe takes them, and Parameters.Description has it.")});");
            }
        }
        else
        {
            string zeros = string.Join(", ", model.Sizes.Select(static _ => "0"));
            _members.Declaration(
                "/// <summary>What is known of the model since it was built: parameters, shapes, memory, cost. Sizes that inputs decide are 0 in it.</summary>",
                $"public static global::Adjoint.ModelDescription Description {{ get; }} = Describe([{zeros}]);");
        }

        _members.Header(
            """
            /// <summary>What is known of the model, with values for its named sizes.</summary>
            /// <param name="sizes">A value for each of <see cref="Sizes"/>; 0 for one that inputs decide and that is not known yet.</param>
            """);
        WriteDescribe("public");
        WriteCostOfSizes();
    }

    /// <summary>What parts cost is told when somebody asks for it.</summary>
    private void WriteCost()
    {
        _members.Header("/// <summary>What each part costs in a prediction and in a training step: parameters, operations, memory.</summary>");
        using (writer.Braces("public static global::Adjoint.ModelCost Cost"))
        using (writer.Braces("get"))
        {
            using (writer.Braces("if (_adjointCost is null)"))
            {
                writer.Line($"{ProgramSignatures.Cost.PartialName}([], ref _adjointCost);");
            }

            writer.Line();
            writer.Line("return _adjointCost!;");
        }

        writer.Line();
        writer.Line("private static global::Adjoint.ModelCost? _adjointCost;");
    }

    private void WriteCostOfSizes()
    {
        _members.Header(
            """
            /// <summary>What each part costs in a prediction and in a training step: parameters, operations, memory.</summary>
            /// <param name="sizes">A value for each of <see cref="Sizes"/>.</param>
            """);
        using (writer.Braces("public static global::Adjoint.ModelCost Cost(global::System.ReadOnlySpan<int> sizes)"))
        {
            WriteBody(writer, ProgramSignatures.Cost);
        }
    }

    private void WriteDescribe(string accessibility)
    {
        using (writer.Braces($"{accessibility} static global::Adjoint.ModelDescription Describe(global::System.ReadOnlySpan<int> sizes)"))
        {
            WriteBody(writer, ProgramSignatures.Describe);
        }
    }

    /// <summary>Asks the file of the programs for a description.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="signature">The partial method that makes it.</param>
    public static void WriteBody(CodeWriter writer, DescriptionSignature signature)
    {
        writer.Line($"{signature.Type}? description = null;");
        writer.Line($"{signature.PartialName}(sizes, ref description);");
        writer.Line("return description!;");
    }

    private void WriteSizes()
    {
        _members.Header("/// <summary>The named sizes of the model.</summary>");
        writer.Line("public static global::System.Collections.Immutable.ImmutableArray<global::Adjoint.SizeInfo> Sizes { get; } =");
        using (writer.Braces("[", "];"))
        {
            foreach (NamedSize size in model.Sizes)
            {
                string source = size.IsOfObjective ? ", Input: -1" : size.Source is not { } read ? string.Empty
                    : $", Input: {Literal.Integer(read.Input)}, Axis: {Literal.Integer(read.Axis)}, Coefficient: {Literal.Integer(read.Coefficient)}, Offset: {Literal.Integer(read.Offset)}";
                writer.Line($"new({Literal.String(size.Declared)}, IsGivenAtCreation: {(size.IsGivenAtCreation ? "true" : "false")}{source}),");
            }
        }
    }
}
