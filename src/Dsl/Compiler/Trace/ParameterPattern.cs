using Adjoint.Compiler.Support;

namespace Adjoint.Compiler.Trace;

/// <summary>Names of parameters as objectives list them: a path of parts, such as <c>Blocks.3.Mlp</c>, in which <c>*</c> stands for anything.</summary>
internal static class ParameterPattern
{
    /// <summary>Whether a pattern names a parameter, or a part that it belongs to.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="fullName">The parameter's full name, such as <c>Blocks.3.Mlp.Dense.Kernel</c>.</param>
    public static bool Matches(string pattern, string fullName) => PartPath.Outward(fullName).Any(path => IsWhole(pattern, 0, path, 0));

    private static bool IsWhole(string pattern, int p, string name, int n)
    {
        for (; p < pattern.Length && pattern[p] != '*'; p++, n++)
        {
            if (n >= name.Length || pattern[p] != name[n])
            {
                return false;
            }
        }

        if (p == pattern.Length)
        {
            return n == name.Length;
        }

        for (; n <= name.Length; n++)
        {
            if (IsWhole(pattern, p + 1, name, n))
            {
                return true;
            }
        }

        return false;
    }
}
