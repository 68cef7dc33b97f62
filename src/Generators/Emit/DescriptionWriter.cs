using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;

namespace Adjoint.Emit;

/// <summary>Writes what is known of a model since it was built, costs included; where sizes have names, as formulas of them.</summary>
/// <param name="writer">Where to.</param>
/// <param name="model">The compiled model.</param>
internal sealed class DescriptionWriter(CodeWriter writer, CompiledModel model)
{
    /// <summary>The body of the partial method that makes the model's description.</summary>
    public void Write() => Write("ModelDescription", WriteProperties);

    /// <summary>The body of the partial method that makes an objective's description.</summary>
    public void Write(CompiledObjective objective) => Write("ObjectiveDescription", () =>
    {
        writer.Line($"Name = {Literal.String(objective.Name)},");
        writer.Line($"Inputs = {Tensors(objective.Inputs)},");
        writer.Line($"Updates = [{string.Join(", ", objective.Trains.Select(Literal.String))}],");
        WriteCosts(objective);
    });

    /// <summary>The body of the partial method that tells what each part costs.</summary>
    public void WriteCost() => WithSizes(new CostWriter(writer, model).Write);

    private void Write(string type, Action properties) => WithSizes(() =>
    {
        writer.Line($"description = new global::Adjoint.{type}");
        using (writer.Braces("{", "};"))
        {
            properties();
        }
    });

    private void WithSizes(Action write)
    {
        for (int i = 0; i < model.Sizes.Count; i++)
        {
            writer.Line($"int {model.Sizes[i].Name} = sizes[{i}];");
        }

        if (model.Sizes.Count == 0)
        {
            write();
            return;
        }

        writer.Line("checked");
        using (writer.Braces())
        {
            write();
        }
    }

    /// <summary>A list of tensors, as a collection expression.</summary>
    private static string Tensors(IEnumerable<NamedType> types) => "[" + string.Join(", ", types.Select(type => "new" + Tensor(type))) + "]";

    /// <summary>What a model takes or gives, as the arguments of a constructor.</summary>
    private static string Tensor(NamedType value)
    {
        TensorType type = value.Type;
        Shape sample = type.Shape.OfSample;
        string[] properties =
        [
            .. sample.All(static axis => axis.IsConstant) ? Array.Empty<string>() : [$"Text = {Literal.String(SizeNames.Declared(sample).ToString())}"],
            .. type.Shape.HasBatch ? Array.Empty<string>() : ["IsPerSample = false"],
        ];
        return $"({Literal.String(value.Name)}, [{string.Join(", ", sample)}]{(type.Element == ElementType.Int32 ? ", IsInteger: true" : string.Empty)})"
            + (properties.Length == 0 ? string.Empty : $" {{ {string.Join(", ", properties)} }}");
    }

    /// <summary>The formula of a program's memory by the batch size: what stands in C# behind <c>new</c> or <c>new MemoryFormula</c>.</summary>
    /// <param name="program">The program.</param>
    public static string Memory(CompiledProgram program)
    {
        Size total = program.Plan.Total;
        int degree = total.Degree(Size.BatchName);
        string higher = degree < 2 ? string.Empty
            : $" {{ HigherPowers = [{string.Join(", ", Enumerable.Range(2, degree - 1).Select(power => Literal.Long(total.OfPower(Size.BatchName, power))))}] }}";
        string part = program.MicroBatch is not { } most ? string.Empty
            : $" {{ MicroBatch = {Literal.Integer(most)}{(program.Graph.Outputs.Any(static output => output.Target is GradientOutput) ? $", Sums = {program.Gradients!.Length}" : string.Empty)} }}";
        return $"({Literal.Long(total.OfPower(Size.BatchName, 1))}, {Literal.Long(total.OfPower(Size.BatchName, 0))}){higher}{part}";
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
        if (model.Signature.Taps.Count > 0)
        {
            writer.Line($"Taps = {Tensors(model.Signature.Taps)},");
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

        WriteCosts(first);
        writer.Line($"PredictionMemory = new{Memory(model.Prediction)},");
        if (model.Inspection is { } inspection)
        {
            writer.Line($"InspectionMemory = new{Memory(inspection)},");
        }

        if (model.Sizes.Count > 0)
        {
            writer.Line($"Sizes = [{string.Join(", ", model.Sizes.Select(static size => size.Name))}],");
        }
    }

    private void WriteCosts(CompiledObjective objective)
    {
        writer.Line($"TrainingMemory = new{Memory(objective.Training)},");
        writer.Line($"EvaluationMemory = new{Memory(objective.Evaluation)},");
        if (objective.InputGradient is { } gradient)
        {
            writer.Line($"InputGradientMemory = new{Memory(gradient)},");
        }

        if (!objective.Signature.Gradients.IsThatOf(model.Parameters))
        {
            writer.Line($"GradientLength = {objective.Signature.Gradients.Length},");
            writer.Line("Gradients =");
            using (writer.Braces("[", "],"))
            {
                foreach (PlacedGradient item in objective.Signature.Gradients.Items)
                {
                    writer.Line($"new({Literal.String(item.Parameter)}, {item.Offset}){Positions(item.Slice)},");
                }
            }
        }

        writer.Line($"FlopsPerSample = {Literal.Long(objective.Training.Flops.Substitute(static name => name == Size.BatchName ? Size.One : null))},");
    }

    /// <summary>The trained positions of a parameter, as an initializer; nothing for all.</summary>
    private static string Positions(TrainedSlice? slice) => slice is null ? string.Empty
        : $" {{ Axis = {Literal.Integer(slice.Axis)}, Runs = [{string.Join(", ", slice.Runs.Select(static run => $"{Literal.Long(run.Start)}, {Literal.Long(run.Length)}"))}] }}";

    private void WriteList(string property, ParameterLayout layout)
    {
        writer.Line($"{property} =");
        using (writer.Braces("[", "],"))
        {
            foreach (PlacedParameter item in layout.Items)
            {
                writer.Line($"new({Literal.String(item.FullName)}, [{string.Join(", ", item.Leaf.Type.Shape)}], {item.Offset}, {Initial(item)}){Training(item.Leaf)},");
            }
        }
    }

    /// <summary>How a parameter is trained, where it is not as most are.</summary>
    private static string Training(Leaf leaf) => leaf is not ParameterLeaf { IsFrozen: true } frozen ? string.Empty
        : frozen.ChangeScale is { } scale ? $" {{ IsFrozen = true, ChangeScale = {Literal.Float(scale)} }}"
        : " { IsFrozen = true }";

    private string Initial(PlacedParameter item)
    {
        const string type = "global::Adjoint.Initializer.";
        InitialValue initial = item.Leaf is StateLeaf state ? new ConstantInitial(state.Initial) : ((ParameterLeaf)item.Leaf).Initial;
        return type + initial switch
        {
            ConstantInitial constant => $"Constant({Literal.Float(constant.Value)})",
            UniformInitial uniform => $"Uniform({Literal.Float(uniform.Bound)})",
            NormalInitial normal => $"Normal({Literal.Float(normal.Deviation)})",
            HeInitial he => $"He({Literal.Long(he.Inputs)}{Scale(he.Gain, he.IsNormal)})",
            XavierInitial xavier => $"Xavier({Literal.Long(xavier.Inputs)}, {Literal.Long(xavier.Outputs)}{Scale(xavier.Gain, xavier.IsNormal)})",
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
        string? owner = model.Signature.Scopes
            .Where(scope => fullName.StartsWith(scope.Path + ".", StringComparison.Ordinal))
            .OrderByDescending(static scope => scope.Path.Length)
            .FirstOrDefault()?.Model;
        return "global::" + CSharpName.EscapeQualified(owner ?? model.Spec.FullName);
    }
}
