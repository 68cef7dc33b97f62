using Adjoint.Compiler.Layers;
using Adjoint.Compiler.Trace;

namespace Adjoint;

/// <summary>Runs code over expressions as a method of a model that is traced.</summary>
internal static class HostMethods
{
    /// <summary>The method, from code that takes and gives what users know: expressions, and tuples of them.</summary>
    public static HostMethod Of(Func<ModelTracer, ModelInstance, Expr[], object?> code) => (tracer, instance, arguments) =>
    {
        using (Execution.Enter(tracer.Model, instance.Scope))
        {
            Expr[] expressions = [.. arguments.Select(argument => (Expr)Ops.FromCore(argument, tracer.Model)!)];
            return Ops.ToCore(code(tracer, instance, expressions), tracer.Model);
        }
    };

    /// <summary>A part that is a function, as the code sees it.</summary>
    public static Layer Layer(ModelTracer tracer, ModelInstance instance, string part) => input =>
    {
        ArgumentNullException.ThrowIfNull(input);
        try
        {
            var function = (Func<object?[], object?>)tracer.Part(instance, part, 0);
            return (Expr)Ops.FromCore(function([input.Argument]), tracer.Model)!;
        }
        catch (DeclarationException exception)
        {
            throw new ArgumentException(exception.Message, exception);
        }
    };

    /// <summary>A weight or running value, as the code sees it.</summary>
    public static Expr Weight(ModelTracer tracer, ModelInstance instance, string part) => Expr.Later(model =>
    {
        try
        {
            return model.Imported((Compiler.Graphs.Node)tracer.Part(instance, part, 0));
        }
        catch (DeclarationException exception)
        {
            throw new ArgumentException(exception.Message, exception);
        }
    });
}
