using System.CommandLine;
using Adjoint;
using Tasks.Data;
using Tasks.Problems;

namespace Tasks;

/// <summary>What may be asked for on the command line: a task by its name, or their list.</summary>
internal static class Options
{
    /// <summary>Reads the arguments and runs what they ask for; help and mistakes are dealt with here.</summary>
    /// <returns>The exit code of the program.</returns>
    public static int Run(string[] args, Func<LearningTask, Session, int> program)
    {
        Option<string?> data = new("--data")
        {
            Description = $"The folder with the data, a folder in it for each set; if not given, what the environment variable {DataFolder.Variable} names, or else ../shared/data beside the repository.",
            HelpName = "FOLDER",
            Recursive = true,
        };
        data.Validators.Add(result =>
        {
            // A folder that is named and isn't there is a mistake; one that is only looked for may be missing.
            if (result.Tokens is [{ Value: var path }] && !Directory.Exists(path))
            {
                result.AddError($"--data: expected the path of a folder, found '{path}'");
            }
        });
        Option<int> seed = WholeNumber("--seed", 0, int.MaxValue, 1, "What every random number depends on; the same seed gives the same parameters.");
        Option<int> threads = WholeNumber("--threads", 1, 256, Math.Min(Environment.ProcessorCount, 256), "The threads to train on; their number changes no bit of the result.");
        RootCommand root = new(
            """
            Trains a network on a task from the literature, and compares what it reaches on data it has not seen with what it must.

            The last line says PASS or FAIL with the figures, or SKIPPED where the data are missing.

            Exit codes: 0 passed or skipped; 1 failed; 2 a wrong argument or a damaged file.
            """) { data, seed, threads };
        Command list = new("list", "Lists the tasks and the files of data that each needs.");
        list.SetAction(_ => List());
        root.Subcommands.Add(list);
        foreach (LearningTask task in LearningTask.All)
        {
            Command command = new(task.Name, $"Trains: {task.Summary}.");
            command.SetAction(result => program(
                task, new Session(DataFolder.Find(result.GetValue(data)), result.GetValue(seed), new Threads(result.GetValue(threads)), Console.Out)));
            root.Subcommands.Add(command);
        }

        return Invoke(root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }));
    }

    private static int Invoke(ParseResult result)
    {
        // Help is an action, which stands even beside mistakes; of several mistakes one message is enough to begin with, and what nobody
        // knows says more than that a command is missing.
        if (result.Action is not System.CommandLine.Invocation.ParseErrorAction)
        {
            return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }

        string message = result.UnmatchedTokens is [var unknown, ..]
            ? $"expected the name of a task or one of the options, found '{unknown}'; 'list' and '--help' tell them"
            : result.Errors[0].Message;
        Console.Error.WriteLine($"tasks: {message}");
        return 2;
    }

    private static void List()
    {
        foreach (LearningTask task in LearningTask.All)
        {
            Console.WriteLine($"{task.Name,-24} {task.Summary}");
            foreach (PublishedFile file in task.Files)
            {
                Console.WriteLine($"{string.Empty,-24}   {file.Path}");
            }
        }
    }

    private static Option<int> WholeNumber(string name, int least, int most, int otherwise, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        Recursive = true,
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
}
