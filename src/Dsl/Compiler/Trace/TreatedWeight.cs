using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Trace;

/// <summary>
/// Makes a weight, and what is used in its place: <c>Weight ∘ Mask</c>, <c>Weight + scale · Down · Up</c>, or both. All weights of layers and of models
/// are made here, so that each knows all of it.
/// </summary>
internal static class TreatedWeight
{
    public const string Mask = "Mask";
    public const string Down = "Down";
    public const string Up = "Up";

    /// <param name="model">The model that is built.</param>
    /// <param name="treatment">What training does with it.</param>
    /// <param name="leaf">The weight.</param>
    /// <param name="step">Its name within its layer; null for one that is a part of its own.</param>
    /// <param name="isMatrix">Whether rows are multiplied by it, so that a change of low rank is cheaper than the whole.</param>
    /// <returns>What is used in its place.</returns>
    public static Node Make(ModelBuilder model, WeightTreatment treatment, ParameterLeaf leaf, string? step, bool isMatrix)
    {
        LowRankChange? change = isMatrix && treatment.LowRank is { } asked && asked.Fits(leaf.Type.Shape) ? asked : null;
        Node weight = model.Parameter(leaf.FullName, leaf with { IsFrozen = treatment.KeepsWeights, ChangeScale = change?.Scale }, step);
        if (treatment.IsMasked && leaf.Type.Shape.Rank >= 2)
        {
            Node mask = model.Parameter($"{leaf.FullName}.{Mask}", new StateLeaf($"{leaf.FullName}.{Mask}", leaf.Type, 1), Named(Mask));
            weight = model.Builder.At(Named("Masked")).Multiply(weight, mask);
        }

        return change is null ? weight : Changed(change);

        Node Changed(LowRankChange change)
        {
            (Size inputs, Size outputs) = (leaf.Type.Shape[0], leaf.Type.Shape[1]);
            Node down = Factor(Down, [inputs, change.Rank], new HeInitial(inputs, IsNormal: true));
            Node up = Factor(Up, [change.Rank, outputs], new ZeroInitial());
            Node product = model.Builder.At(Named("Change")).Add(new Contract("ir", "ro", "io"), down, up);
            Node scaled = change.Scale == 1 ? product : model.Builder.At(Named("Change")).Multiply(product, model.Builder.Fill(leaf.Type.Shape, change.Scale));
            return model.Builder.At(Named("Changed")).Add(weight, scaled);
        }

        Node Factor(string name, Shape shape, InitialValue initial) => model.Parameter(
            $"{leaf.FullName}.{name}", new ParameterLeaf($"{leaf.FullName}.{name}", TensorType.Float(shape), initial) { IsFrozen = treatment.IsFrozen }, Named(name));

        string Named(string name) => step is null ? name : $"{step}.{name}";
    }
}
