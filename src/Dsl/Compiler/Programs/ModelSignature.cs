using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Programs;

/// <summary>
/// What a model looks like from the outside: all that its members need, known before anything is derived or planned. An editor
/// waits for this much.
/// </summary>
/// <param name="Spec">The declaration.</param>
/// <param name="Parameters">The parameters in their one buffer.</param>
/// <param name="States">The running values in theirs.</param>
/// <param name="Inputs">The types of a batch of inputs, by name.</param>
/// <param name="Outputs">The types of a batch of outputs, by name.</param>
/// <param name="Taps">The types of values that are named to be looked at.</param>
/// <param name="Sizes">The named sizes.</param>
/// <param name="Scopes">The uses of models within it.</param>
/// <param name="Objectives">What the model is trained for, at least one.</param>
internal sealed record ModelSignature(
    ModelSpec Spec,
    ParameterLayout Parameters,
    ParameterLayout States,
    IReadOnlyList<NamedType> Inputs,
    IReadOnlyList<NamedType> Outputs,
    IReadOnlyList<NamedType> Taps,
    IReadOnlyList<NamedSize> Sizes,
    IReadOnlyList<ModelScope> Scopes,
    IReadOnlyList<ObjectiveSignature> Objectives)
{
    /// <summary>The type of the first input.</summary>
    public TensorType Input => Inputs[0].Type;

    /// <summary>The type of the first output.</summary>
    public TensorType Output => Outputs[0].Type;

    /// <summary>The signature of a model that has been traced.</summary>
    /// <param name="spec">The declaration.</param>
    /// <param name="training">The model in training.</param>
    /// <param name="prediction">The model in prediction.</param>
    public static ModelSignature Of(ModelSpec spec, TracedModel training, TracedModel prediction)
    {
        ParameterLayout parameters = new(training.Parameters.Select(static node => node.Operation).OfType<ParameterLeaf>());
        return new(
            spec,
            parameters,
            new ParameterLayout(training.Parameters.Select(static node => node.Operation).OfType<StateLeaf>()),
            Types(prediction.Inputs),
            [.. prediction.Outputs.Select(static output => new NamedType(output.Key, output.Value.Type))],
            [.. prediction.Taps.Select(static tap => new NamedType(tap.Key, tap.Value.Type))],
            training.Sizes,
            training.Scopes,
            [.. training.Objectives.Zip(prediction.Objectives, (trained, predicted) => new ObjectiveSignature(
                trained.Name,
                Types(trained.Inputs),
                trained.Target?.Type,
                [.. trained.Trains.Select(static node => ((NamedLeaf)node.Operation).FullName)],
                GradientLayout.Of(trained, parameters),
                RealInputs(predicted.Loss)))]);
    }

    private static IReadOnlyList<NamedType> Types(IReadOnlyList<Node> inputs) =>
        [.. inputs.Select(static input => new NamedType(((InputLeaf)input.Operation).InputName, input.Type))];

    private static IReadOnlyList<int> RealInputs(Node loss)
    {
        HashSet<Node> seen = [loss];
        Stack<Node> open = new([loss]);
        SortedSet<int> found = [];
        while (open.Count > 0)
        {
            Node node = open.Pop();
            if (node.Operation is InputLeaf { Type.Element: ElementType.Float32 } input)
            {
                found.Add(input.Index);
            }

            foreach (Node needed in node.Inputs)
            {
                if (seen.Add(needed))
                {
                    open.Push(needed);
                }
            }
        }

        return [.. found];
    }
}

/// <summary>A value that a program takes or gives.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, with the batch axis if it has one.</param>
internal sealed record NamedType(string Name, TensorType Type);

/// <summary>What one thing that a model is trained for looks like from the outside.</summary>
/// <param name="Name">The objective's method, or <c>Loss</c> for the loss that the attribute names.</param>
/// <param name="Inputs">What it takes.</param>
/// <param name="Target">The type of a batch of targets; null when it takes none besides its inputs.</param>
/// <param name="Trains">The full names of the parameters that it trains.</param>
/// <param name="Gradients">Where the gradients that it computes lie.</param>
/// <param name="RealInputs">The indices of the inputs of real numbers that it is computed from, by which it can be derived; ascending.</param>
internal sealed record ObjectiveSignature(
    string Name,
    IReadOnlyList<NamedType> Inputs,
    TensorType? Target,
    IReadOnlyList<string> Trains,
    GradientLayout Gradients,
    IReadOnlyList<int> RealInputs);
