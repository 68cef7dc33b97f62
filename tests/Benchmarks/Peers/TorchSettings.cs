namespace Adjoint.Benchmarks.Peers;

/// <summary>
/// The settings of PyTorch's process under the name that its suite gives them, words joined by <c>+</c>. Two words need a library, whose path a variable of the
/// environment tells: <c>jemalloc</c>, another allocator, and <c>ompblas</c>, an OpenBLAS that shares its threads with PyTorch.
/// </summary>
/// <param name="Name">The name.</param>
internal sealed record TorchSettings(string Name)
{
    private const string Jemalloc = "jemalloc";
    private const string SharedThreads = "ompblas";
    private const string KeptMemory = "keep";

    private string[] Words => Name.Split('+');

    /// <summary>
    /// What to measure under: these settings, if their libraries are there. Instead of the other allocator, that of the C library, told to keep its memory.
    /// Instead of shared threads, each way to keep two pools of threads from hindering one another: which one is the fastest differs from workload to workload.
    /// </summary>
    public IReadOnlyList<TorchSettings> Available(int threads)
    {
        string[] missing = [.. Words.Where(static word => word is Jemalloc or SharedThreads && Library(word) is null)];
        if (missing.Length == 0)
        {
            return [this];
        }

        IEnumerable<string> there = Words.Where(word => word != SharedThreads || !missing.Contains(word));
        string name = string.Join('+', there.Select(word => missing.Contains(word) ? KeptMemory : word).Distinct());
        bool hasTwoPools = threads > 1 && missing.Contains(SharedThreads);
        return hasTwoPools ? [new(name), new($"{name}+passive"), new($"{name}+blas1"), new($"{name}+aten1")] : [new(name)];
    }

    /// <summary>The variables of the environment.</summary>
    /// <exception cref="BenchmarkException">The name has a word that is not known.</exception>
    public IReadOnlyDictionary<string, string> Variables(int threads)
    {
        Dictionary<string, string> variables = Python.OpenBlas(threads).ToDictionary(static variable => variable.Name, static variable => variable.Value);
        variables["OMP_NUM_THREADS"] = Python.Text(threads);
        foreach ((string name, string value) in Words.SelectMany(Meaning))
        {
            variables[name] = value;
        }

        return variables;
    }

    private static string? Library(string word) =>
        Environment.GetEnvironmentVariable(word == Jemalloc ? "PEERS_JEMALLOC" : "PEERS_OPENBLAS_OPENMP") is { Length: > 0 } path ? path : null;

    private static IEnumerable<(string Name, string Value)> Meaning(string word) => word switch
    {
        "avx512" or "avx2" => [("ATEN_CPU_CAPABILITY", word)],
        KeptMemory => [("MALLOC_MMAP_MAX_", "0"), ("MALLOC_TRIM_THRESHOLD_", "4294967296"), ("MALLOC_TOP_PAD_", "67108864")],
        Jemalloc => [("LD_PRELOAD", Library(word) ?? string.Empty)],
        SharedThreads => [("LD_LIBRARY_PATH", Library(word) ?? string.Empty)],
        "passive" => [("OMP_WAIT_POLICY", "passive")],
        "blas1" => [("OPENBLAS_NUM_THREADS", "1")],
        "aten1" => [("OMP_NUM_THREADS", "1"), ("PEERS_ATEN_THREADS", "1")],
        _ => throw new BenchmarkException($"The settings '{word}' of PyTorch's suite are not known."),
    };
}
