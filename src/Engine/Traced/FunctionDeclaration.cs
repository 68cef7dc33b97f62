using Adjoint.Compiler.Syntax;
using Adjoint.Compiler.Trace;

namespace Adjoint;

/// <summary>The declaration that a function over expressions is.</summary>
internal static class FunctionDeclaration
{
    private const string Forward = "Forward";
    private const string Input = "inputs";

    /// <exception cref="ArgumentException">There is no loss.</exception>
    public static ModelSpec Of(string name, string input, Loss loss, Func<Weights, Expr, Expr> forward)
    {
        if (loss == Loss.None || !Enum.IsDefined(loss))
        {
            throw new ArgumentException($"The model '{name}' needs a loss, such as Loss.CrossEntropy.", nameof(loss));
        }

        HostMethod code = HostMethods.Of((tracer, _, arguments) => forward(new Weights(tracer.Model), arguments[0]));
        return new ModelSpec(string.Empty, [], name, "public", new TextSpec(input, 0), new TextSpec(loss.ToString(), 0), [])
        {
            Origin = 0,
            AttributeOrigin = 0,
            FileName = string.Empty,
            Forward = Forward,
            Methods = [new MethodSpec(Forward, Forward, [new ParameterSpec(Input, new TextSpec(input, 0), 0)], new HostCode([Input], code, 0), 0)],
        };
    }
}
