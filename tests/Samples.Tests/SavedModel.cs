namespace Samples.Tests;

/// <summary>A model that was trained for a moment and saved, for tests that need some model.</summary>
public sealed class SavedModel : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Trains the model.</summary>
    public SavedModel()
    {
        Path = _folder["model.safetensors"];
        Outcome outcome = SampleProgram.Digits("--epochs", "2", "--save", Path);
        outcome.AssertSucceeded();
        Output = outcome.Output;
        LastLine = outcome.LastLine;
    }

    /// <summary>The saved file.</summary>
    public string Path { get; }

    /// <summary>What the training wrote.</summary>
    public string Output { get; }

    /// <summary>The accuracy that was reported after the training.</summary>
    public string LastLine { get; }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
