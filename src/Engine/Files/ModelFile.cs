namespace Adjoint;

/// <summary>
/// Model parameters in <c>.safetensors</c> files, which many tools of other frameworks read. A file is an 8-byte little-endian length, a
/// JSON header of that length, and the parameters' values as little-endian floats, one after another.
/// </summary>
/// <remarks>
/// Files written here carry checksums (CRC-32C) of header and data, so that any damaged byte is noticed when they are read. Files of
/// other writers have none; they are read when their names, shapes and types are the model's.
/// </remarks>
public static class ModelFile
{
    /// <summary>
    /// Writes a model's parameters. The file appears complete or not at all: it is written beside its final place, brought to the disk, and then
    /// renamed, so whatever goes wrong before that leaves an older file as it was. Links are followed.
    /// </summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="model">The model to write.</param>
    /// <param name="path">Where to; an older file there is replaced.</param>
    /// <exception cref="ModelFileException">
    /// A value is not finite, or the system refused to write (no such folder, no right, no space …). Only when bringing the
    /// rename itself to the disk fails is the new file in place; the message then says so.
    /// </exception>
    public static void Save<TModel>(TModel model, string path)
        where TModel : class, IModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        Save(model.Parameters, StoredSizes.Text(TModel.Sizes, model.Parameters.Description.Sizes), path);
    }

    /// <summary>Reads a model's parameters.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="ModelFileException">The file is damaged, is not a model file, or holds other parameters than the model's.</exception>
    public static TModel Load<TModel>(string path)
        where TModel : class, IModel<TModel>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return TModel.FromParameters(ModelFileReader.Read<TModel>(stream, path));
    }

    /// <summary>Writes parameters.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="sizes">The named sizes with which the model was created, as a text; null when there are none.</param>
    /// <param name="path">Where to.</param>
    internal static void Save(ParameterBuffer parameters, string? sizes, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        StoredTensors.CheckFinite(parameters, path);
        byte[] header = ModelFileWriter.Header(parameters, sizes);
        AtomicFile.Write(path, stream => ModelFileWriter.Write(stream, header, parameters));
    }

    internal static ParameterBuffer Load(ModelDescription description, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return ModelFileReader.Read(description, stream, path);
    }
}
