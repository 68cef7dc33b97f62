namespace Tasks.Data;

/// <summary>A text as numbers: each character is its place among the different characters of the text, in the order of their codes.</summary>
public sealed class CharacterText
{
    private CharacterText(string characters, int[] tokens)
    {
        Characters = characters;
        Tokens = tokens;
    }

    /// <summary>The different characters.</summary>
    public string Characters { get; }

    /// <summary>The text.</summary>
    public ReadOnlyMemory<int> Tokens { get; }

    /// <summary>Reads a text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="characters">The number of different characters that it has.</param>
    /// <param name="leastLength">The least number of characters.</param>
    /// <exception cref="InvalidDataException">It is shorter, or has another number of different characters.</exception>
    public static CharacterText Read(string path, int characters, int leastLength)
    {
        string text = File.ReadAllText(path);
        string alphabet = string.Concat(text.Distinct().Order());
        return alphabet.Length != characters
            ? throw new InvalidDataException($"{path}: expected a text of {characters} different characters, found {alphabet.Length}")
            : text.Length < leastLength
            ? throw new InvalidDataException($"{path}: expected at least {leastLength} characters, found {text.Length}")
            : new CharacterText(alphabet, [.. text.Select(character => alphabet.IndexOf(character))]);
    }

    /// <summary>The numbers of a text.</summary>
    /// <exception cref="ArgumentException">A character does not occur in the text that was read.</exception>
    public int[] Encode(string text) =>
        [.. text.Select(character => Characters.IndexOf(character) is >= 0 and var token ? token : throw new ArgumentException($"'{character}' is unknown.", nameof(text)))];

    /// <summary>The character of a number.</summary>
    public char Decode(int token) => Characters[token];
}
