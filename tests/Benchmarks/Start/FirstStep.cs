using System.Diagnostics;
using System.Globalization;
using Adjoint.Benchmarks.Models;

namespace Adjoint.Benchmarks.Start;

/// <summary>
/// What a program does that begins to train at once: a network, a batch and one step. It prints what the clock shows then; the clock is the machine's, so that the
/// process which started this one can subtract. Nothing else of this program is touched, not even what reads its arguments.
/// </summary>
internal static class FirstStep
{
    /// <summary>The argument that asks for it, and for nothing else.</summary>
    public const string Argument = "first-step";

    private const int BatchSize = 32;

    /// <summary>Takes the step.</summary>
    /// <returns>The exit code of the program: 0.</returns>
    public static int Run()
    {
        long main = Stopwatch.GetTimestamp();
        MlpS model = MlpS.Create(seed: 1);
        Trainer<MlpS> trainer = new(model, new Sgd(0.05f));
        float[] inputs = new float[BatchSize * model.Parameters.Description.InputLength];
        inputs.AsSpan().Fill(0.5f);
        trainer.Step(new Batch { Count = BatchSize, Inputs = inputs, Labels = new int[BatchSize] });
        long done = Stopwatch.GetTimestamp();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{main} {done}"));
        return 0;
    }
}
