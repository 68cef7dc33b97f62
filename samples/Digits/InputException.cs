namespace Digits;

/// <summary>Something that the user gave (an argument, a file) is not as it should be. The message is one line, made for the user.</summary>
public sealed class InputException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was expected and what was found, and where.</param>
    /// <param name="inner">What the system said, if it did.</param>
    public InputException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
