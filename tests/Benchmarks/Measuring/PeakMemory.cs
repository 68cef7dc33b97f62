using System.Diagnostics;
using System.Globalization;

namespace Adjoint.Benchmarks.Measuring;

/// <summary>The most memory that this process has had so far.</summary>
internal static class PeakMemory
{
    private const string Status = "/proc/self/status";
    private const string HighWaterMark = "VmHWM:";

    /// <summary>The peak of the resident set in MiB.</summary>
    public static double Mebibytes
    {
        get
        {
            // The kernel's own figure where there is one: that of Process is 0 on some systems.
            if (File.Exists(Status) && File.ReadLines(Status).FirstOrDefault(static line => line.StartsWith(HighWaterMark, StringComparison.Ordinal)) is { } line)
            {
                string kibibytes = line[HighWaterMark.Length..].Replace("kB", string.Empty, StringComparison.Ordinal).Trim();
                return double.Parse(kibibytes, CultureInfo.InvariantCulture) / 1024;
            }

            using Process process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64 / (1024.0 * 1024.0);
        }
    }
}
