using Adjoint.Compiler.Syntax;
using Microsoft.CodeAnalysis;

namespace Adjoint.Syntax;

/// <summary>A value that is tested several times but read once: the first test gives it a name.</summary>
internal sealed class Subject(CodeReader code, IOperation value)
{
    private string? _name;

    /// <summary>The value, for the next test.</summary>
    public CodeSpec Read()
    {
        if (_name is not null)
        {
            return new VariableCode(_name, code.OriginOf(value));
        }

        CodeSpec read = code.Expressions.Read(value);
        switch (read)
        {
            case VariableCode variable:
                _name = variable.Name;
                return read;
            case ConstantCode:
                return read;
            default:
                _name = code.Variables.Temporary("value");
                return new AssignCode(_name, read, code.OriginOf(value));
        }
    }
}
