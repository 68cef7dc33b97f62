namespace Adjoint.Benchmarks.Workloads;

/// <summary>Something whose time is taken: its name, and how it is made ready to be called again and again.</summary>
/// <param name="Name">The name, which the peers' benchmark knows too.</param>
internal abstract record Workload(string Name)
{
    /// <summary>Makes the data and the memory.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <exception cref="BenchmarkException">The model is not the one that the peers' benchmark has.</exception>
    public abstract PreparedWorkload Prepare(Threads threads);

    /// <summary>Refuses a model that differs from the peers' in its number of parameters.</summary>
    protected void CheckParameters(ModelDescription model, int expected)
    {
        if (model.ParameterCount != expected)
        {
            throw new BenchmarkException(
                $"'{Name}' is to have {expected} parameters, as its peers have, but {model} has others: {string.Join(", ", model.Parameters)}.");
        }
    }
}
