using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Shapes;
using Adjoint.Compiler.Syntax;

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

        if (!spec.IsModule)
        {
            CheckInput(spec, errors);
        }

        if (!spec.IsModule && (spec.Loss is null || LossCatalog.Find(spec.Loss.Text) is null))
        {
            errors.Add(new CompilerError(Rules.MissingLoss, spec.Loss?.Origin ?? spec.AttributeOrigin, [spec.Name]));
        }

        foreach (PartSpec part in spec.Parts)
        {
            if (part.Layers.Count == 0)
            {
                errors.Add(new CompilerError(Rules.EmptyPart, part.Origin, [part.Name]));
            }

            foreach (LayerSpec layer in part.Layers)
            {
                errors.AddRange(LayerCatalog.Find(layer.Name) is { } definition
                    ? LayerArguments.Check(definition, layer)
                    : [new CompilerError(Rules.UnknownLayer, layer.Origin, [layer.Name, string.Join(", ", LayerCatalog.All.Select(static known => known.Name))])]);
            }
        }

        return errors;
    }

    private static void CheckInput(ModelSpec spec, List<CompilerError> errors)
    {
        if (spec.Input is not { } input)
        {
            errors.Add(new CompilerError(Rules.MissingInput, spec.AttributeOrigin, [spec.Name]));
            return;
        }

        ShapeParser.Result result = ShapeParser.Parse(input.Text);
        if (result.Problem is { } problem)
        {
            errors.Add(new CompilerError(Rules.MalformedShape, input.Origin, [input.Text, problem]));
        }
        else if (result.ElementName != "f32")
        {
            errors.Add(new CompilerError(Rules.UnsupportedInputType, input.Origin, [result.ElementName]));
        }
        else if (result.Shape.SelectMany(static axis => axis.Terms).SelectMany(static term => term.Names).FirstOrDefault() is { } name)
        {
            errors.Add(new CompilerError(Rules.UnknownSize, input.Origin, [name]));
        }
    }
}
