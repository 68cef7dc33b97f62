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

    /// <summary>The programs of one model as a file on their own; null when no model, or more than one, has the name, or it has no programs.</summary>
    /// <param name="specs">All models.</param>
    /// <param name="name">The full name of one, or its name; empty for none.</param>
    public static GeneratedFile? Ejected(IReadOnlyList<ModelSpec> specs, string name)
    {
        ModelSpec[] meant = name.Length == 0 ? [] : [.. specs.Where(spec => spec.FullName == name)];
        meant = meant.Length > 0 || name.Length == 0 ? meant : [.. specs.Where(spec => spec.Name == name)];
        return meant.Length == 1 && ModelCompiler.Compile(meant[0]) is { } compiled
            ? new GeneratedFile(EjectedWriter.ClassName(compiled.Spec.Name), new EjectedWriter(compiled).Write())
            : null;
    }
}
