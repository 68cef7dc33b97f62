using Microsoft.CodeAnalysis.CSharp;

namespace Adjoint.Generators.Tests.Robustness;

/// <summary>What a source is while somebody edits it, token by token.</summary>
/// <param name="source">The source as it stands.</param>
internal sealed class TokenEdits(string source)
{
    private const int MostAtOnce = 2;

    private static readonly string[] Words =
    [
        "[", "]", "(", ")", "{", "}", "<", ">", ",", ";", ":", "=", ".", "\"", "\"2, 2\"", "\"T\"", "\"i32[T, 3]\"", "\"3*T - 9\"",
        "-1", "0", "1", "2147483647", "1e40f", "float.NaN", "null", "default", "typeof(int)",
        "record", "class", "struct", "interface", "partial", "file", "abstract", "static", "namespace A;", "Forward", "Save", "Layer", "Expr",
        "Model", "Dense", "Relu", "Loss", "CrossEntropy", "(Padding)7", "new int[0]", "new[] { 0, 0 }", "params", "this", "ref", "var", "=>", "+", "+=", "?", "await", "out",
        "return", "switch", "is", "x", "h", "for", "Gradient", "StopGradient", "Scan", "Sum", "Reshape", "#if X\n", "/*", "T", "int",
    ];

    private readonly string[] _tokens = [.. SyntaxFactory.ParseTokens(source).Select(static token => token.ToFullString())];

    /// <summary>Every prefix of whole tokens; then the source with each token deleted, doubled, or swapped with the next.</summary>
    public IEnumerable<(string Label, string Source)> OfOneToken()
    {
        for (int i = 0; i < _tokens.Length; i++)
        {
            string before = string.Concat(_tokens[..i]);
            string after = string.Concat(_tokens[(i + 1)..]);
            yield return ($"{i} tokens", before);
            yield return ($"without token {i}", before + after);
            yield return ($"token {i} twice", before + _tokens[i] + _tokens[i] + after);
            if (i + 1 < _tokens.Length)
            {
                yield return ($"token {i} after the next", before + _tokens[i + 1] + _tokens[i] + string.Concat(_tokens[(i + 2)..]));
            }
        }
    }

    /// <summary>The source with an edit or two anywhere.</summary>
    public string Random(Random random)
    {
        List<string> tokens = [.. _tokens];
        for (int edits = random.Next(MostAtOnce) + 1; edits > 0; edits--)
        {
            Edit(tokens, random);
        }

        return string.Concat(tokens);
    }

    private static void Edit(List<string> tokens, Random random)
    {
        int at = random.Next(tokens.Count);
        int other = random.Next(tokens.Count);
        switch (random.Next(4))
        {
            case 0 when tokens.Count > 1:
                tokens.RemoveAt(at);
                break;
            case 1:
                tokens.Insert(at, tokens[other]);
                break;
            case 2:
                (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                break;
            default:
                tokens[at] = " " + Words[random.Next(Words.Length)] + " ";
                break;
        }
    }
}
