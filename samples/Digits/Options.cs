using System.CommandLine;

namespace Digits;

/// <summary>What was asked for on the command line.</summary>
internal sealed record Options
{
    private const int DefaultEpochs = 40;

    /// <summary>What the initial parameters, the order of the rows and dropout depend on.</summary>
    public required int Seed { get; init; }

    /// <summary>How often the training rows are gone through.</summary>
    public required int Epochs { get; init; }

    /// <summary>The number of threads to train on.</summary>
    public required int Threads { get; init; }

    /// <summary>Where to save the parameters, or null.</summary>
    public string? Save { get; init; }

    /// <summary>The saved parameters to use instead of training, or null.</summary>
    public string? Load { get; init; }

    /// <summary>The user's own digits, or null for those that come with the sample.</summary>
    public string? Data { get; init; }

    /// <summary>
    /// Reads the arguments and runs the program with them; help and mistakes are dealt with here.
    /// </summary>
    /// <returns>The exit code of the program.</returns>
    public static int Run(string[] args, Func<Options, int> program)
    {
        Option<int> seed = WholeNumber("--seed", 0, int.MaxValue, 1, "What every random number depends on; the same seed gives the same parameters.");
        Option<int> epochs = WholeNumber("--epochs", 1, 100_000, DefaultEpochs, "How often the training rows are gone through.");
        Option<int> threads = WholeNumber("--threads", 1, 256, Math.Min(Environment.ProcessorCount, 256), "The threads to train on; their number changes no bit of the result.");
        Option<string?> save = FilePath("--save", "Save the parameters as .safetensors, also when interrupted; the folder must exist, which is checked before the training.");
        save.Validators.Add(static result =>
        {
            // Said before the training rather than after it.
            if (result.Tokens is [{ Value: { Length: > 0 } path }] && ProblemOfSaving(path) is { } problem)
            {
                result.AddError($"--save: expected the path of a file that can be written, found '{path}', {problem}");
            }
        });
        Option<string?> load = FilePath("--load", "Use saved parameters and train nothing: not with --seed, --epochs or --threads.");
        Option<string?> data = FilePath("--data", "Your own digits: CSV lines (or gzip of it) of 64 pixels 0-16 and the digit 0-9.");
        RootCommand command = new(
            """
            Trains a small network on handwritten digits, and shows how well it reads those it has not seen: every fifth row.

            Exit codes: 0 done; 1 the parameters could not be saved, or the training diverged; 2 a wrong argument or file;
            130 interrupted (143 when terminated), after saving the best parameters so far if asked, and also if that failed.
            """) { seed, epochs, threads, save, load, data };

        command.Validators.Add(result =>
        {
            if (result.GetResult(load) is not null
                && new Option[] { seed, epochs, threads }.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } idle)
            {
                result.AddError($"{idle.Name}: has no meaning with --load, which trains nothing");
            }
        });
        command.SetAction(result => program(new Options
        {
            Seed = result.GetValue(seed),
            Epochs = result.GetValue(epochs),
            Threads = result.GetValue(threads),
            Save = result.GetValue(save),
            Load = result.GetValue(load),
            Data = result.GetValue(data),
        }));
        return Invoke(command.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }));
    }

    private static int Invoke(ParseResult result)
    {
        // Help is an action, which stands even beside mistakes; of several mistakes one message is enough to begin with.
        if (result.Action is System.CommandLine.Invocation.ParseErrorAction)
        {
            throw new InputException(result.Errors[0].Message);
        }

        return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private static string? ProblemOfSaving(string path) =>
        Directory.Exists(path) ? "which is a folder"
        : Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder) ? "whose folder does not exist"
        : null;

    private static Option<int> WholeNumber(string name, int least, int most, int otherwise, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => otherwise,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!int.TryParse(text, out int value) || value < least || value > most)
            {
                result.AddError($"{name}: expected a whole number from {least} to {most}, found '{text}'");
            }

            return value;
        },
    };

    private static Option<string?> FilePath(string name, string description)
    {
        Option<string?> option = new(name) { Description = description, HelpName = "FILE" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
            {
                result.AddError($"{name}: expected the path of a file, found ''");
            }
        });
        return option;
    }
}
