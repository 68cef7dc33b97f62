using Adjoint.Benchmarks.Editor;

if (args is not ["editor"])
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/Benchmarks -- editor");
    return 1;
}

EditorBenchmark.Run(Console.Out);
return 0;
