using System.Globalization;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Trace;

/// <summary>Adds the layers of a part to the graph, in the order written.</summary>
internal static class LayerChain
{
    /// <param name="model">The model that is built.</param>
    /// <param name="scope">The model that the part belongs to.</param>
    /// <param name="part">The part.</param>
    /// <param name="value">What it is applied to.</param>
    /// <param name="use">Applies a layer <c>Use</c>.</param>
    /// <exception cref="DeclarationException">They do not fit.</exception>
    public static Node Apply(ModelBuilder model, ModelScope scope, PartSpec part, Node value, Func<ModelUse, Node, Node> use)
    {
        // A value that is the same for all samples is a batch of one.
        bool batched = value.Shape.HasBatch;
        Node current = batched ? value : model.Builder.Reshape(value, new Shape(new[] { Size.One }.Concat(value.Shape).ToEquatableArray()));
        Queue<ModelUse> models = new(ModelUse.In(part));
        Dictionary<string, int> uses = [];
        ModelScope within = scope.With(scope.Weights.Within(part));
        foreach (LayerSpec spec in part.Layers)
        {
            uses[spec.Name] = uses.TryGetValue(spec.Name, out int count) ? count + 1 : 1;
            string unique = uses[spec.Name] == 1 ? spec.Name : spec.Name + uses[spec.Name].ToString(CultureInfo.InvariantCulture);
            model.Builder.Origin = new Origin(scope.PathOf(part.Name), unique, spec.Origin);
            if (spec.Name == "Use")
            {
                current = batched ? use(models.Dequeue(), current) : throw new DeclarationException(new CompilerError(Rules.FunctionMismatch, spec.Origin,
                    [$"'{part.Name}' uses a model, which takes values of each sample, but is given {value.Shape}, which is the same for all", string.Empty]));
                continue;
            }

            LayerDefinition definition = LayerCatalog.Find(spec.Name)!;
            LayerContext layer = new(model, within, part.Name, unique, spec.Name, spec.Origin, LayerArguments.Read(definition, spec));
            try
            {
                Node input = current;
                current = definition.Build(layer, input);
                model.Note(new TracedCall(spec.Name, scope.PathOf(part.Name), [input], current, spec.Origin, scope.IsRoot));
            }
            catch (ShapeException exception)
            {
                throw new DeclarationException(exception.At(spec.Origin, string.Empty));
            }

            if (!ModelBuilder.FitsArray(current.Shape.WithoutBatch))
            {
                throw layer.Error(Rules.TooLarge, "the output for one sample", current.Shape.WithoutBatch.ToString());
            }
        }

        return batched ? current : model.Builder.Reshape(current, current.Shape.WithoutBatch);
    }
}
