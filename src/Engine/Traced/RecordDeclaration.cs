using System.CodeDom.Compiler;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;
using Parameter = System.Reflection.ParameterInfo;

namespace Adjoint;

/// <summary>A record type with <c>[Model]</c>, read by reflection: what the generator reads from source.</summary>
[RequiresUnreferencedCode("Parts and methods are found by reflection.")]
internal sealed class RecordDeclaration
{
    private const string Forward = "Forward";
    private const BindingFlags Anything = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly Type _type;
    private readonly ConstructorInfo _constructor;
    private readonly RecordPart[] _parts;
    private readonly Dictionary<string, RecordDeclaration> _used = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">The type does not declare a model.</exception>
    public RecordDeclaration(Type type)
        : this(type, [])
    {
        if (Spec.Loss is null)
        {
            throw new ArgumentException($"The model '{type.Name}' needs a loss: [Model(Loss = …)].");
        }

        if (DeclarationRules.Check(Spec) is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, errors.Select(static error => error.Message)));
        }
    }

    private RecordDeclaration(Type type, IReadOnlyList<Type> around)
    {
        _type = type;
        if (type.GetCustomAttribute<ModelAttribute>() is not { } attribute)
        {
            throw new ArgumentException($"'{type.Name}' is no model; give it the attribute [Model].");
        }

        if (around.Contains(type))
        {
            throw new ArgumentException($"The model '{type.Name}' is used within itself.");
        }

        _constructor = RecordPart.ConstructorOf(type);
        _parts = [.. _constructor.GetParameters().Select(parameter => new RecordPart(type, parameter))];
        foreach (Type used in _parts.SelectMany(static part => part.UsedModels))
        {
            _used[NameOf(used)] = new RecordDeclaration(used, [.. around, type]);
        }

        MethodInfo[] methods = [.. type.GetMethods(Anything).Where(static method => method.Name == Forward && method.GetCustomAttribute<GeneratedCodeAttribute>() is null)];
        Spec = new ModelSpec(
            NamespaceOf(type), [], type.Name, "public", Text(attribute.Input), attribute.Loss == Loss.None ? null : Text(attribute.Loss.ToString()), Parts())
        {
            Origin = 0,
            AttributeOrigin = 0,
            FileName = string.Empty,
            HasBatch = attribute.Batch,
            Forward = methods.Length == 0 ? null : KeyOf(type),
            Methods = methods.Length switch
            {
                0 => [],
                1 => [Method(methods[0])],
                _ => throw new ArgumentException($"The model '{type.Name}' has several methods '{Forward}'; it needs one."),
            },
            Used = _used.Values.SelectMany(static used => used.Spec.Used.Concat([used.Spec])).DistinctBy(static spec => spec.FullName).ToEquatableArray(),
        };
    }

    /// <summary>The declaration.</summary>
    public ModelSpec Spec { get; }

    /// <summary>The name by which declarations refer to a model.</summary>
    public static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    /// <summary>The record itself, whose parts add to the graph when they are called.</summary>
    private object Instance(ModelTracer tracer, ModelInstance instance) => _constructor.Invoke(
        BindingFlags.DoNotWrapExceptions,
        binder: null,
        [
            .. _parts.Select(part => part.Spec.Kind switch
            {
                PartKind.Layers => (object)HostMethods.Layer(tracer, instance, part.Spec.Name),
                PartKind.Model => Used(tracer, (ModelInstance)tracer.Part(instance, part.Spec.Name, 0)),
                _ => HostMethods.Weight(tracer, instance, part.Spec.Name),
            }),
        ],
        culture: null);

    private object Used(ModelTracer tracer, ModelInstance instance) => _used[instance.Spec.FullName].Instance(tracer, instance);

    private EquatableArray<PartSpec> Parts() => _parts.Select(static part => part.Spec).ToEquatableArray();

    private MethodSpec Method(MethodInfo method)
    {
        // A static method takes the record first.
        Parameter[] inputs = [.. method.GetParameters().Skip(method.IsStatic ? 1 : 0)];
        if (inputs.Length == 0 || inputs.Any(static input => input.ParameterType != typeof(Expr)) || (method.IsStatic && method.GetParameters()[0].ParameterType != _type))
        {
            throw new ArgumentException($"'{_type.Name}.{Forward}' takes expressions{(method.IsStatic ? $" after the '{_type.Name}'" : string.Empty)}: {Forward}(Expr x).");
        }

        if (method.ReturnType != typeof(Expr) && !typeof(ITuple).IsAssignableFrom(method.ReturnType))
        {
            throw new ArgumentException($"'{_type.Name}.{Forward}' gives an expression or a tuple of them, but is declared to give '{method.ReturnType.Name}'.");
        }

        HostMethod code = HostMethods.Of((tracer, instance, arguments) =>
        {
            object record = Instance(tracer, instance);
            return method.Invoke(
                method.IsStatic ? null : record,
                BindingFlags.DoNotWrapExceptions,
                binder: null,
                method.IsStatic ? [record, .. arguments] : [.. arguments],
                culture: null);
        });
        ParameterSpec[] parameters =
        [
            .. inputs.Select(static input => new ParameterSpec(input.Name!, Text(input.GetCustomAttribute<ShapeAttribute>()?.Shape), 0)),
        ];
        return new MethodSpec(KeyOf(_type), Forward, parameters.ToEquatableArray(), new HostCode(parameters.Select(static parameter => parameter.Name).ToEquatableArray(), code, 0), 0);
    }

    private static string KeyOf(Type type) => NameOf(type) + "." + Forward;

    private static string NamespaceOf(Type type) => NameOf(type) is { } name && name.LastIndexOf('.') is >= 0 and int dot ? name[..dot] : string.Empty;

    private static TextSpec? Text(string? text) => text is null ? null : new TextSpec(text, 0);
}
