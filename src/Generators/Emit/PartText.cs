using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;

namespace Adjoint.Emit;

/// <summary>The parts of a declaration as objects: what a constructor passes for them.</summary>
internal static class PartText
{
    /// <summary>The expression that makes a part at the place <c>place</c>.</summary>
    public static string Of(PartSpec part)
    {
        string place = Treated(part) + (part.IsFrozen ? ".Frozen()" : string.Empty);
        string name = Literal.String(part.Name);
        return part.Kind switch
        {
            PartKind.Weight => $"global::Adjoint.Layers.Weight({place}, {name}, {Attribute(part.Layers[0])})",
            PartKind.State => $"global::Adjoint.Layers.State({place}, {name}, {Attribute(part.Layers[0])})",
            PartKind.Model => $"{UsedType(ModelUse.In(part).Single())}.At({Treated(part)}.Of({name}{(part.IsFrozen ? ", isFrozen: true" : string.Empty)}))",
            _ => $"global::Adjoint.Layers.Chain({place}, {name}, {string.Join(", ", Steps(part))})",
        };
    }

    /// <summary>The place <c>place</c> with what training does with the part's weights, besides keeping them as they are.</summary>
    private static string Treated(PartSpec part) =>
        "place" + string.Concat(part.Derivations.Where(WeightTreatment.IsOf).Select(static derivation => $".With({Attribute(derivation)})"));

    private static string UsedType(ModelUse use) => "global::" + CSharpName.EscapeQualified(use.Model);

    private static IEnumerable<string> Steps(PartSpec part)
    {
        string frozen = part.IsFrozen ? ", isFrozen: true" : string.Empty;
        Queue<ModelUse> uses = new(ModelUse.In(part));
        foreach (LayerSpec layer in part.Layers)
        {
            if (uses.Count == 0 || uses.Peek().Layer != layer)
            {
                yield return Attribute(layer);
                continue;
            }

            ModelUse use = uses.Dequeue();
            IEnumerable<string> models = use.Places.Select(name =>
                $"global::Adjoint.Layers.Within({Treated(part)}.Of({Literal.String(name)}{frozen}), static (place, x) => {UsedType(use)}.At(place).Forward(x))");
            yield return $"new global::Adjoint.LayerStep({Attribute(layer, use)}, global::Adjoint.Layers.Sequence({string.Join(", ", models)}))";
        }
    }

    /// <summary>The attribute as an object: constructor arguments are those that begin with a small letter.</summary>
    private static string Attribute(LayerSpec layer, ModelUse? use = null)
    {
        string type = use is null ? layer.Name + "Attribute" : $"UseAttribute<{UsedType(use)}>";
        List<string> arguments = [];
        List<string> properties = [];
        foreach (ArgumentSpec argument in layer.Arguments.Where(argument => use is null || argument.Name != "Model"))
        {
            // Attributes whose one constructor argument is also a property say it by either name.
            bool isConstructors = char.IsLower(argument.Name[0]) || (layer.Name is "Weight" or "State" && argument.Name == "Shape") || (use is not null && argument.Name == "Sizes");
            if (isConstructors)
            {
                string name = char.ToLowerInvariant(argument.Name[0]) + argument.Name.Substring(1);
                arguments.Add($"{CSharpName.Escape(name)}: {Constant(argument)}");
            }
            else
            {
                properties.Add($"{argument.Name} = {Constant(argument)}");
            }
        }

        return $"new global::Adjoint.{type}({string.Join(", ", arguments)})" + (properties.Count == 0 ? string.Empty : $" {{ {string.Join(", ", properties)} }}");
    }

    private static string Constant(ArgumentSpec argument) => argument.Value switch
    {
        IntegerSpec integer => Literal.Integer(integer.Value),
        RealSpec real => Literal.Float(real.Value),
        BooleanSpec boolean => boolean.Value ? "true" : "false",
        EnumSpec member => $"global::Adjoint.{argument.Name}.{member.Member}",
        StringSpec { Value: { } text } => Literal.String(text),
        _ => "null",
    };
}
