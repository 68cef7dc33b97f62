using System.Text.Json;
using System.Text.Json.Serialization;

namespace Adjoint.Benchmarks.Suite;

/// <summary>What was measured of one workload, under the names that the peers' benchmark gives it.</summary>
internal sealed record Measurement
{
    private static readonly JsonSerializerOptions JsonOptions = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The workload.</summary>
    public required string Workload { get; init; }

    /// <summary>What ran it.</summary>
    public required string Peer { get; init; }

    /// <summary>The number of threads.</summary>
    public required int Threads { get; init; }

    /// <summary>The median time of a step in µs.</summary>
    public required double MedianUs { get; init; }

    /// <summary>The tenth percentile in µs.</summary>
    [JsonPropertyName("p10")]
    public required double Fast { get; init; }

    /// <summary>The ninetieth percentile in µs.</summary>
    [JsonPropertyName("p90")]
    public required double Slow { get; init; }

    /// <summary>The most memory that the process had, in MiB.</summary>
    public required double PeakRssMb { get; init; }

    /// <summary>The memory that the step's values lie in.</summary>
    public long ArenaBytes { get; init; }

    /// <summary>What a step allocates on the managed heap.</summary>
    public double AllocatedBytes { get; init; }

    /// <summary>The floating-point operations of a step.</summary>
    public long Flops { get; init; }

    /// <summary>The memory that a step reads or writes at the least.</summary>
    public long Bytes { get; init; }

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonOptions);

    /// <summary>Reads what <see cref="ToJson"/> wrote, or a peer in the same words.</summary>
    /// <exception cref="JsonException">The line is something else.</exception>
    public static Measurement OfJson(string line) =>
        JsonSerializer.Deserialize<Measurement>(line, JsonOptions) ?? throw new JsonException($"Expected a measurement, found '{line}'.");
}
