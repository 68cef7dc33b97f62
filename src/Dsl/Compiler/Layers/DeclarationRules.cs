using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;

namespace Adjoint.Compiler.Layers;

/// <summary>What can be checked of a declaration before anything is built: texts, names and ranges. All mistakes are found at once.</summary>
internal static class DeclarationRules
{
    public static IReadOnlyList<CompilerError> Check(ModelSpec spec)
    {
        List<CompilerError> errors = [];
        if (spec.Parts.Count == 0)
        {
            errors.Add(new CompilerError(Rules.NoParts, spec.Origin, [spec.Name]));
        }

        CheckInput(spec, errors);
        if (spec.Loss is not null ? LossCatalog.Find(spec.Loss.Text) is null : spec.Objectives.Count == 0 && spec.Input is not null)
        {
            errors.Add(new CompilerError(Rules.MissingLoss, spec.Loss?.Origin ?? spec.AttributeOrigin, [spec.Name]));
        }

        foreach (PartSpec part in spec.Parts)
        {
            if (part.Layers.Count == 0)
            {
                errors.Add(new CompilerError(Rules.EmptyPart, part.Origin, [part.Name]));
            }

            foreach (LayerSpec layer in part.Layers.Concat(part.Derivations))
            {
                errors.AddRange(Definition(layer) is { } definition
                    ? LayerArguments.Check(definition, layer)
                    : [new CompilerError(Rules.UnknownLayer, layer.Origin, [layer.Name, string.Join(", ", LayerCatalog.All.Select(static known => known.Name))])]);
            }
        }

        foreach (LayerSpec budget in spec.Objectives.Select(static objective => objective.Budget).Append(spec.Budget).OfType<LayerSpec>())
        {
            errors.AddRange(Budgets.Budget.Check(budget));
        }

        if (spec is { IsModule: true, Budget: { } ofModule })
        {
            errors.Add(new CompilerError(Rules.MalformedBudget, ofModule.Origin, [$"'{spec.Name}' is part of other models, and has no training step of its own; put it on the model that is trained"]));
        }

        return errors;
    }

    private static AttributeDefinition? Definition(LayerSpec layer) => layer.Name switch
    {
        "Weight" => WeightDefinition.Weight,
        "State" => WeightDefinition.State,
        "Use" => UseDefinition,
        _ => (AttributeDefinition?)LayerCatalog.Find(layer.Name) ?? DerivationCatalog.Find(layer.Name),
    };

    private static AttributeDefinition UseDefinition { get; } =
        new("Use", [new TextArgument("Model", null), new TextArgument("Sizes", string.Empty), new IntegerArgument("Repeat", 1, Maximum: 1024)]);

    private static void CheckInput(ModelSpec spec, List<CompilerError> errors)
    {
        if (spec.Input is not { } input)
        {
            if (spec.Forward is null && (spec.Loss is not null || spec.Objectives.Count > 0))
            {
                errors.Add(new CompilerError(Rules.MissingInput, spec.AttributeOrigin, [spec.Name]));
            }

            return;
        }

        ShapeParser.Result result = ShapeParser.Parse(input.Text);
        if (result.Problem is { } problem)
        {
            errors.Add(new CompilerError(Rules.MalformedShape, input.Origin, [input.Text, problem]));
        }
        else if (result.ElementName is not ("f32" or "i32"))
        {
            errors.Add(new CompilerError(Rules.UnsupportedInputType, input.Origin, [result.ElementName]));
        }
    }
}
