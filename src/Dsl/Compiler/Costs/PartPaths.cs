using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Costs;

/// <summary>
/// The parts among which costs are divided, as declared: <c>Input</c>, the parts and those of used models by their paths, such as
/// <c>Blocks.0.Mlp</c>, then the objectives. What the code of a model computes outside of its parts belongs to the model: under its name, or
/// the path of its use.
/// </summary>
internal sealed class PartPaths
{
    private readonly List<string> _all = ["Input"];
    private readonly HashSet<string> _parts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known;
    private readonly IReadOnlyList<ModelScope> _uses;
    private readonly ModelSpec _spec;

    public PartPaths(ModelSignature model)
    {
        _spec = model.Spec;
        _uses = [.. model.Scopes.Where(static scope => !scope.IsRoot)];
        AddPartsOf(_spec, string.Empty);
        _all.Add(_spec.Name);
        _all.AddRange(model.Objectives.Select(static objective => objective.Name));
        _known = new HashSet<string>(_all, StringComparer.Ordinal);
        All = [.. _all.Distinct()];
    }

    /// <summary>All of them, in order of the declaration.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>Whether it is a part that does not just hold others.</summary>
    public bool IsPart(string path) => _parts.Contains(path);

    /// <summary>The innermost part to which a value or a parameter belongs.</summary>
    /// <param name="name">The part that its origin tells, or its full name.</param>
    public string Of(string name) => PartPath.Outward(name).FirstOrDefault(_known.Contains) ?? _spec.Name;

    private void AddPartsOf(ModelSpec model, string path)
    {
        foreach (PartSpec part in model.Parts)
        {
            string own = path.Length == 0 ? part.Name : path + "." + part.Name;
            _all.Add(own);
            ModelScope[] within = [.. _uses.Where(use => IsWithin(use.Path, own))];
            if (within.Length == 0)
            {
                _parts.Add(own);
            }

            foreach (ModelScope use in within.Where(use => !Array.Exists(within, other => other != use && IsWithin(use.Path, other.Path))))
            {
                if (use.Path != own)
                {
                    _all.Add(use.Path);
                }

                if (_spec.Used.FirstOrDefault(used => used.FullName == use.Model) is { } used)
                {
                    AddPartsOf(used, use.Path);
                }
            }
        }
    }

    private static bool IsWithin(string path, string outer) =>
        path.StartsWith(outer, StringComparison.Ordinal) && (path.Length == outer.Length || path[outer.Length] == '.');
}
