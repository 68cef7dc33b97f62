using System.Text.Json;
using System.Text.Json.Serialization;

namespace Adjoint.Benchmarks.Peers;

/// <summary>The spelling in which PyTorch was fastest at a workload, as its suite recorded it.</summary>
internal sealed record TorchForm
{
    /// <summary>The workload.</summary>
    [JsonPropertyName("workload")]
    public required string Workload { get; init; }

    /// <summary>The number of threads.</summary>
    [JsonPropertyName("threads")]
    public required int Threads { get; init; }

    /// <summary>How model and optimizer are written.</summary>
    [JsonPropertyName("form")]
    public required string Form { get; init; }

    /// <summary>The name of the settings of the process.</summary>
    [JsonPropertyName("env")]
    public required string Settings { get; init; }

    /// <summary>Reads the recorded forms.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="BenchmarkException">There is no such file, or it is something else.</exception>
    public static IReadOnlyList<TorchForm> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<TorchForm[]>(File.ReadAllText(path)) ?? [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new BenchmarkException($"The forms of PyTorch's suite can't be read: {exception.Message}");
        }
    }
}
