using System.Globalization;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Plan;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Layers;

/// <summary>Builds the graph that a declaration means: the parts in order, each the chain of its layers.</summary>
/// <param name="isTraining">Whether layers that behave otherwise in training do so.</param>
internal sealed class ModelBuilder(bool isTraining)
{
    private int _streams;
    private long _parameterFloats;

    public GraphBuilder Builder { get; } = new();

    public bool IsTraining { get; } = isTraining;

    public int NextStream() => _streams++;

    /// <summary>The floats of the buffer that holds this parameter and those before it.</summary>
    public long CountParameter(Shape shape) => _parameterFloats += ArenaPlanner.Aligned(shape.Count).Constant;

    /// <summary>The model's forward pass.</summary>
    /// <param name="Output">The output.</param>
    /// <param name="Target">The target of the loss.</param>
    /// <param name="Loss">The scalar loss.</param>
    internal sealed record Forward(Node Output, Node Target, Node Loss);

    /// <summary>Builds the forward pass and the loss of a checked declaration.</summary>
    /// <exception cref="DeclarationException">The layers do not fit together.</exception>
    public Forward Build(ModelSpec model)
    {
        Shape sample = ShapeParser.Parse(model.Input!.Text).Shape;
        Builder.Origin = new Origin("Input", null, model.Input.Origin);
        Node value = Builder.Add(new InputLeaf(TensorType.Float(new Shape(new[] { Size.Batch }.Concat(sample).ToEquatableArray()))));
        foreach (PartSpec part in model.Parts)
        {
            value = Apply(part, value);
        }

        LossDefinition definition = LossCatalog.Find(model.Loss!.Text)!;
        Builder.Origin = new Origin("Loss", null, model.Loss.Origin);
        TensorType target = definition.TargetType(new LossContext(value.Type, GiverOf(value), model.Loss.Origin));
        Node labels = Builder.Add(new TargetLeaf(target));
        return new Forward(value, labels, definition.Build(Builder, value, labels));
    }

    /// <summary>Adds a part's layers to the graph.</summary>
    /// <exception cref="DeclarationException">They do not fit.</exception>
    public Node Apply(PartSpec part, Node value)
    {
        Dictionary<string, int> uses = [];
        foreach (LayerSpec spec in part.Layers)
        {
            uses[spec.Name] = uses.TryGetValue(spec.Name, out int count) ? count + 1 : 1;
            string unique = uses[spec.Name] == 1 ? spec.Name : spec.Name + uses[spec.Name].ToString(CultureInfo.InvariantCulture);
            LayerDefinition definition = LayerCatalog.Find(spec.Name)!;
            Builder.Origin = new Origin(part.Name, unique, spec.Origin);
            LayerContext layer = new(this, part.Name, unique, spec.Name, spec.Origin, LayerArguments.Read(definition, spec));
            value = definition.Build(layer, value);
            if (!FitsArray(value.Shape.WithoutBatch))
            {
                throw layer.Error(Rules.TooLarge, "the output for one sample", value.Shape.WithoutBatch.ToString());
            }
        }

        return value;
    }

    /// <summary>Whether an array can hold the elements of a constant shape; never overflows.</summary>
    public static bool FitsArray(Shape shape) => shape.Aggregate(1.0, static (count, axis) => count * axis.Constant) <= int.MaxValue;

    /// <summary>In user's words, what gives a value: a part, a layer within the part that is being built, or the input.</summary>
    public string GiverOf(Node value) => value.Operation is InputLeaf
        ? "the input"
        : value.Origin.Part == Builder.Origin.Part && value.Origin.Layer is { } layer
            ? $"'{layer}' before it"
            : $"'{value.Origin.Part}'";
}
