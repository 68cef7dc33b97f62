using Adjoint.Compiler;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Emit;

/// <summary>From a declaration to the C# of its model.</summary>
internal static class ModelEmitter
{
    /// <summary>The model's files; null when the declaration breaks a rule, which the analyzer then reports.</summary>
    public static GeneratedModel? Emit(ModelSpec spec)
    {
        if (spec.IsModule)
        {
            return DeclarationRules.Check(spec).Count > 0 ? null : new GeneratedModel(HintNames.Stem(spec), new ModuleWriter(spec).Write(), string.Empty);
        }

        return ModelCompiler.Compile(spec) is { } model
            ? new GeneratedModel(HintNames.Stem(spec), new MembersWriter(model).Write(), new ProgramWriter(model).Write())
            : null;
    }
}
