namespace Adjoint;

/// <summary>
/// Names one reproducible set of random sequences. Numbers come from Philox4x32-10 with the seed as its key and
/// (element, stream, step) as its counter, so a value depends on what it is for and never on the order or thread that asks.
/// </summary>
/// <param name="Seed">The key of the generator; the same seed gives the same numbers.</param>
/// <param name="Step">The number of the training step, so that every step draws anew.</param>
public readonly record struct RandomKey(ulong Seed, ulong Step);
