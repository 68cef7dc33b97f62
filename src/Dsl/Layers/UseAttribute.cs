using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint;

/// <summary>
/// A model as a step of a part. Its input is what precedes it, its output what follows. A part may also have the model's own type,
/// <c>[Use&lt;Decoder&gt;] Decoder Decode</c>, and is then called with all its inputs: <c>Decode.Forward(x, memory)</c>.
/// </summary>
/// <typeparam name="T">A model of this or a referenced project.</typeparam>
/// <param name="sizes">
/// Values for named sizes of the model, separated by commas, in the names of the using model: <c>"H = 4*D, Heads = 8"</c>. Sizes that
/// the model reads off its input need none.
/// </param>
public sealed class UseAttribute<T>(string sizes = "") : LayerAttribute
    where T : class
{
    /// <summary>Values for named sizes of the model.</summary>
    public string Sizes { get; } = sizes;

    /// <summary>How many of it follow each other, each with parameters of its own; 1 by default.</summary>
    public int Repeat { get; set; } = 1;

    internal override EquatableArray<ArgumentSpec> Arguments =>
        [new ArgumentSpec("Model", new StringSpec(typeof(T).FullName!.Replace('+', '.')), 0), new ArgumentSpec(nameof(Sizes), new StringSpec(Sizes), 0), Integer(nameof(Repeat), Repeat)];
}
