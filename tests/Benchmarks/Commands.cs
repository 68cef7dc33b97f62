using System.CommandLine;
using System.Globalization;
using Adjoint.Benchmarks.Compare;
using Adjoint.Benchmarks.Editor;
using Adjoint.Benchmarks.Peak;
using Adjoint.Benchmarks.Peers;
using Adjoint.Benchmarks.Products;
using Adjoint.Benchmarks.Start;
using Adjoint.Benchmarks.Suite;
using Adjoint.Benchmarks.Workloads;

namespace Adjoint.Benchmarks;

/// <summary>What may be asked for on the command line.</summary>
internal static class Commands
{
    private const string TorchVariable = "ADJOINT_TORCH_SUITE";

    /// <summary>Reads the arguments and runs what they ask for; help and mistakes are dealt with here.</summary>
    /// <returns>The exit code of the program.</returns>
    public static int Run(string[] args)
    {
        RootCommand root = new(
            """
            Measures how fast models are trained, asked and compiled.

            Exit codes: 0 done; 1 something can't be measured; 2 a wrong argument.
            """) { Suite(), Comparison(), Peak(), Products(), Editor(), Start() };
        ParseResult result = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Action is not System.CommandLine.Invocation.ParseErrorAction)
        {
            return Invoke(result);
        }

        // Of several mistakes one message is enough to begin with.
        Console.Error.WriteLine($"benchmarks: {result.Errors[0].Message}");
        return 2;
    }

    private static int Invoke(ParseResult result)
    {
        try
        {
            return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (BenchmarkException exception)
        {
            Console.Error.WriteLine($"benchmarks: {exception.Message}");
            return 1;
        }
    }

    private static Command Suite()
    {
        Option<string[]> workload = Names("--workload", "A workload; all of them if not given.", [.. WorkloadCatalog.All.Select(static workload => workload.Name)]);
        Option<int> threads = ThreadCount();
        Option<double> seconds = Seconds();
        Option<bool> json = new("--json") { Description = "Print a line of JSON for each workload." };
        Command command = new("suite", "Times a training step, a prediction or a product of each workload.") { workload, threads, seconds, json };
        command.SetAction(result => SuiteBenchmark.Run(
            new SuiteOptions(Chosen(result, workload), result.GetValue(threads), result.GetValue(seconds), result.GetValue(json)), Console.Out));
        return command;
    }

    private static Command Comparison()
    {
        Option<string[]> workload = Names("--workload", "A workload; all of them if not given.", [.. WorkloadCatalog.All.Select(static workload => workload.Name)]);
        Option<int> threads = ThreadCount();
        Option<double> seconds = Seconds();
        Option<int> rounds = WholeNumber("--rounds", "How often each side is measured.", "R", 3, 100);
        Option<string?> torch = new("--torch")
        {
            Description = $"The path of torch_suite.py; if not given, the variable {TorchVariable}.",
            HelpName = "PATH",
            DefaultValueFactory = static _ => Environment.GetEnvironmentVariable(TorchVariable),
        };
        Option<string?> best = new("--best")
        {
            Description = "The path of the forms in which PyTorch is fastest; torch_best.json beside the script if not given.",
            HelpName = "PATH",
        };
        Option<string> python = PythonPath();
        Command command = new("compare", "Measures the suite and PyTorch's alternately.") { workload, threads, seconds, rounds, torch, best, python };
        command.SetAction(result =>
        {
            string script = result.GetValue(torch) is { Length: > 0 } path
                ? path
                : throw new BenchmarkException($"PyTorch's suite is not given: neither --torch nor {TorchVariable}.");
            string forms = result.GetValue(best) ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(script))!, "torch_best.json");
            ComparisonBenchmark.Run(
                new ComparisonOptions(Chosen(result, workload), result.GetValue(threads), result.GetValue(seconds), result.GetValue(rounds)),
                new TorchSuite(Interpreter(result, python), script, forms),
                Console.Out);
        });
        return command;
    }

    private static Command Peak()
    {
        Command command = new("peak", "Measures what the processor and the memory allow, at one thread and at two.");
        command.SetAction(static _ => PeakBenchmark.Run(Console.Out));
        return command;
    }

    private static Command Products()
    {
        Option<string[]> shape = Names("--shape", "A shape; all of them if not given.", [.. ProductShape.All.Select(static shape => shape.Name)]);
        Option<int> threads = ThreadCount();
        Option<double> seconds = Seconds();
        Option<bool> compare = new("--compare") { Description = "Let OpenBLAS compute the same, through NumPy." };
        Option<string> python = PythonPath();
        Command command = new("gemm", "Times products of matrices, and compares them with the peak of the processor.") { shape, threads, seconds, compare, python };
        command.SetAction(result => ProductBenchmark.Run(
            [.. Chosen(result, shape).Select(ProductShape.Named)],
            result.GetValue(threads),
            result.GetValue(seconds),
            result.GetValue(compare) ? new NumpyProducts(Interpreter(result, python), result.GetValue(threads)) : null,
            Console.Out));
        return command;
    }

    private static Command Editor()
    {
        Command command = new("editor", "Times what a keystroke costs in a project with a hundred files of models.");
        command.SetAction(static _ => EditorBenchmark.Run(Console.Out));
        return command;
    }

    private static Command Start()
    {
        Option<int> runs = WholeNumber("--runs", "How often each program is started.", "R", 15, 1000);
        Option<string?> published = new("--published") { Description = "The path of this program as published, to be started alternately.", HelpName = "PATH" };
        Command command = new("start", "Times the start of a program, up to its first step of training.") { runs, published };
        command.SetAction(result => StartBenchmark.Run(result.GetValue(runs), result.GetValue(published), Console.Out));
        return command;
    }

    /// <summary>The names that were given for an option; if none was, all that there are.</summary>
    private static IReadOnlyList<string> Chosen(ParseResult result, Option<string[]> option) => result.GetValue(option) ?? [];

    private static Option<string[]> Names(string name, string description, string[] known)
    {
        Option<string[]> option = new(name)
        {
            Description = description,
            HelpName = "NAME",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => known,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => !known.Contains(token.Value)) is { } unknown)
            {
                result.AddError($"{name}: expected one of {string.Join(", ", known)}, found '{unknown.Value}'");
            }
        });
        return option;
    }

    private static Option<int> ThreadCount() => WholeNumber("--threads", "The number of threads.", "N", 1, 256);

    private static Option<int> WholeNumber(string name, string description, string helpName, int usual, int largest) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => usual,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value < 1 || value > largest)
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name}: expected a whole number from 1 to {largest}, found '{text}'"));
            }

            return value;
        },
    };

    private static Python Interpreter(ParseResult result, Option<string> option) => new(result.GetValue(option) ?? Python.Default);

    private static Option<string> PythonPath() => new("--python")
    {
        Description = "The Python interpreter that has the peer.",
        HelpName = "PATH",
        DefaultValueFactory = static _ => Python.Default,
    };

    private static Option<double> Seconds() => new("--seconds")
    {
        Description = "How long samples are taken, after the warm-up.",
        HelpName = "S",
        DefaultValueFactory = static _ => 1,
        CustomParser = static result =>
        {
            string text = result.Tokens[0].Value;
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || value is not (> 0 and <= 600))
            {
                result.AddError($"--seconds: expected a number above 0 and up to 600, found '{text}'");
            }

            return value;
        },
    };
}
