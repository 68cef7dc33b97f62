using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;
using static Adjoint.Tests.Layers.Declarations;

namespace Adjoint.Tests.Layers;

/// <summary>What the catalogue says of a layer's weights is what the layer does.</summary>
public class WeightsTests
{
    public static TheoryData<string> LayerNames => [.. LayerCatalog.All.Select(static layer => layer.Name)];

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void HasWeights_IsWhetherTheLayerMakesAny(string name)
    {
        LayerDefinition definition = LayerCatalog.Find(name)!;
        LayerSpec layer = Layer(name, [.. definition.Arguments.Where(static argument => argument is SizeArgument or IntegerArgument { Default: null } or RealArgument { Default: null })
            .Select(static argument => (argument.Name, argument is RealArgument ? 0.5 : (object)2))]);
        Assert.True(Applied(layer, "1, 8, 8") || Applied(layer, "4, 8, 8") || Applied(layer, "2, 3, 4") || Applied(layer, "1, 4, 4, 4") || Applied(layer, "2, 8") || Applied(layer, "i32[2]"), "No input fits.");

        bool Applied(LayerSpec layer, string input)
        {
            ShapeParser.Result shape = ShapeParser.Parse(input);
            ModelBuilder model = new(isTraining: true);
            Shape batch = new([Size.Batch, .. shape.Shape]);
            Node x = model.Leaf(new InputLeaf(shape.ElementName == "i32" ? TensorType.Int(batch) : TensorType.Float(batch)));
            try
            {
                LayerChain.Apply(model, new ModelScope(string.Empty), Part("Only", layer), x, static (_, value) => value);
            }
            catch (DeclarationException)
            {
                return false;
            }

            Assert.Equal(definition.HasWeights, model.Parameters.Any(static node => node.Operation is ParameterLeaf));
            return true;
        }
    }
}
