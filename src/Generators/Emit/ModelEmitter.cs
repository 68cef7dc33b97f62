using Adjoint.Compiler;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Programs;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Emit;

/// <summary>From a declaration to the C# of its model, in two files: an editor waits for the first and not for the second.</summary>
internal static class ModelEmitter
{
    /// <summary>What a user sees while typing: the members that the record gets. Null when the declaration breaks a rule, which the analyzer then reports.</summary>
    public static GeneratedFile? Members(ModelSpec spec)
    {
        if (spec.IsModule)
        {
            return DeclarationRules.Check(spec).Count > 0 ? null : new GeneratedFile(HintNames.Stem(spec), new ModuleWriter(spec).Write());
        }

        return ModelCompiler.Sign(spec) is { } model ? new GeneratedFile(HintNames.Stem(spec), new MembersWriter(model).Write()) : null;
    }

    /// <summary>The bodies of its programs; null when it has none, because it only serves others or breaks a rule.</summary>
    public static GeneratedFile? Program(ModelSpec spec)
    {
        string? text = ModelCompiler.Compile(spec) is { } compiled ? new ProgramWriter(compiled).Write()
            : ModelCompiler.Sign(spec) is { } model ? new RejectedProgram(model).Write()
            : null;
        return text is null ? null : new GeneratedFile(HintNames.Stem(spec), text);
    }
}
