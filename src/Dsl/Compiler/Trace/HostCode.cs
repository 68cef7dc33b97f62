using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Trace;

/// <summary>
/// A method's body that is not read but run: code of the program that traces a model while it runs itself. It adds to the graph through
/// expressions, just as read code does through the evaluator.
/// </summary>
/// <param name="Parameters">The method's parameters.</param>
/// <param name="Method">The code.</param>
/// <param name="Origin">Where it stands.</param>
internal sealed record HostCode(EquatableArray<string> Parameters, HostMethod Method, int Origin) : CodeSpec(Origin);

/// <summary>Code that is run rather than read.</summary>
/// <param name="tracer">Knows the graph, and the parts that the code calls.</param>
/// <param name="instance">The model whose method it is.</param>
/// <param name="arguments">The arguments, as the evaluator has them.</param>
/// <returns>The result, as the evaluator has it.</returns>
internal delegate object? HostMethod(ModelTracer tracer, ModelInstance instance, IReadOnlyList<object?> arguments);
