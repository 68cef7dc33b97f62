namespace Adjoint.Benchmarks;

/// <summary>Something can't be measured; the message says why.</summary>
/// <param name="message">Why.</param>
internal sealed class BenchmarkException(string message) : Exception(message);
