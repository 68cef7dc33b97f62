using System.ComponentModel;

namespace Adjoint;

/// <summary>
/// What a model's declaration says, for projects that refer to this one: they see its metadata but not its source. The generator writes it.
/// </summary>
/// <param name="declaration">The declaration, in a format of the compiler's own.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CompiledModelAttribute(string declaration) : Attribute
{
    /// <summary>The declaration.</summary>
    public string Declaration { get; } = declaration;
}
