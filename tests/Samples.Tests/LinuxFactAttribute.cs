namespace Samples.Tests;

/// <summary>A test that needs what Linux offers; it is skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    /// <summary>Skips the test elsewhere.</summary>
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Signals are sent with Linux's system call, to a program started by GNU env.";
}
