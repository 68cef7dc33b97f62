using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;

namespace Adjoint.Emit;

/// <summary>The arguments of a member that runs a program: one span for each input, the target, and the sizes that inputs decide.</summary>
internal sealed class TypedArguments
{
    private readonly ModelSignature _model;
    private readonly NameTable _names;
    private readonly IReadOnlyList<NamedType> _inputs;
    private readonly string[] _inputNames;
    private readonly NamedType? _target;
    private readonly string? _targetName;
    private readonly Dictionary<string, string> _sizes = [];

    /// <param name="model">The model.</param>
    /// <param name="inputs">What the program takes.</param>
    /// <param name="target">The type of its target; null for none.</param>
    public TypedArguments(ModelSignature model, IReadOnlyList<NamedType> inputs, TensorType? target)
    {
        _model = model;
        _names = new NameTable();
        _inputs = inputs;
        _inputNames = [.. inputs.Select(input => _names.Take(NameTable.Camel(input.Name)))];
        _target = target is { } type ? new NamedType(type.Element == ElementType.Int32 ? "labels" : "targets", type) : null;
        _targetName = _target is null ? null : _names.Take(_target.Name);
        foreach (NamedSize size in model.Sizes.Where(size => size.Source is not null || (size.IsOfObjective && inputs.Any(input => Mentions(input, size.Name)))))
        {
            _sizes.Add(size.Name, _names.Take(NameTable.Camel(size.Declared)));
        }
    }

    /// <summary>A name that no argument has.</summary>
    public string Take(string name) => _names.Take(name);

    /// <summary>The parameters as declared.</summary>
    public string Parameters => string.Join(", ", _inputs.Zip(_inputNames, static (input, name) => $"{Span(input.Type)} {name}")
        .Concat(_target is null ? [] : [$"{Span(_target.Type)} {_targetName}"])
        .Concat(_sizes.Values.Select(static size => $"int {size}")));

    /// <summary>The documentation of the parameters.</summary>
    public string Documentation => string.Join("\n", _inputs.Zip(_inputNames, (input, name) => Line(name, input.Type))
        .Concat(_target is null ? [] : [Line(_targetName!, _target.Type)])
        .Concat(_sizes.Select(static size => $"/// <param name=\"{size.Value.TrimStart('@')}\">The size <c>{SizeNames.Declared(size.Key)}</c>.</param>")));

    /// <summary>The values of all named sizes, as arguments; empty for a model without.</summary>
    /// <param name="parameters">The expression of the model's parameters.</param>
    public string Sizes(string parameters) => string.Join(", ", _model.Sizes.Select((size, i) =>
        size.IsGivenAtCreation ? $"{parameters}.Description.Sizes[{Literal.Integer(i)}]" : _sizes.TryGetValue(size.Name, out string? name) ? name : "0"));

    /// <summary>The calls that gather the inputs in a <c>SampleBuffer</c>.</summary>
    public string Added => string.Concat(_inputNames.Select(static name => $".Add({name})"));

    /// <summary>The call that adds the target; empty for none.</summary>
    /// <param name="description">The expression of what describes the target.</param>
    public string AddedTarget(string description) => _target is null ? string.Empty : $".AddTarget({description}.Target!, {_targetName})";

    private static bool Mentions(NamedType input, string size) => input.Type.Shape.Any(axis => axis.Names.Contains(size));

    private static string Span(TensorType type) => type.Element == ElementType.Int32 ? "global::System.ReadOnlySpan<int>" : "global::System.ReadOnlySpan<float>";

    private static string Line(string name, TensorType type) =>
        $"/// <param name=\"{name.TrimStart('@')}\"><c>{SizeNames.Declared(type.Shape)}</c> {(type.Element == ElementType.Int32 ? "whole numbers" : "floats")}.</param>";
}
