using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Trace;

/// <summary>
/// One use of a model: where it stands among the parts of the models around it, and what its named sizes are there. The names of a
/// used model are its own; they are bound by the use, or by the shapes of what the model is called with.
/// </summary>
/// <param name="path">The parts that lead to it, such as <c>Blocks.0</c>; empty for the model that is compiled.</param>
/// <param name="isFrozen">Whether its parameters are kept as they are.</param>
internal sealed class ModelScope(string path, bool isFrozen = false)
{
    private Dictionary<string, Size> _sizes = new(StringComparer.Ordinal);

    public string Path { get; } = path;

    public bool IsFrozen { get; } = isFrozen;

    /// <summary>The full name of the model; empty where code is executed, which knows it without.</summary>
    public string Model { get; init; } = string.Empty;

    /// <summary>Where the model is used.</summary>
    public int Origin { get; init; }

    /// <summary>Whether this is the model that is compiled, whose unbound sizes are given when it is created.</summary>
    public bool IsRoot => Path.Length == 0;

    /// <summary>The sizes that are bound.</summary>
    public IReadOnlyDictionary<string, Size> Sizes => _sizes;

    /// <summary>The full name of a part.</summary>
    public string PathOf(string part) => IsRoot ? part : Path + "." + part;

    public void Bind(string name, Size size) => _sizes[name] = size;

    /// <summary>The same use of the model, its parameters kept as they are.</summary>
    public ModelScope Frozen() => new(Path, isFrozen: true) { _sizes = _sizes, Model = Model, Origin = Origin };

    /// <summary>A size in the names of the model that is compiled; null when a name has no value.</summary>
    public Size? Resolve(Size size) =>
        IsRoot || size.Names.All(_sizes.ContainsKey) ? size.Substitute(name => _sizes.TryGetValue(name, out Size value) ? value : null) : null;

    /// <summary>A size has a name without a value here, which is put right where the model is used.</summary>
    /// <param name="size">The size.</param>
    /// <param name="needed">Where it is needed.</param>
    public DeclarationException Unbound(Size size, int needed)
    {
        string name = size.Names.First(name => !_sizes.ContainsKey(name));
        return new(new CompilerError(Rules.UnboundSize, Origin, [name, Path])
        {
            Remedy = new BindSize(name),
            Related = [new RelatedSpec(needed, $"'{name}' is needed here")],
        });
    }

    /// <summary>
    /// Compares a declared axis with a found one; a name that has no value yet is bound by it. Null when they agree, else what is wrong, as
    /// the middle of a sentence.
    /// </summary>
    public string? Match(Size declared, Size found)
    {
        string[] unbound = [.. declared.Names.Where(name => !_sizes.ContainsKey(name))];
        if (unbound.Length == 0)
        {
            Size known = declared.Substitute(name => _sizes[name]);
            return known == found ? null
                : declared.IsConstant ? $"{declared} is expected, but it is {found}"
                : $"{declared} is {known} here, but it is {found}";
        }

        if (unbound.Length > 1)
        {
            return $"{declared} has several names without a value ({string.Join(", ", unbound)})";
        }

        // declared = c · name + rest, so the name is (found − rest) / c.
        long coefficient = declared.Coefficient(unbound);
        Size rest = declared.Substitute(name => name == unbound[0] ? Size.Zero : _sizes[name]);
        Size multiple = found - rest;
        if (multiple.Content % coefficient != 0 || multiple == Size.Zero)
        {
            return $"{declared} is expected, but {found} is no such number";
        }

        Size value = multiple.DividedBy(coefficient);
        if (value.IsConstant && value.Constant < 1)
        {
            return $"{declared} is expected with a positive {unbound[0]}, but it is {found}";
        }

        _sizes[unbound[0]] = value;
        return null;
    }
}
