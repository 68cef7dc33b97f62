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
/// What a build decides for a model, one fact a line: parameters and their places, and for the prediction and the training of each objective the
/// kernels in order, what each fuses, where its results live and for how long, and what each part costs. It depends on the declaration
/// alone, not on where that stands, so that two versions can be compared line by line.
/// </summary>
internal sealed class PlanText
{
    private readonly StringBuilder _text = new();
    private readonly CompiledModel _model;

    private PlanText(CompiledModel model)
    {
        _model = model;
    }

    /// <summary>The plan of a model; its lines end in a line feed.</summary>
    public static string Of(CompiledModel model) => new PlanText(model).Write();

    private string Write()
    {
        Line(0, $"# The plan of {_model.Spec.FullName}: n is the batch size, places are floats, moments count the kernels.");
        Line(0, $"inputs: {Types(_model.Inputs)}");
        Line(0, $"outputs: {Types(_model.Outputs)}");
        WriteLayout("parameters", _model.Parameters);
        if (_model.States.Items.Count > 0)
        {
            WriteLayout("states", _model.States);
        }

        WriteProgram("prediction", _model.Prediction);
        foreach (CompiledObjective objective in _model.Objectives)
        {
            WriteProgram($"training of {objective.Name}", objective.Training, () =>
            {
                Line(1, $"inputs: {Types(objective.Inputs)}");
                if (objective.Target is { } target)
                {
                    Line(1, $"target: {target}");
                }

                Line(1, $"trains: {string.Join(", ", objective.Trains)}");
            });
        }

        return _text.ToString();
    }

    private void WriteLayout(string title, ParameterLayout layout)
    {
        _text.Append('\n');
        Line(0, $"{title}: {layout.Count} in {layout.Length} floats");
        foreach (PlacedParameter item in layout.Items)
        {
            Line(1, $"{item.FullName} {item.Leaf.Type} at {item.Offset}{(item.Leaf is ParameterLeaf { IsFrozen: true } ? ", frozen" : string.Empty)}");
        }
    }

    private void WriteProgram(string title, CompiledProgram program, Action? about = null)
    {
        _text.Append('\n');
        Line(0, title);
        about?.Invoke();
        foreach (string note in program.Notes)
        {
            Line(1, note);
        }

        Line(1, $"arena: {program.Plan.Total} floats, of which saved {program.Plan.Saved}");
        Line(1, $"samples at a time: {(program.MicroBatch is { } most ? "at most " + Literal.Integer(most) : "all")}");
        Line(1, "kernels:");
        WriteKernels(program, new KernelComment(_model, program, new StepNames(program)), program.Kernels, 0, 2);
        Line(1, "costs:");
        CostTable costs = CostTable.Of(program, _model);
        foreach (CostRow row in costs.Rows.Append(costs.Total))
        {
            Line(2, $"{row.Part}: parameters {row.Parameters}, trained {row.Trained}, forward {row.ForwardFlops} FLOP, backward {row.BackwardFlops} FLOP, saved {row.Saved} floats, scratch {row.Scratch} floats");
        }
    }

    /// <summary>Writes kernels with those of the steps of loops, each at its moment.</summary>
    private void WriteKernels(CompiledProgram program, KernelComment comments, IReadOnlyList<Kernel> kernels, int moment, int depth)
    {
        foreach (Kernel kernel in kernels)
        {
            string name = kernel.GetType().Name;
            string bias = kernel is GemmKernel { Bias: not null } or ConvolutionKernel { Bias: not null } ? "bias, " : string.Empty;
            string fused = bias + string.Join(", ", kernel.Computes.Select(static node => node.Operation.Name));
            string places = string.Join("; ", kernel.Writes.Select(value => PlaceOf(program, value)));
            Line(depth, $"{Literal.Integer(moment)} {comments.Of(kernel)} = {name.Substring(0, name.Length - nameof(Kernel).Length)}({fused}){(places.Length == 0 ? string.Empty : " in " + places)}");
            if (kernel is LoopKernel loop)
            {
                WriteKernels(program, comments, loop.Once, moment + 1, depth + 1);
                WriteKernels(program, comments, loop.Steps, moment + 1 + loop.Once.Sum(BufferCollector.Moments), depth + 1);
            }

            moment += BufferCollector.Moments(kernel);
        }
    }

    private string PlaceOf(CompiledProgram program, Node value)
    {
        if (program.Plan.Buffers.FirstOrDefault(buffer => buffer.Values.Contains(value)) is { } place)
        {
            return $"[{place.Offset}, {place.Length}] from {Literal.Integer(place.First)} to {Literal.Integer(place.Last)}{(place.Kept == value ? ", saved" : string.Empty)}";
        }

        return !program.Plan.Outputs.TryGetValue(value, out OutputTarget? target) ? "the memory of its loop" : target switch
        {
            GradientOutput gradient => $"the gradient of {gradient.Parameter}",
            PredictionOutput prediction => $"the output {_model.Outputs[prediction.Index].Name}",
            _ => "the results",
        };
    }

    private static string Types(IEnumerable<NamedType> types) => string.Join(", ", types.Select(static type => $"{type.Name} {type.Type}"));

    private void Line(int depth, string text) => _text.Append(' ', 2 * depth).Append(text).Append('\n');
}
