using System.CommandLine;
using System.CommandLine.Invocation;
using Adjoint;
using Tasks.Data;
using Zoo.Data;

namespace Zoo;

/// <summary>What may be asked for on the command line: a system by its name, or their list.</summary>
internal static class Options
{
    /// <summary>Reads the arguments and runs what they ask for; help and mistakes are dealt with here.</summary>
    /// <returns>The exit code of the program.</returns>
    public static int Run(string[] args, Func<ISystem, Trial, int> program)
    {
        Option<string?> data = new("--data")
        {
            Description = $"The folder with published data, a folder in it for each set; if not given, what the environment variable {DataFolder.Variable} names, "
                + "or else ../shared/data beside the repository. Data that are not there are replaced by some that are at hand.",
            HelpName = "FOLDER",
            Recursive = true,
        };
        data.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var path }] && !Directory.Exists(path))
            {
                result.AddError($"--data: expected the path of a folder, found '{path}'");
            }
        });
        Option<int> seed = WholeNumber("--seed", 0, int.MaxValue, 1, "What every random number depends on; the same seed gives the same figures.");
        Option<int> threads = WholeNumber("--threads", 1, 256, 1, "The threads to train on; their number changes no figure.");
        RootCommand root = new(
            """
            Trains published systems, each declared in one file, and checks what its paper claims.

            Each line of PASS or FAIL holds a figure and its bar; a control must miss the bar.

            Exit codes: 0 all as it should be; 1 not so; 2 a wrong argument or a damaged file.
            """) { data, seed, threads };
        Command list = new("list", "Lists the systems with their numbers and papers.");
        list.SetAction(_ => List());
        root.Subcommands.Add(list);
        foreach (ISystem system in Catalog.Systems)
        {
            Command command = new(system.Name, $"{system.Row}: {system.Paper}");
            command.SetAction(result => program(
                system,
                new Trial(result.GetValue(seed), new Threads(result.GetValue(threads)), new DataSets(DataFolder.Find(result.GetValue(data))), Console.Out)));
            root.Subcommands.Add(command);
        }

        return Invoke(root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }));
    }

    private static int Invoke(ParseResult result)
    {
        // Help is an action, which stands even beside mistakes; of several mistakes one message is enough to begin with.
        if (result.Action is not ParseErrorAction)
        {
            return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }

        string systems = $"the systems are {string.Join(", ", Catalog.Systems.Select(static system => system.Name))}";
        string message = result.UnmatchedTokens is [var unknown, ..]
            ? result.CommandResult.Command is RootCommand
                ? $"expected 'list', an option or the name of a system, found '{unknown}'; {systems}"
                : $"expected nothing but options after '{result.CommandResult.Command.Name}', found '{unknown}'"
            : result.CommandResult.Command is RootCommand && result.Errors.Count == 1 ? $"expected 'list' or the name of a system; {systems}"
            : result.Errors[^1].Message;
        Console.Error.WriteLine($"zoo: {message}");
        return 2;
    }

    private static void List()
    {
        foreach (ISystem system in Catalog.Systems)
        {
            Console.WriteLine($"{system.Row,4}  {system.Name,-20} {system.Paper}");
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
