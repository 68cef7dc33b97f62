using Spectre.Console;

namespace Digits;

/// <summary>Standard output, as what it is: a terminal that can be drawn on, or a file or pipe that takes lines.</summary>
internal sealed class Screen
{
    private const int PlainWidth = 80;

    private Screen(IAnsiConsole console, bool isLive)
    {
        Console = console;
        IsLive = isLive;
    }

    /// <summary>Where to write.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Whether colours, and drawing over what was written, are possible. If not, not one control sequence is written.</summary>
    public bool IsLive { get; }

    /// <summary>Looks at what standard output is.</summary>
    public static Screen Open()
    {
        bool redirected = System.Console.IsOutputRedirected;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,

            // The defaults take some build servers' logs for terminals; only a terminal is one here.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });

        bool isLive = !redirected && console.Profile.Capabilities.Ansi;
        if (!isLive)
        {
            console.Profile.Width = PlainWidth;
            console.Profile.Capabilities.Unicode = false;
        }

        return new Screen(console, isLive);
    }
}
