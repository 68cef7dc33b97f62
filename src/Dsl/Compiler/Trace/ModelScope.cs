using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Compiler.Trace;

/// <summary>
/// One use of a model: where it stands among the parts of the models around it, and what its named sizes are there. The names of a
/// used model are its own; they are bound by the use, or by the shapes of what the model is called with.
/// </summary>
/// <param name="path">The parts that lead to it, such as <c>Blocks.0</c>; empty for the model that is compiled.</param>
/// <param name="weights">What training does with its weights; it changes them when nothing is said.</param>
internal sealed class ModelScope(string path, WeightTreatment? weights = null)
{
    private Dictionary<string, Size> _sizes = new(StringComparer.Ordinal);

    public string Path { get; } = path;

    /// <summary>What training does with its weights.</summary>
    public WeightTreatment Weights { get; } = weights ?? WeightTreatment.Trained;

    /// <summary>The full name of the model; empty where code is executed, which knows it without.</summary>
    public string Model { get; init; } = string.Empty;

    /// <summary>Where the model is used.</summary>
    public int Origin { get; init; }

    /// <summary>Whether this is the model that is compiled, whose unbound sizes are given when it is created.</summary>
    public bool IsRoot => Path.Length == 0;

    /// <summary>The names that the declaration of the compiled model knows; null where there is none, as for code that runs.</summary>
    public IReadOnlyCollection<string>? Declared { get; init; }

    /// <summary>The sizes that are bound.</summary>
    public IReadOnlyDictionary<string, Size> Sizes => _sizes;

    /// <summary>The full name of a part.</summary>
    public string PathOf(string part) => IsRoot ? part : Path + "." + part;

    public void Bind(string name, Size size) => _sizes[name] = size;

    /// <summary>The same use of the model, whose weights training treats otherwise.</summary>
    public ModelScope With(WeightTreatment weights) => new(Path, weights) { _sizes = _sizes, Model = Model, Origin = Origin, Declared = Declared };

    /// <summary>A size in the names of the model that is compiled; null when a name has no value.</summary>
    public Size? Resolve(Size size) => size.Names.All(IsKnown)
        ? size.Substitute(name => _sizes.TryGetValue(name, out Size value) ? value : Size.Named(SizeNames.InCode(name)))
        : null;

    /// <summary>Code of the compiled model may use the sizes that its declaration names, but can't make up others.</summary>
    /// <exception cref="ShapeException">There is another one.</exception>
    public void CheckDeclared(Size size)
    {
        if (Declared is not null && size.Names.FirstOrDefault(name => name != Size.BatchName && !Declared.Contains(name)) is { } unknown)
        {
            throw new ShapeException(
                Rules.UndeclaredSize,
                unknown,
                Model.Substring(Model.LastIndexOf('.') + 1),
                Declared.Count == 0 ? "write a number" : $"write a number, or one of its sizes, {string.Join(", ", Declared.Select(static name => $"'{name}'"))}");
        }
    }

    /// <summary>A size has a name without a value here, which is put right where the model is used.</summary>
    /// <param name="size">The size.</param>
    /// <param name="needed">Where it is needed.</param>
    public DeclarationException Unbound(Size size, int needed)
    {
        string name = size.Names.First(name => !IsKnown(name));
        return name == Size.BatchName ? new(new CompilerError(Rules.BatchSize, needed, [name])) : new(new CompilerError(Rules.UnboundSize, Origin, [name, Path])
        {
            Remedy = new BindSize(name),
            Related = [new RelatedSpec(needed, $"'{name}' is needed here")],
        });
    }

    // The root's names need no value here, but the batch size is no name of a declaration.
    private bool IsKnown(string name) => _sizes.ContainsKey(name) || (IsRoot && name != Size.BatchName);

    /// <summary>
    /// Compares a declared axis with a found one; a name that has no value yet is bound by it. Null when they agree, else what is wrong, as
    /// the end of a clause that names both.
    /// </summary>
    public string? Match(Size declared, Size found)
    {
        string[] unbound = [.. declared.Names.Where(name => !_sizes.ContainsKey(name))];
        if (unbound.Length == 0)
        {
            Size known = declared.Substitute(name => _sizes[name]);
            return known == found ? null
                : declared.IsConstant || known == SizeNames.InCode(declared) ? $", where {Wording.Of(declared)} is not {Wording.Of(found)}"
                : $", where {Wording.Of(declared)} is {Wording.Of(known)} and not {Wording.Of(found)}";
        }

        if (unbound.Length > 1)
        {
            return $", which does not tell {string.Join(" from ", unbound.Select(static name => $"'{name}'"))} in {Wording.Of(declared)}";
        }

        // declared = c · name + rest, so the name is (found − rest) / c.
        long coefficient = declared.Coefficient(unbound);
        Size rest = declared.Substitute(name => name == unbound[0] ? Size.Zero : _sizes[name]);
        Size multiple = found - rest;
        if (multiple.Content % coefficient != 0 || multiple == Size.Zero)
        {
            return $", where no '{unbound[0]}' makes {Wording.Of(declared)} the size {Wording.Of(found)}";
        }

        Size value = multiple.DividedBy(coefficient);
        if (value.IsConstant && value.Constant < 1)
        {
            return $", where no positive '{unbound[0]}' makes {Wording.Of(declared)} the size {Wording.Of(found)}";
        }

        _sizes[unbound[0]] = value;
        return null;
    }
}
