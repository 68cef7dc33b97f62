using System.Runtime.InteropServices;

namespace Digits;

/// <summary>
/// While it exists, Ctrl+C and a request to terminate cancel <see cref="Token"/> instead of ending the program at once, so that work can
/// stop in an orderly way. A second one ends the program.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    /// <summary>Begins to listen.</summary>
    public Interruption()
    {
        // By convention a program that a signal has ended exits with 128 and the signal's number.
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Cancel(signal, 128 + 2));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Cancel(signal, 128 + 15));
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The exit code that tells of the signal, or null when there was none.</summary>
    public int? ExitCode { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void Cancel(PosixSignalContext signal, int exitCode)
    {
        signal.Cancel = ExitCode is null;
        ExitCode ??= exitCode;
        _source.Cancel();
    }
}
