using Adjoint.Compiler.Syntax;

namespace Adjoint.Emit;

/// <summary>The parts of a declaration as objects: what a constructor passes for them.</summary>
internal static class PartText
{
    /// <summary>The expression that makes a part at the place <c>place</c>.</summary>
    public static string Of(PartSpec part)
    {
        string place = part.IsFrozen ? "place.Frozen()" : "place";
        string name = Literal.String(part.Name);
        return part.Kind switch
        {
            PartKind.Weight => $"global::Adjoint.Layers.Weight({place}, {name}, {Attribute(part.Layers[0])})",
            PartKind.State => $"global::Adjoint.Layers.State({place}, {name}, {Attribute(part.Layers[0])})",
            PartKind.Model => $"{UsedType(part.Layers[0])}.At(place.Of({name}{(part.IsFrozen ? ", isFrozen: true" : string.Empty)}))",
            _ => $"global::Adjoint.Layers.Chain({place}, {name}, {string.Join(", ", Steps(part))})",
        };
    }

    /// <summary>The full name of the model that a layer <c>Use</c> uses.</summary>
    public static string UsedName(LayerSpec use) => ((StringSpec)use.Arguments.First(static argument => argument.Name == "Model").Value).Value!;

    /// <summary>How often a layer <c>Use</c> repeats its model.</summary>
    public static long Repeat(LayerSpec use) => use.Arguments.FirstOrDefault(static argument => argument.Name == "Repeat")?.Value is IntegerSpec repeat ? repeat.Value : 1;

    private static string UsedType(LayerSpec use) => "global::" + CSharpName.EscapeQualified(UsedName(use));

    private static IEnumerable<string> Steps(PartSpec part)
    {
        int uses = 0;
        foreach (LayerSpec layer in part.Layers)
        {
            if (layer.Name != "Use")
            {
                yield return Attribute(layer);
                continue;
            }

            // The place is the part's own when the model is all that it consists of.
            uses++;
            string place = part.Layers.Count == 1 ? part.Name : part.Name + ".Use" + (uses == 1 ? string.Empty : Literal.Integer(uses));
            long repeat = Repeat(layer);
            string frozen = part.IsFrozen ? ", isFrozen: true" : string.Empty;
            IEnumerable<string> models = Enumerable.Range(0, (int)repeat).Select(i =>
                $"x => {UsedType(layer)}.At(place.Of({Literal.String(repeat == 1 ? place : place + "." + Literal.Integer(i))}{frozen})).Forward(x)");
            yield return $"new global::Adjoint.LayerStep({Attribute(layer)}, global::Adjoint.Layers.Sequence({string.Join(", ", models)}))";
        }
    }

    /// <summary>The attribute as an object: constructor arguments are those that begin with a small letter.</summary>
    private static string Attribute(LayerSpec layer)
    {
        bool isUse = layer.Name == "Use";
        string type = isUse ? $"UseAttribute<{UsedType(layer)}>" : layer.Name + "Attribute";
        List<string> arguments = [];
        List<string> properties = [];
        foreach (ArgumentSpec argument in layer.Arguments.Where(argument => !isUse || argument.Name != "Model"))
        {
            // Attributes whose one constructor argument is also a property say it by either name.
            bool isConstructors = char.IsLower(argument.Name[0]) || (layer.Name is "Weight" or "State" && argument.Name == "Shape") || (isUse && argument.Name == "Sizes");
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
