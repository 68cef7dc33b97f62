using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;

namespace Adjoint.Emit;

/// <summary>Writes what is known of a model since it was built; where sizes have names, as formulas of them.</summary>
/// <param name="writer">Where to.</param>
/// <param name="model">The compiled model.</param>
internal sealed class DescriptionWriter(CodeWriter writer, CompiledModel model)
{
    private readonly MemberWriter _members = new(writer);

    private string Name => CSharpName.Escape(model.Spec.Name);

    public void Write()
    {
        if (model.Sizes.Count == 0)
        {
            _members.Header("/// <summary>What is known of the model since it was built: parameters, shapes, memory, cost.</summary>");
            writer.Line("public static global::Adjoint.ModelDescription Description { get; } = new()");
            using (writer.Braces("{", "};"))
            {
                WriteProperties();
            }

            return;
        }

        WriteSizes();
        if (model.Sizes.Any(static size => size.IsGivenAtCreation))
        {
            string names = string.Join(", ", model.Sizes.Where(static size => size.IsGivenAtCreation).Select(static size => size.Name));
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
        using (writer.Braces("public static global::Adjoint.ModelDescription Describe(global::System.ReadOnlySpan<int> sizes)"))
        {
            WriteSizeLocals(writer, model);
            writer.Line("checked");
            using (writer.Braces())
            {
                writer.Line("return new global::Adjoint.ModelDescription");
                using (writer.Braces("{", "};"))
                {
                    WriteProperties();
                    writer.Line($"Sizes = [{string.Join(", ", model.Sizes.Select(static size => size.Name))}],");
                }
            }
        }
    }

    /// <summary>Gives the named sizes their values.</summary>
    public static void WriteSizeLocals(CodeWriter writer, CompiledModel model)
    {
        for (int i = 0; i < model.Sizes.Count; i++)
        {
            writer.Line($"int {model.Sizes[i].Name} = sizes[{i}];");
        }
    }

    /// <summary>A list of tensors, as a collection expression.</summary>
    public static string Tensors(IEnumerable<NamedType> types) => "[" + string.Join(", ", types.Select(type => "new" + Tensor(type))) + "]";

    /// <summary>What a model takes or gives, as the arguments of a constructor.</summary>
    public static string Tensor(NamedType value)
    {
        TensorType type = value.Type;
        bool isPerSample = type.Shape.Rank > 0 && type.Shape[0] == Size.Batch;
        Shape sample = isPerSample ? type.Shape.WithoutBatch : type.Shape;
        string[] properties =
        [
            .. sample.All(static axis => axis.IsConstant) ? Array.Empty<string>() : [$"Text = {Literal.String(sample.ToString())}"],
            .. isPerSample ? Array.Empty<string>() : ["IsPerSample = false"],
        ];
        return $"({Literal.String(value.Name)}, [{string.Join(", ", sample)}]{(type.Element == ElementType.Int32 ? ", IsInteger: true" : string.Empty)})"
            + (properties.Length == 0 ? string.Empty : $" {{ {string.Join(", ", properties)} }}");
    }

    /// <summary>The formula of a program's memory by the batch size.</summary>
    public static string Memory(Size total)
    {
        Size squared = OfPower(total, 2);
        return $"new({Formula(OfPower(total, 1))}, {Formula(OfPower(total, 0))})" + (squared == Size.Zero ? string.Empty : $" {{ FloatsPerSampleSquared = {Formula(squared)} }}");
    }

    /// <summary>What multiplies a power of the batch size.</summary>
    public static Size OfPower(Size total, int power) => total.Terms
        .Where(term => term.Names.Count(static name => name == Size.BatchName) == power)
        .Aggregate(Size.Zero, static (sum, term) => sum + term.Names.Where(static name => name != Size.BatchName).Aggregate((Size)term.Coefficient, static (product, name) => product * Size.Named(name)));

    /// <summary>A size as an expression; with names in 64 bits.</summary>
    public static string Formula(Size size) => size.IsConstant
        ? Literal.Integer(size.Constant)
        : string.Join(" + ", size.Terms.OrderByDescending(static term => term.Names.Count).Select(static term =>
            term.Names.Count == 0 ? Literal.Integer(term.Coefficient) : $"{Literal.Integer(term.Coefficient)}L * {string.Join(" * ", term.Names)}"));

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
                writer.Line($"new({Literal.String(size.Name)}, IsGivenAtCreation: {(size.IsGivenAtCreation ? "true" : "false")}{source}),");
            }
        }
    }

    private void WriteProperties()
    {
        CompiledObjective first = model.Objectives[0];
        writer.Line($"Name = {Literal.String(model.Spec.Name)},");
        WriteList("Parameters", model.Parameters);
        writer.Line($"ParameterBufferLength = {model.Parameters.Length},");
        if (model.States.Items.Count > 0)
        {
            WriteList("States", model.States);
            writer.Line($"StateLength = {model.States.Length},");
        }

        writer.Line($"Inputs = {Tensors(model.Inputs)},");
        writer.Line($"Outputs = {Tensors(model.Outputs)},");
        if (model.Taps.Count > 0)
        {
            writer.Line($"Taps = {Tensors(model.Taps)},");
        }

        if (first.Target is { } target)
        {
            writer.Line($"Target = new{Tensor(new NamedType(target.Element == ElementType.Int32 ? "labels" : "targets", target))},");
        }

        if (!model.Spec.HasBatch)
        {
            writer.Line("HasBatch = false,");
        }

        if (model.Spec.Loss is { } loss)
        {
            writer.Line($"Loss = global::Adjoint.Loss.{loss.Text},");
        }

        writer.Line($"TrainingMemory = {Memory(first.Training.Plan.Total)},");
        writer.Line($"EvaluationMemory = {Memory(first.Evaluation.Plan.Total)},");
        writer.Line($"PredictionMemory = {Memory(model.Prediction.Plan.Total)},");
        if (model.Inspection is { } inspection)
        {
            writer.Line($"InspectionMemory = {Memory(inspection.Plan.Total)},");
        }

        if (first.InputGradient is { } gradient)
        {
            writer.Line($"InputGradientMemory = {Memory(gradient.Plan.Total)},");
        }

        writer.Line($"FlopsPerSample = {Formula(OfPower(first.Training.Flops, 1))},");
    }

    private void WriteList(string property, ParameterLayout layout)
    {
        writer.Line($"{property} =");
        using (writer.Braces("[", "],"))
        {
            foreach (PlacedParameter item in layout.Items)
            {
                bool isFrozen = item.Leaf is ParameterLeaf { IsFrozen: true };
                writer.Line($"new({Literal.String(item.FullName)}, [{string.Join(", ", item.Leaf.Type.Shape)}], {item.Offset}, {Initial(item)}){(isFrozen ? " { IsFrozen = true }" : string.Empty)},");
            }
        }
    }

    private string Initial(PlacedParameter item)
    {
        const string type = "global::Adjoint.Initializer.";
        InitialValue initial = item.Leaf is StateLeaf state ? new ConstantInitial(state.Initial) : ((ParameterLeaf)item.Leaf).Initial;
        return type + initial switch
        {
            ConstantInitial constant => $"Constant({Literal.Float(constant.Value)})",
            UniformInitial uniform => $"Uniform({Literal.Float(uniform.Bound)})",
            NormalInitial normal => $"Normal({Literal.Float(normal.Deviation)})",
            HeInitial he => $"He({Formula(he.Inputs)}{Scale(he.Gain, he.IsNormal)})",
            XavierInitial xavier => $"Xavier({Formula(xavier.Inputs)}, {Formula(xavier.Outputs)}{Scale(xavier.Gain, xavier.IsNormal)})",
            OrthogonalInitial orthogonal => $"Orthogonal({Literal.Float(orthogonal.Gain)})",
            SparseInitial sparse => $"Sparse({Literal.Float(sparse.Density)}, {Literal.Float(sparse.Deviation)})",
            GivenInitial given => $"Given({OwnerOf(item.FullName)}.{CSharpName.Escape(given.Method)})",
            _ => "Zeros",
        };

        static string Scale(double gain, bool isNormal) => (gain == 1 ? string.Empty : $", gain: {Literal.Float(gain)}") + (isNormal ? ", normal: true" : string.Empty);
    }

    /// <summary>The model that declares a weight: the innermost one among whose parts it is.</summary>
    private string OwnerOf(string fullName)
    {
        string? owner = model.Scopes
            .Where(scope => fullName.StartsWith(scope.Path + ".", StringComparison.Ordinal))
            .OrderByDescending(static scope => scope.Path.Length)
            .FirstOrDefault()?.Model;
        return "global::" + CSharpName.EscapeQualified(owner ?? model.Spec.FullName);
    }
}
