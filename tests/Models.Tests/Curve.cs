using System.Text.Json;

namespace Models.Tests;

/// <summary>How a model learns in PyTorch: what it begins with, what it is given, and its loss before each step.</summary>
/// <param name="Name">The model.</param>
/// <param name="Count">The number of its parameters.</param>
/// <param name="Optimizer">How they move.</param>
/// <param name="Losses">The loss before each step, in double precision.</param>
/// <param name="Data">The batch, in the order of the objective's arguments.</param>
/// <param name="Parameters">The parameters.</param>
internal sealed record Curve(string Name, int Count, Descent Optimizer, double[] Losses, Numbers[] Data, Numbers[] Parameters)
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>All curves of the file.</summary>
    public static IReadOnlyList<Curve> All { get; } =
        JsonSerializer.Deserialize<Curve[]>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "curves.json")), Format)!;

    /// <summary>The number of samples of the batch.</summary>
    public int Samples => Data[0].Shape[0];

    /// <summary>The curve of a model.</summary>
    public static Curve Of(string name) => All.Single(curve => curve.Name == name);

    /// <summary>The first values of a parameter.</summary>
    public double[] Parameter(string name) => Parameters.Single(parameter => parameter.Name == name).Of(Name);

    /// <summary>The values of a tensor of the batch.</summary>
    public double[] Given(Numbers data) => data.Of(Name);

    /// <summary>The values of a tensor of the batch in single precision, which they are exact in.</summary>
    public float[] Reals(string name) => Array.ConvertAll(Given(Data.Single(data => data.Name == name)), static value => (float)value);

    /// <summary>The values of a tensor of whole numbers of the batch.</summary>
    public int[] Integers(string name) => Array.ConvertAll(Given(Data.Single(data => data.Name == name)), static value => (int)value);

    /// <summary>The greatest relative distance of losses from this curve's.</summary>
    public double Distance(IReadOnlyList<double> losses) => losses.Count == Losses.Length && losses.All(double.IsFinite)
        ? Losses.Zip(losses, static (expected, found) => Math.Abs(found - expected) / Math.Abs(expected)).Max()
        : double.PositiveInfinity;

    /// <summary>Losses beside this curve's, to be read.</summary>
    public string Beside(IReadOnlyList<double> losses) =>
        $"{Distance(losses):E1} away: " + string.Join(", ", losses.Zip(Losses, static (found, expected) => $"{found:R} for {expected:R}"));
}
