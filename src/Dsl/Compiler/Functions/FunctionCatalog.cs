namespace Adjoint.Compiler.Functions;

/// <summary>
/// Every function of the language by its name. <c>Expr</c> and <c>Ops</c> say what a user may write, the definitions here what that
/// means, both when a declaration is compiled and when it is executed; a test compares the two.
/// </summary>
internal static class FunctionCatalog
{
    private static readonly Dictionary<string, FunctionDefinition> ByName =
        new[]
        {
            ConvolutionFunctions.All, SlidingFunctions.All,
            ElementwiseFunctions.All, ReductionFunctions.All, LayoutFunctions.All, ProductFunctions.All, NetworkFunctions.All, DerivativeFunctions.All, LoopFunctions.All,
            LossFunctions.All,
            ActivationFunctions.All, ArrangementFunctions.All, WindowFunctions.All, RegularisationFunctions.All, ChannelAttentionFunctions.All,
            NormalisationFunctions.All, RecurrentFunctions.All, AttentionFunctions.All, PositionFunctions.All, MaskFunctions.All,
        }.SelectMany(static group => group).ToDictionary(static definition => definition.Name, StringComparer.Ordinal);

    public static IReadOnlyCollection<FunctionDefinition> All => ByName.Values;

    /// <summary>The definition of a function; null when there is none.</summary>
    public static FunctionDefinition? Find(string name) => ByName.TryGetValue(name, out FunctionDefinition? definition) ? definition : null;
}
