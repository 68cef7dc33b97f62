namespace Adjoint.Compiler.Support;

/// <summary>Names of parts within parts, such as <c>Blocks.3.Mlp</c>.</summary>
internal static class PartPath
{
    /// <summary>A path, then those of the parts around it, from the innermost to the outermost.</summary>
    public static IEnumerable<string> Outward(string path)
    {
        for (int end = path.Length; end > 0; end = path.LastIndexOf('.', end - 1))
        {
            yield return path.Substring(0, end);
        }
    }
}
