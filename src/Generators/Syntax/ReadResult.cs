using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Syntax;

/// <summary>What the reader made of a declaration.</summary>
/// <param name="Spec">The model, or null when there are errors or when the C# compiler itself reports the declaration.</param>
/// <param name="Errors">The mistakes found by the reader.</param>
internal sealed record ReadResult(ModelSpec? Spec, EquatableArray<CompilerError> Errors);
