using System.Text;
using Adjoint.Compiler.Costs;
using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Plan;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Emit;

namespace Adjoint.Analyzers.Plans;

/// <summary>
/// The training of each objective as a diagram: a page of Markdown with flowcharts in the language of Mermaid, which code hosts draw. A box is a
/// kernel with the parameters that it reads or trains and its operations; a line is a value with its name in the program and its axes, dashed with its bytes where the
/// forward pass keeps it for the backward pass.
/// </summary>
internal sealed class PlanDiagram
{
    private readonly StringBuilder _text = new();
    private readonly CompiledModel _model;

    private PlanDiagram(CompiledModel model)
    {
        _model = model;
    }

    /// <summary>The page of a model; its lines end in a line feed.</summary>
    public static string Of(CompiledModel model) => new PlanDiagram(model).Write();

    private string Write()
    {
        Line($"# {_model.Spec.FullName}");
        Line("");
        Line("A box is a kernel: what it computes, the parameters that it reads or trains, and the operations that it adds to each part. A line is a value,");
        Line("with its name in the program and its axes; n is the batch. What the backward pass reads of the forward pass is a dashed line, with the bytes");
        Line("that keep it, which several lines of one name share.");
        foreach (CompiledObjective objective in _model.Objectives)
        {
            CostRow total = CostTable.Of(objective.Training, _model).Total;
            Line("");
            Line($"## Training of {objective.Name}");
            Line("");
            Line($"- parameters: {total.Parameters}, of which trained {total.Trained}");
            Line($"- operations: forward {total.ForwardFlops} FLOP, backward {total.BackwardFlops} FLOP");
            Line($"- arena: {Bytes(objective.Training.Plan.Total)}, of which kept {Bytes(total.Saved)}{(objective.Training.MicroBatch is { } most ? $"; at most {Literal.Integer(most)} samples at a time" : string.Empty)}");
            Line("");
            Line("```mermaid");
            Line("flowchart TB");
            WriteProgram(objective.Training);
            Line("```");
        }

        return _text.ToString();
    }

    private void WriteProgram(CompiledProgram program)
    {
        ProgramNames names = new(_model, program);
        KernelComment comments = new(_model, program, names.Steps);
        KernelCosts costs = new(program, _model.Signature);
        Dictionary<Node, PlannedBuffer> kept = program.Plan.Buffers.Where(static buffer => buffer.Kept is not null).ToDictionary(static buffer => buffer.Kept!);
        List<string> edges = [];
        Dictionary<Node, Box> boxes = [];
        foreach (Node leaf in program.Graph.Nodes.Where(static node => node.Operation is InputLeaf or TargetLeaf or StateLeaf))
        {
            string name = leaf.Operation switch
            {
                InputLeaf input => input.InputName,
                StateLeaf state => state.FullName,
                _ => "targets",
            };
            Box box = new($"i{Literal.Integer(boxes.Count)}", IsBackward: false);
            boxes.Add(leaf, box);
            Line($"  {box.Id}([\"{Text(name)}\"])");
        }

        // Everything behind the first kernel of the backward pass belongs to that, as in the program.
        int forward = program.Kernels.TakeWhile(static kernel => !kernel.Subject.Origin.IsBackward).Count();
        WriteKernels("Forward", 0, forward);
        if (forward < program.Kernels.Count)
        {
            WriteKernels("Backward", forward, program.Kernels.Count);
        }

        // The caller reads the loss when all is done.
        Line("  loss([\"loss\"])");
        Node loss = StoredValues.Root(program.Graph.Outputs.First(static output => output.Target is LossOutput).Value);
        if (boxes.ContainsKey(loss))
        {
            WriteEdge(loss, new Box("loss", IsBackward: forward < program.Kernels.Count));
        }

        edges.ForEach(Line);

        void WriteKernels(string title, int start, int end)
        {
            Line($"  subgraph {title}");
            for (int i = start; i < end; i++)
            {
                Kernel kernel = program.Kernels[i];
                Box box = new($"k{Literal.Integer(i)}", IsBackward: start > 0);
                string comment = comments.Of(kernel);

                // The shapes, which stand behind three spaces, are those of the lines.
                string what = comment.Substring(0, comment.LastIndexOf("   ", StringComparison.Ordinal));
                Line($"    {box.Id}[\"{string.Join("<br/>", Parameters(program, kernel).Concat(costs.Of(kernel).Select(Cost)).Prepend(what).Select(Text))}\"]");
                foreach (Node read in kernel.Reads.Where(boxes.ContainsKey))
                {
                    WriteEdge(read, box);
                }

                foreach (Node value in kernel.Writes)
                {
                    boxes[value] = box;
                }
            }

            Line("  end");
        }

        void WriteEdge(Node value, Box to)
        {
            Box from = boxes[value];
            bool isDashed = to.IsBackward && !from.IsBackward;
            string type = value.Type.Element == ElementType.Float32 ? value.Shape.ToString() : value.Type.ToString();
            string bytes = isDashed && kept.TryGetValue(value, out PlannedBuffer? buffer) ? $", kept {Bytes(buffer.Floats)}" : string.Empty;
            edges.Add($"  {from.Id} {(isDashed ? "-.->" : "-->")}|\"{Text(names[value])} {type}{bytes}\"| {to.Id}");
        }
    }

    /// <summary>The parameters that a kernel reads, and those whose gradient it gives.</summary>
    private static IEnumerable<string> Parameters(CompiledProgram program, Kernel kernel)
    {
        IEnumerable<OutputTarget> given = kernel is CopyKernel copy ? [copy.Output.Target]
            : kernel.Writes.Where(program.Plan.Outputs.ContainsKey).Select(value => program.Plan.Outputs[value]);
        return kernel.Reads
            .Where(static read => read.Operation is ParameterLeaf)
            .Select(static read => $"reads {((ParameterLeaf)read.Operation).FullName} {read.Shape}")
            .Concat(given.OfType<GradientOutput>().Select(gradient =>
                $"trains {gradient.Parameter} {program.Graph.Outputs.First(output => output.Target == gradient).Value.Shape}"));
    }

    private static string Cost(OperationCost cost) => $"{cost.Part} {(cost.IsBackward ? "backward" : "forward")} {cost.Flops} FLOP";

    private static string Bytes(Size floats) => $"{floats * sizeof(float)} bytes";

    // Mermaid ends a text with a quote, and reads tags.
    private static string Text(string text) => text.Replace("\"", "#quot;").Replace("<", "#lt;").Replace(">", "#gt;");

    private void Line(string text) => _text.Append(text).Append('\n');

    /// <summary>A box of a diagram.</summary>
    /// <param name="Id">What lines call it.</param>
    /// <param name="IsBackward">Whether it belongs to the backward pass.</param>
    private sealed record Box(string Id, bool IsBackward);
}
