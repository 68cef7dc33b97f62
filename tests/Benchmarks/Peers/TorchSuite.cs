using System.Text.Json;
using Adjoint.Benchmarks.Suite;

namespace Adjoint.Benchmarks.Peers;

/// <summary>The benchmark of the same workloads in PyTorch: a script, and beside it the forms in which each workload is fastest.</summary>
internal sealed class TorchSuite
{
    private readonly Python _python;
    private readonly string _script;
    private readonly IReadOnlyList<TorchForm> _forms;

    /// <summary>Finds the script.</summary>
    /// <param name="python">The interpreter, which is to have PyTorch.</param>
    /// <param name="script">The path of <c>torch_suite.py</c>.</param>
    /// <param name="forms">The path of the recorded forms.</param>
    /// <exception cref="BenchmarkException">PyTorch, the script or the forms are not there.</exception>
    public TorchSuite(Python python, string script, string forms)
    {
        _python = python;
        _script = File.Exists(script) ? script : throw new BenchmarkException($"There is no PyTorch suite '{script}'.");
        _forms = TorchForm.Read(forms);
        python.Require("torch", "python3-torch");
    }

    /// <summary>The recorded form of a workload.</summary>
    /// <exception cref="BenchmarkException">None is recorded.</exception>
    public TorchForm FormOf(string workload, int threads) =>
        _forms.FirstOrDefault(form => form.Workload == workload && form.Threads == threads)
        ?? throw new BenchmarkException($"PyTorch's suite has no form of '{workload}' for {threads} thread(s).");

    /// <summary>Measures a workload, in a process of its own.</summary>
    /// <exception cref="BenchmarkException">PyTorch can't run it so.</exception>
    public Measurement Measure(TorchForm form, TorchSettings settings, double seconds)
    {
        IReadOnlyList<string> lines = _python.Run(
            [
                _script, form.Workload, "--child", "--threads", Python.Text(form.Threads), "--form", form.Form, "--env", settings.Name,
                "--secs", Python.Text(seconds),
            ],
            settings.Variables(form.Threads).Select(static variable => (variable.Key, variable.Value)));
        try
        {
            return Measurement.OfJson(lines[^1]);
        }
        catch (JsonException)
        {
            throw new BenchmarkException($"PyTorch's suite does not measure '{form.Workload}' as '{form.Form}': {lines[^1]}");
        }
    }
}
