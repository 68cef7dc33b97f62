using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;

namespace Adjoint.Syntax;

/// <summary>
/// The models that a model uses, and those that these use, each read once: from source in this project, and otherwise from the
/// declaration that the generator has put into the metadata.
/// </summary>
internal sealed class UsedModels(Reading reading)
{
    /// <summary>A model being read, and where the one before it uses it.</summary>
    private readonly record struct Use(INamedTypeSymbol Model, Location Where);

    private readonly List<Use> _open = [];
    private readonly HashSet<INamedTypeSymbol> _read = new(SymbolEqualityComparer.Default);
    private readonly List<ModelSpec> _fromSource = [];
    private readonly Dictionary<string, ModelSpec> _restored = new(StringComparer.Ordinal);
    private readonly HashSet<string> _restoredMethods = new(StringComparer.Ordinal);

    /// <summary>The name by which a layer <c>Use</c> refers to a model, put together as <see cref="ModelSpec.FullName"/> is, also while a namespace has no name yet.</summary>
    public static string NameOf(ITypeSymbol model)
    {
        string name = model.Name;
        for (INamedTypeSymbol? container = model.ContainingType; container is not null; container = container.ContainingType)
        {
            name = container.Name + "." + name;
        }

        string space = ModelReader.NamespaceOf(model);
        return space.Length == 0 ? name : space + "." + name;
    }

    /// <summary>Whether a model that is used from another project brings a method along.</summary>
    public bool HasRestored(string method) => _restoredMethods.Contains(method);

    /// <summary>Reads a model, noting that it is being read.</summary>
    public ModelSpec? ReadWithin(INamedTypeSymbol model, Location where)
    {
        _open.Add(new Use(model, where));
        try
        {
            return ModelReader.ReadOne(model, reading);
        }
        finally
        {
            _open.RemoveAt(_open.Count - 1);
        }
    }

    /// <summary>Notes that a part uses a type as a model.</summary>
    public void Add(ITypeSymbol type, Location where)
    {
        if (type.TypeKind == TypeKind.Error)
        {
            reading.RejectedByCompiler();
        }
        else if (!DslSymbols.IsModel(type))
        {
            reading.Report(Rules.UsedTypeIsNoModel, where, type.Name);
        }
        else if (reading.SourceOf(type) is null)
        {
            Restore((INamedTypeSymbol)type, where);
        }
        else
        {
            Read((INamedTypeSymbol)type.OriginalDefinition, where);
        }
    }

    /// <summary>All of them, those that others use before these; complete after all methods are read.</summary>
    public IEnumerable<ModelSpec> All => _fromSource.Select(spec => Complete(spec, reading)).Concat(_restored.Values);

    /// <summary>A model with the methods that it needs.</summary>
    public static ModelSpec Complete(ModelSpec spec, Reading reading) => spec with
    {
        Methods = reading.Methods.Reachable(new[] { spec.Forward }.OfType<string>().Concat(spec.Objectives.Select(static objective => objective.Method))),
    };

    private void Read(INamedTypeSymbol model, Location where)
    {
        int start = _open.FindIndex(use => SymbolEqualityComparer.Default.Equals(use.Model, model));
        if (start >= 0)
        {
            ReportCycle([.. _open.Skip(start + 1), new Use(model, where)]);
        }
        else if (_read.Add(model) && ReadWithin(model, where) is { } spec)
        {
            _fromSource.Add(spec);
        }
    }

    // The same cycle is found from each of its models; it is reported alike from all of them, as it looks from the first by name.
    private void ReportCycle(IReadOnlyList<Use> cycle)
    {
        int last = Enumerable.Range(0, cycle.Count).OrderBy(i => NameOf(cycle[i].Model), StringComparer.Ordinal).First();
        IEnumerable<string> names = Enumerable.Range(last, cycle.Count + 1).Select(i => cycle[i % cycle.Count].Model.Name);
        reading.Report(Rules.RecursiveModel, cycle[last].Where, cycle[last].Model.Name, string.Join(" → ", names));
        reading.RejectedByCompiler();
    }

    private void Restore(INamedTypeSymbol model, Location where)
    {
        if (_restored.ContainsKey(NameOf(model)))
        {
            return;
        }

        AttributeData? attribute = DslSymbols.AttributeOf(model, "CompiledModelAttribute");
        ModelSpec? spec = attribute?.ConstructorArguments.FirstOrDefault().Value is string text
            ? SpecText.Read(text, reading.Origins.Add(where))
            : null;
        if (spec is null)
        {
            reading.Report(Rules.OtherVersion, where, model.Name, model.ContainingAssembly.Name);
            return;
        }

        foreach (ModelSpec one in spec.Used.Append(spec with { Used = default }))
        {
            if (!_restored.ContainsKey(one.FullName))
            {
                _restored.Add(one.FullName, one);
                _restoredMethods.UnionWith(one.Methods.Select(static method => method.Key));
            }
        }
    }
}
