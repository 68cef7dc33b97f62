namespace Tasks.Data;

/// <summary>The folder with the files of data, a folder in it for each data set.</summary>
/// <param name="Path">Its path.</param>
public sealed record DataFolder(string Path)
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "ADJOINT_DATA";

    /// <summary>The folder that the user names; otherwise that of <see cref="Variable"/>; otherwise <c>shared/data</c> beside the repository.</summary>
    /// <param name="given">What the user names, or null.</param>
    public static DataFolder Find(string? given) => new(
        given
        ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null)
        ?? System.IO.Path.Combine(Repository() ?? ".", "..", "shared", "data"));

    /// <summary>The full path of a file, whether or not it is there.</summary>
    public string this[PublishedFile file] => System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, file.Path));

    /// <summary>The first of some files that is not there, or null.</summary>
    public PublishedFile? Missing(IEnumerable<PublishedFile> files) => files.FirstOrDefault(file => !File.Exists(this[file]));

    /// <summary>The folder of the solution that the program was built in, or null when it was moved elsewhere.</summary>
    private static string? Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Dsl.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
