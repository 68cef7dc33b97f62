using System.Text;
using Adjoint.Compiler.Fuse;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Emit;

namespace Adjoint.Analyzers.Plans;

/// <summary>
/// The training of each objective as a diagram: a page of Markdown with flowcharts in the language of Mermaid, which code hosts draw. A box is a
/// kernel, a line a value with its shape; what the forward pass keeps for the backward pass is a dashed line. Parameters are not drawn:
/// each kernel has its own.
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
        Line("A box is a kernel, a line a value; a dashed line is kept from the forward to the backward pass.");
        foreach (CompiledObjective objective in _model.Objectives)
        {
            Line("");
            Line($"## Training of {objective.Name}");
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
        KernelComment comments = new(_model, program, new StepNames(program));
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

        Line("  loss([\"loss\"])");
        Node loss = StoredValues.Root(program.Graph.Outputs.First(static output => output.Target is LossOutput).Value);
        if (boxes.TryGetValue(loss, out Box? from))
        {
            edges.Add(Edge(from, new Box("loss", from.IsBackward), loss.Shape));
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
                Line($"    {box.Id}[\"{Text(comment.Substring(0, comment.LastIndexOf("   ", StringComparison.Ordinal)))}\"]");
                edges.AddRange(kernel.Reads.Where(boxes.ContainsKey).Select(read => Edge(boxes[read], box, read.Shape)));
                foreach (Node value in kernel.Writes)
                {
                    boxes[value] = box;
                }
            }

            Line("  end");
        }
    }

    private static string Edge(Box from, Box to, Shape shape) => $"  {from.Id} {(to.IsBackward && !from.IsBackward ? "-.->" : "-->")}|\"{shape}\"| {to.Id}";

    // Mermaid ends a text with a quote, and reads tags.
    private static string Text(string text) => text.Replace("\"", "#quot;").Replace("<", "#lt;").Replace(">", "#gt;");

    private void Line(string text) => _text.Append(text).Append('\n');

    /// <summary>A box of a diagram.</summary>
    /// <param name="Id">What lines call it.</param>
    /// <param name="IsBackward">Whether it belongs to the backward pass.</param>
    private sealed record Box(string Id, bool IsBackward);
}
