using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Syntax;

/// <summary>
/// A piece of a user's method as the compiler executes it: the part of C# that says how values are wired, without types and without
/// Roslyn. Overloads, implicit conversions, default arguments and constants are already resolved by the C# compiler.
/// </summary>
/// <param name="Origin">Where it stands.</param>
internal abstract record CodeSpec(int Origin);

/// <summary>A number, text or truth value that the C# compiler knows.</summary>
internal sealed record ConstantCode(ConstantSpec Value, int Origin) : CodeSpec(Origin);

/// <summary>A parameter or local, by a name that is unique in its method.</summary>
internal sealed record VariableCode(string Name, int Origin) : CodeSpec(Origin);

/// <summary>A part of a model.</summary>
/// <param name="Part">The part's name.</param>
/// <param name="Instance">The model that has it, itself a part of another; null for the method's own model.</param>
/// <param name="Origin">Where it stands.</param>
internal sealed record PartCode(string Part, CodeSpec? Instance, int Origin) : CodeSpec(Origin);

/// <summary>A function of the language: an operator on expressions, a method of <c>Expr</c> or of <c>Ops</c>.</summary>
/// <param name="Function">Its name in the catalogue, such as <c>Add</c> or <c>Softmax</c>.</param>
/// <param name="Arguments">All arguments in the order of the parameters, the instance first.</param>
/// <param name="Origin">Where it stands.</param>
internal sealed record FunctionCode(string Function, EquatableArray<CodeSpec> Arguments, int Origin) : CodeSpec(Origin);

/// <summary>A call of a method of the user's.</summary>
/// <param name="Method">The key of the method.</param>
/// <param name="Instance">The model it is called on; null for the caller's own model and for static methods.</param>
/// <param name="Arguments">All arguments in the order of the parameters.</param>
/// <param name="Origin">Where it stands.</param>
internal sealed record CallCode(string Method, CodeSpec? Instance, EquatableArray<CodeSpec> Arguments, int Origin) : CodeSpec(Origin);

/// <summary>A call of a value: a part, a lambda, a local function.</summary>
internal sealed record InvokeCode(CodeSpec Function, EquatableArray<CodeSpec> Arguments, int Origin) : CodeSpec(Origin);

/// <summary>A lambda or local function. It sees the variables around it as they are when it is called.</summary>
/// <param name="Parameters">The parameters' unique names.</param>
/// <param name="Body">An expression, or a block that returns.</param>
/// <param name="Origin">Where it stands.</param>
internal sealed record LambdaCode(EquatableArray<string> Parameters, CodeSpec Body, int Origin) : CodeSpec(Origin);

/// <summary>Values together: a tuple, a record of positional members, an array.</summary>
internal sealed record TupleCode(EquatableArray<CodeSpec> Items, int Origin) : CodeSpec(Origin);

/// <summary>One of the values that stand together.</summary>
internal sealed record ItemCode(CodeSpec Value, CodeSpec Index, int Origin) : CodeSpec(Origin);

/// <summary>The number of values that stand together.</summary>
internal sealed record LengthCode(CodeSpec Value, int Origin) : CodeSpec(Origin);

/// <summary>A copy of values that stand together with some of them replaced.</summary>
internal sealed record WithCode(CodeSpec Value, EquatableArray<ReplacementSpec> Replacements, int Origin) : CodeSpec(Origin);

/// <summary>One of the values in a copy.</summary>
internal sealed record ReplacementSpec(int Index, CodeSpec Value);

/// <summary>An operator on constants: <c>+ - * / % == != &lt; &lt;= &gt; &gt;= &amp;&amp; ||</c>; on texts <c>+</c> joins.</summary>
/// <param name="Operator">The operator as written.</param>
/// <param name="Left">The left operand.</param>
/// <param name="Right">The right operand.</param>
/// <param name="Origin">Where it stands.</param>
internal sealed record BinaryCode(string Operator, CodeSpec Left, CodeSpec Right, int Origin) : CodeSpec(Origin);

/// <summary>An operator on a constant: <c>-</c> or <c>!</c>; <c>int</c> and <c>float</c> convert.</summary>
internal sealed record UnaryCode(string Operator, CodeSpec Operand, int Origin) : CodeSpec(Origin);

/// <summary>A conditional expression or <c>if</c>; only the branch that is taken is executed.</summary>
internal sealed record ConditionalCode(CodeSpec Condition, CodeSpec WhenTrue, CodeSpec? WhenFalse, int Origin) : CodeSpec(Origin);

/// <summary>Statements one after another.</summary>
internal sealed record BlockCode(EquatableArray<CodeSpec> Statements, int Origin) : CodeSpec(Origin);

/// <summary>A variable gets a value; also its declaration.</summary>
internal sealed record AssignCode(string Variable, CodeSpec Value, int Origin) : CodeSpec(Origin);

/// <summary>Variables get the values that stand together.</summary>
/// <param name="Variables">A variable for each value; empty for one that is discarded.</param>
/// <param name="Value">The values.</param>
/// <param name="Origin">Where it stands.</param>
internal sealed record DeconstructCode(EquatableArray<string> Variables, CodeSpec Value, int Origin) : CodeSpec(Origin);

/// <summary><c>for</c> and <c>while</c> over constants.</summary>
internal sealed record LoopCode(CodeSpec? Start, CodeSpec Condition, CodeSpec? Step, CodeSpec Body, int Origin) : CodeSpec(Origin);

/// <summary><c>foreach</c> over values that stand together.</summary>
internal sealed record EachCode(string Variable, CodeSpec Items, CodeSpec Body, int Origin) : CodeSpec(Origin);

/// <summary>The end of a method or lambda.</summary>
internal sealed record ReturnCode(CodeSpec? Value, int Origin) : CodeSpec(Origin);

/// <summary>The end of a loop, or of one round of it.</summary>
internal sealed record LeaveCode(bool Continues, int Origin) : CodeSpec(Origin);
