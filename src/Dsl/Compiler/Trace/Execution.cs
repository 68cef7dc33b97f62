namespace Adjoint.Compiler.Trace;

/// <summary>What code that runs on expressions adds to: each thread has its own.</summary>
internal static class Execution
{
    [ThreadStatic]
    private static ModelBuilder? _model;

    [ThreadStatic]
    private static ModelScope? _scope;

    /// <summary>The computation that code on this thread adds to, which weights of models belong to; null outside of one.</summary>
    public static ModelBuilder? Current => _model;

    /// <summary>The model whose code is executed on this thread; it gives named sizes their values.</summary>
    public static ModelScope Scope => _scope ?? new ModelScope(string.Empty);

    /// <summary>Adds to a computation until the result is disposed, as the code of a model.</summary>
    public static Entered Enter(ModelBuilder model, ModelScope scope)
    {
        Entered entered = new(_model, _scope);
        (_model, _scope) = (model, scope);
        return entered;
    }

    /// <summary>Goes back to the computation before when it is disposed.</summary>
    internal readonly struct Entered(ModelBuilder? model, ModelScope? scope) : IDisposable
    {
        public void Dispose() => (_model, _scope) = (model, scope);
    }
}
