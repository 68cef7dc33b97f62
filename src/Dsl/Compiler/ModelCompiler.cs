using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler;

/// <summary>Placeholder until the compiler core is merged.</summary>
internal static class ModelCompiler
{
    public static IReadOnlyList<CompilerError> Check(ModelSpec spec) => [];
}
