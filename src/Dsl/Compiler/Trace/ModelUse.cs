using System.Globalization;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Trace;

/// <summary>A layer <c>Use</c> of a part, or a part that is a model itself: which model it uses, how often, and where each copy stands.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Place">Where the model stands within the model that uses it: <c>Blocks</c>, or <c>Blocks.Use2</c> where a part has more layers.</param>
internal sealed record ModelUse(LayerSpec Layer, string Place)
{
    /// <summary>The full name of the model.</summary>
    public string Model => Find("Model") is StringSpec { Value: { } name } ? name : string.Empty;

    /// <summary>How many copies follow one another, each with parameters of its own.</summary>
    public long Repeat => Find("Repeat") is IntegerSpec repeat ? repeat.Value : 1;

    /// <summary>The values of its named sizes, such as <c>H = 4*D</c>.</summary>
    public string Sizes => Find("Sizes") is StringSpec { Value: { } text } ? text : string.Empty;

    /// <summary>Where <see cref="Repeat"/> is written, or the layer.</summary>
    public int RepeatOrigin => Given("Repeat")?.Origin ?? Layer.Origin;

    /// <summary>Where <see cref="Sizes"/> are written, or the layer.</summary>
    public int SizesOrigin => Given("Sizes")?.Origin ?? Layer.Origin;

    /// <summary>Where each copy stands: a number follows where there are several.</summary>
    public IEnumerable<string> Places
    {
        get
        {
            long count = Repeat;
            for (long i = 0; i < count; i++)
            {
                yield return count == 1 ? Place : Place + "." + i.ToString(CultureInfo.InvariantCulture);
            }
        }
    }

    /// <summary>The uses of a part, in order.</summary>
    public static IEnumerable<ModelUse> In(PartSpec part) => part.Layers
        .Where(static layer => layer.Name == "Use")
        .Select((layer, i) => new ModelUse(
            layer, part.Layers.Count == 1 ? part.Name : part.Name + ".Use" + (i == 0 ? string.Empty : (i + 1).ToString(CultureInfo.InvariantCulture))));

    private ConstantSpec? Find(string argument) => Given(argument)?.Value;

    private ArgumentSpec? Given(string argument) =>
        Layer.Arguments.FirstOrDefault(given => string.Equals(given.Name, argument, StringComparison.OrdinalIgnoreCase));
}
