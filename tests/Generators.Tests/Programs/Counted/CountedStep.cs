using System.Reflection;
using System.Runtime.InteropServices;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Generators.Tests.Programs.Counted;

/// <summary>A training program that a test has compiled: what is printed of it, and runs of it in memory of exactly chosen lengths.</summary>
/// <param name="model">The model as it was compiled.</param>
/// <param name="objective">The objective as it was compiled.</param>
internal abstract class CountedStep(CompiledModel model, CompiledObjective objective)
{
    /// <summary>
    /// Two quiet NaNs that no computation gives, unlike in every byte: what still has these bits in both of two runs was not written, not even a byte of it.
    /// </summary>
    private static readonly uint[] Untouched = [0x7FC1_2345, 0xFFD2_3456];

    private static readonly Threads OneThread = new(1);

    /// <summary>The model as it was compiled.</summary>
    public CompiledModel Compiled => model;

    /// <summary>The program as it was compiled.</summary>
    public CompiledProgram Program => objective.Training;

    /// <summary>What the generated file says of the model.</summary>
    public abstract ModelDescription Model { get; }

    /// <summary>What it says of the objective.</summary>
    public abstract ObjectiveDescription Objective { get; }

    /// <summary>What it says that the program costs.</summary>
    public abstract ProgramCost Cost { get; }

    /// <summary>The length of the buffer of gradients.</summary>
    public int GradientLength => Objective.GradientLength is > 0 and int own ? own : Model.ParameterBufferLength;

    /// <summary>The named sizes, all of the same value.</summary>
    protected int[] Sizes { get; } = [.. model.Sizes.Select(static _ => CountedModels.NamedSize)];

    /// <summary>The program of an objective.</summary>
    public static CountedStep Of(CompiledModel model, string name, Assembly assembly)
    {
        Type type = assembly.GetType(model.Spec.FullName, throwOnError: true)!;
        Type objective = type.GetNestedType(name + "Objective") ?? typeof(LossObjective<>).MakeGenericType(type);
        return (CountedStep)Activator.CreateInstance(
            typeof(CountedStep<,>).MakeGenericType(type, objective), model, model.Objectives.Single(one => one.Name == name))!;
    }

    /// <summary>The values of all names of sizes.</summary>
    /// <param name="count">The samples.</param>
    /// <param name="named">The value of the model's own names.</param>
    public Dictionary<string, long> Bindings(int count, int named = CountedModels.NamedSize) => new(model.Sizes.Select(size => KeyValuePair.Create(size.Name, (long)named)))
    {
        [Size.BatchName] = count,
        [Size.WholeBatch.Names.Single()] = count,
    };

    /// <summary>Runs the program over memory that nobody has written.</summary>
    /// <param name="count">The samples.</param>
    /// <param name="floats">The floats of the arena.</param>
    /// <param name="gradients">The floats for gradients; all that the layout has when null.</param>
    /// <param name="parameters">The floats of parameters; all that the layout has when null.</param>
    public CountedRun Run(int count, long floats, int? gradients = null, int? parameters = null)
    {
        CountedRun[] runs = [.. Untouched.Select(bits => Run(count, floats, gradients ?? GradientLength, parameters ?? Model.ParameterBufferLength, bits))];
        Assert.Equal(runs[0].Loss, runs[1].Loss);
        return new CountedRun(
            runs[0].Loss, [.. runs[0].Arena.Zip(runs[1].Arena, static (a, b) => a || b)], [.. runs[0].Gradient.Zip(runs[1].Gradient, static (a, b) => a || b)]);
    }

    private CountedRun Run(int count, long floats, int gradients, int parameters, uint untouched)
    {
        Random random = new(count);
        float[] values = [.. Enumerable.Range(0, parameters).Select(_ => (random.NextSingle() - 0.5f) / 4)];
        float[] states = [.. Enumerable.Range(0, Model.StateLength).Select(_ => 0.5f + random.NextSingle())];
        Batch batch = new()
        {
            Count = count,
            Inputs = [.. Enumerable.Range(0, LengthOf(count, isInteger: false)).Select(_ => random.NextSingle() - 0.5f)],
            IntegerInputs = [.. Enumerable.Range(0, LengthOf(count, isInteger: true)).Select(_ => random.Next(5))],
            Labels = [.. Enumerable.Range(0, Objective.Target?.LengthFor(count) ?? 0).Select(_ => random.Next(5))],
            Sizes = Sizes,
        };
        uint[] gradient = new uint[gradients];
        Workspace workspace = new(floats, OneThread);
        Span<uint> arena = MemoryMarshal.Cast<float, uint>(workspace.Arena);
        arena.Fill(untouched);
        gradient.AsSpan().Fill(untouched);
        float loss = Gradient(values, states, in batch, MemoryMarshal.Cast<uint, float>(gradient.AsSpan()), workspace);
        return new CountedRun(loss, Touched(arena, untouched), Touched(gradient, untouched));
    }

    /// <summary>The floats and whole numbers of a batch, labels and targets among them.</summary>
    public int BatchLength(int count) => Objective.Inputs.Sum(input => input.LengthFor(count)) + (Objective.Target?.LengthFor(count) ?? 0);

    protected abstract float Gradient(ReadOnlySpan<float> parameters, Span<float> states, in Batch batch, Span<float> gradient, Workspace workspace);

    private int LengthOf(int count, bool isInteger) => Objective.Inputs.Where(input => input.IsInteger == isInteger).Sum(input => input.LengthFor(count));

    private static bool[] Touched(ReadOnlySpan<uint> bits, uint untouched)
    {
        bool[] touched = new bool[bits.Length];
        for (int i = 0; i < touched.Length; i++)
        {
            touched[i] = bits[i] != untouched;
        }

        return touched;
    }
}

/// <summary>A run: the loss, and which floats of the arena and of the gradients were written.</summary>
internal sealed record CountedRun(float Loss, bool[] Arena, bool[] Gradient);

/// <summary>The training program of one objective of a model.</summary>
internal sealed class CountedStep<TModel, TObjective>(CompiledModel model, CompiledObjective objective) : CountedStep(model, objective)
    where TModel : class, IModel<TModel>
    where TObjective : struct, IObjective<TModel>
{
    private delegate ModelCost CostOfSizes(ReadOnlySpan<int> sizes);

    public override ModelDescription Model => TModel.Describe(Sizes);

    public override ObjectiveDescription Objective => TObjective.Describe(Sizes);

    public override ProgramCost Cost => CostOfModel().Objective(TObjective.Name);

    protected override float Gradient(ReadOnlySpan<float> parameters, Span<float> states, in Batch batch, Span<float> gradient, Workspace workspace) =>
        TObjective.Gradient(parameters, states, in batch, new RandomKey(1, 2), gradient, workspace);

    private ModelCost CostOfModel() => Sizes.Length == 0
        ? (ModelCost)typeof(TModel).GetProperty("Cost")!.GetValue(null)!
        : typeof(TModel).GetMethod("Cost", [typeof(ReadOnlySpan<int>)])!.CreateDelegate<CostOfSizes>()(Sizes);
}
