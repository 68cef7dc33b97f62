using Adjoint.Compiler.Errors;
using Adjoint.Compiler.Functions;
using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Support;
using Adjoint.Compiler.Syntax;

namespace Adjoint.Compiler.Trace;

/// <summary>
/// Executes the code of a method: loops and conditions over constants are carried out, and what remains is a graph. Values of the code are
/// nodes, <c>long</c>, <c>double</c>, <c>bool</c>, <c>string</c>, arrays (tuples and records too), functions, and models.
/// </summary>
/// <param name="tracer">Knows methods and parts.</param>
/// <param name="instance">The model whose method is executed.</param>
/// <param name="label">What the values are called when no variable names them.</param>
internal sealed class CodeEvaluator(ModelTracer tracer, ModelInstance instance, string label)
{
    private string _label = label;

    // Whether what is evaluated next is all that the label names, rather than a value within it.
    private bool _isLabelled;

    /// <summary>How a statement ends.</summary>
    private enum Flow
    {
        Next,
        Break,
        Continue,
        Return,
    }

    /// <summary>Executes a method's body.</summary>
    public object? Run(CodeSpec body, Frame frame)
    {
        if (body is HostCode host)
        {
            return host.Method(tracer, instance, [.. host.Parameters.Select(frame.Get)]);
        }

        if (body is not BlockCode)
        {
            return Evaluate(body, frame);
        }

        Execute(body, frame, out object? result);
        return result;
    }

    private Flow Execute(CodeSpec code, Frame frame, out object? result)
    {
        result = null;
        tracer.Step(code.Origin);
        switch (code)
        {
            case BlockCode block:
                foreach (CodeSpec statement in block.Statements)
                {
                    Flow end = Execute(statement, frame, out result);
                    if (end != Flow.Next)
                    {
                        return end;
                    }
                }

                return Flow.Next;
            case ConditionalCode condition:
                return Truth(condition.Condition, frame) ? Execute(condition.WhenTrue, frame, out result)
                    : condition.WhenFalse is { } otherwise ? Execute(otherwise, frame, out result)
                    : Flow.Next;
            case LoopCode loop:
                return Loop(loop, frame, out result);
            case EachCode each:
                foreach (object? item in Items(each.Items, frame))
                {
                    frame.Set(each.Variable, item);
                    Flow end = Execute(each.Body, frame, out result);
                    if (end is Flow.Break or Flow.Return)
                    {
                        return end == Flow.Break ? Flow.Next : end;
                    }
                }

                return Flow.Next;
            case ReturnCode { Value: var value }:
                result = value is null ? null : Evaluate(value, frame);
                return Flow.Return;
            case LeaveCode leave:
                return leave.Continues ? Flow.Continue : Flow.Break;
            default:
                Evaluate(code, frame);
                return Flow.Next;
        }
    }

    private Flow Loop(LoopCode loop, Frame frame, out object? result)
    {
        result = null;
        if (loop.Start is not null)
        {
            Execute(loop.Start, frame, out _);
        }

        for (; Truth(loop.Condition, frame); Advance())
        {
            Flow end = Execute(loop.Body, frame, out result);
            if (end is Flow.Break or Flow.Return)
            {
                return end == Flow.Break ? Flow.Next : end;
            }
        }

        return Flow.Next;

        void Advance()
        {
            if (loop.Step is not null)
            {
                Execute(loop.Step, frame, out _);
            }
        }
    }

    private object? Evaluate(CodeSpec code, Frame frame)
    {
        bool isLabelled = _isLabelled;
        _isLabelled = false;
        tracer.Step(code.Origin);
        switch (code)
        {
            case ConstantCode { Value: var value }:
                return Constants.Value(value);
            case VariableCode variable:
                return frame.Get(variable.Name);
            case PartCode part:
                return tracer.Part(part.Instance is null ? instance : (ModelInstance)Evaluate(part.Instance, frame)!, part.Part, part.Origin);
            case FunctionCode function:
                return Function(function, frame, isLabelled);
            case CallCode call:
                ModelInstance owner = call.Instance is null ? instance : (ModelInstance)Evaluate(call.Instance, frame)!;
                return tracer.Call(owner, call.Method, [.. call.Arguments.Select(argument => Evaluate(argument, frame))], call.Origin);
            case InvokeCode invoke:
                object? callee = Evaluate(invoke.Function, frame);
                object?[] arguments = [.. invoke.Arguments.Select(argument => Evaluate(argument, frame))];
                return callee is ModelInstance model
                    ? tracer.Forward(model, arguments, invoke.Origin)
                    : ((Func<object?[], object?>)callee!)(arguments);
            case LambdaCode lambda:
                return (Func<object?[], object?>)new Lambda(lambda.Parameters, values => Invoke(lambda, frame, values)).Invoke;
            case TupleCode tuple:
                return tuple.Items.Select(item => Evaluate(item, frame)).ToArray();
            case ItemCode item:
                return Constants.Item(Items(item.Value, frame), Evaluate(item.Index, frame), item.Origin);
            case LengthCode length:
                return (long)Items(length.Value, frame).Length;
            case WithCode with:
                object?[] copy = [.. Items(with.Value, frame)];
                foreach (ReplacementSpec replacement in with.Replacements)
                {
                    copy[replacement.Index] = Evaluate(replacement.Value, frame);
                }

                return copy;
            case BinaryCode { Operator: "&&" } and:
                return Truth(and.Left, frame) && Truth(and.Right, frame);
            case BinaryCode { Operator: "||" } or:
                return Truth(or.Left, frame) || Truth(or.Right, frame);
            case BinaryCode binary:
                return Constants.Binary(binary.Operator, Evaluate(binary.Left, frame), Evaluate(binary.Right, frame), binary.Origin);
            case UnaryCode unary:
                return Constants.Unary(unary.Operator, Evaluate(unary.Operand, frame), unary.Origin);
            case ConditionalCode { WhenFalse: { } otherwise } conditional:
                return Evaluate(Truth(conditional.Condition, frame) ? conditional.WhenTrue : otherwise, frame);
            case AssignCode assign:
                return frame.Set(assign.Variable, Labelled(assign.Variable, () => Evaluate(assign.Value, frame)));
            case DeconstructCode deconstruct:
                Deconstruct(deconstruct, frame);
                return null;
            default:
                throw new InvalidOperationException($"'{code.GetType().Name}' has no value.");
        }
    }

    private object? Function(FunctionCode code, Frame frame, bool isLabelled)
    {
        object?[] arguments = [.. code.Arguments.Select(argument => Evaluate(argument, frame))];
        if (code.Function.StartsWith("Math.", StringComparison.Ordinal))
        {
            return Constants.Function(code.Function, arguments, code.Origin);
        }

        return tracer.Apply(code.Function, instance.Scope, arguments, instance.Scope.PathOf(_label), code.Origin, !isLabelled);
    }

    /// <summary>The variables' names say what values are called in the generated program.</summary>
    private object? Labelled(string name, Func<object?> evaluate)
    {
        string outer = _label;
        _label = name;
        _isLabelled = true;
        try
        {
            return evaluate();
        }
        finally
        {
            _label = outer;
        }
    }

    private object? Invoke(LambdaCode lambda, Frame outer, object?[] values)
    {
        Frame frame = new(outer);
        for (int i = 0; i < lambda.Parameters.Count; i++)
        {
            frame.Declare(lambda.Parameters[i], values[i]);
        }

        return tracer.Deeper(lambda.Origin, () => Run(lambda.Body, frame));
    }

    private void Deconstruct(DeconstructCode code, Frame frame)
    {
        object?[] items = (object?[])Labelled(code.Variables.FirstOrDefault(static name => name.Length > 0) ?? _label, () => Items(code.Value, frame))!;
        for (int i = 0; i < code.Variables.Count; i++)
        {
            if (code.Variables[i].Length > 0)
            {
                frame.Set(code.Variables[i], items[i]);
            }
        }
    }

    private object?[] Items(CodeSpec code, Frame frame) => Evaluate(code, frame) as object?[]
        ?? throw new DeclarationException(new CompilerError(Rules.CodeFails, code.Origin, ["there are no several values here"]));

    private bool Truth(CodeSpec code, Frame frame) => Evaluate(code, frame) is true;
}

/// <summary>The variables of a method or lambda; those around it are seen through.</summary>
/// <param name="outer">The variables around it; null for a method's own.</param>
internal sealed class Frame(Frame? outer = null)
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public object? Get(string name) => _values.TryGetValue(name, out object? value) ? value : outer?.Get(name);

    public void Declare(string name, object? value) => _values[name] = value;

    /// <summary>Changes a variable wherever it is; a new one belongs here.</summary>
    public object? Set(string name, object? value)
    {
        for (Frame? frame = this; frame is not null; frame = frame.Outer)
        {
            if (frame._values.ContainsKey(name))
            {
                return frame._values[name] = value;
            }
        }

        return _values[name] = value;
    }

    private Frame? Outer => outer;
}
