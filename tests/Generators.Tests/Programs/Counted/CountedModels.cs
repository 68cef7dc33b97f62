using System.Collections.Concurrent;
using System.Reflection;
using Adjoint.Compiler;
using Adjoint.Compiler.Programs;
using Adjoint.Generators.Tests.Reading;
using Microsoft.CodeAnalysis.CSharp;

namespace Adjoint.Generators.Tests.Programs.Counted;

/// <summary>
/// Networks of several kinds, each with every attribute that derives another training program and every choice of what is trained: what
/// they cost is counted. All have the same four parts, so that a variation is said once.
/// </summary>
internal static class CountedModels
{
    /// <summary>A value for every named size.</summary>
    public const int NamedSize = 5;

    private const string Block = """
        [Model]
        public partial record Block(
            [LayerNorm]                               Layer Norm1,
            [SelfAttention(Heads = 2, Causal = true)] Layer Attend,
            [LayerNorm]                               Layer Norm2,
            [Dense(20), Gelu, Dense(12)]              Layer Mlp)
        {
            public Expr Forward([Shape("T, 12")] Expr x)
            {
                var h = x + Attend(Norm1(x));
                return h + Mlp(Norm2(h));
            }
        }

        """;

    public static readonly CountedNetwork[] Networks =
    [
        new("Dense", "20", "i32[]",
            ["Dense(24), Relu", "Dense(24), LayerNorm, Gelu", "Dense(20), Tanh, Dropout(0.2f)", "Dense(5)"], LowRank: "Second"),
        new("Image", "2, 9, 9", "i32[]",
            ["Conv2D(6, Kernel = 3), BatchNorm, Relu", "Conv2D(8, Kernel = 3), BatchNorm, Silu, MaxPool(2)", "Conv2D(6, Kernel = 3, Groups = 2), LayerNorm, Tanh", "Flatten, Dense(5)"],
            LowRank: "Head"),
        new("Text", "i32[7]", "i32[7]",
            ["Embedding(11, 12), PositionEmbedding(7)", "Use<Block>(Repeat = 2)", "LayerNorm, Dense(12), Gelu", "Dense(5)"], LowRank: "Second"),
        new("Recurrent", "6, 3", "i32[]",
            ["Dense(5), Tanh", "Lstm(8)", "Gru(7, Last = true), LayerNorm", "Dense(5)"], LowRank: "Second"),
        new("Named", "T, 4", "i32[T]",
            ["Dense(12), Tanh", "Use<Block>", "LayerNorm, Dense(7), Gelu", "Dense(5)"], LowRank: "Second"),
    ];

    public static readonly CountedVariation[] Variations =
    [
        new("Plain"),
        new("Frozen", "Frozen", ["Second"]),
        new("SparseInputs", "SparseUpdate(0.25f)", ["Second", "Head"]),
        new("SparseOutputs", "SparseUpdate(0.5f, Along = WeightAxis.Outputs)", ["Second", "Head"]),
        new("SparseOnly", "SparseUpdate(Only = \"0..2, 4\")", ["Second", "Head"]),
        new("LowRank", "LowRank(2, Scale = 0.5f)", [CountedNetwork.LowRankPart]),
        new("Masked", "Masked", ["Second", "Head"]),
        new("Recompute", "Recompute", ["First", "Second", "Third"]),
        new("Half", "Keep(As = Storage.Half)", ["First", "Second", "Third"]),
        new("BFloat16", "Keep(As = Storage.BFloat16)", ["Second"]),
        new("Int8PerChannel", "Keep(As = Storage.Int8)", ["First", "Second", "Third"]),
        new("Int8PerTensor", "Keep(As = Storage.Int8, Scales = ScaleOf.Tensor)", ["First", "Second", "Third"]),
        new("SparseKept", "SparseUpdate(0.25f), Keep(As = Storage.Int8)", ["Second", "Third"]),
        new("MaskedRecompute", "Masked, Recompute", ["Second", "Third"]),
        new("Whole") { Updates = string.Empty },
        new("HeadOnly") { Updates = "\"Head\"" },
        new("BiasOnly") { Updates = "\"*Bias\"" },
        new("NormsOnly") { Updates = "\"*Norm*\"" },
        new("LastTwo") { Updates = "\"Third\", \"Head\"" },
    ];

    private static readonly Dictionary<string, Lazy<(CSharpCompilation Source, Assembly Assembly)>> Compiled = Networks.ToDictionary(
        static network => network.Name,
        static network => new Lazy<(CSharpCompilation, Assembly)>(() => Compile(network.Declare(Variations))));

    /// <summary>The names of all, network and variation.</summary>
    public static TheoryData<string, string> All
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (CountedNetwork network in Networks)
            {
                foreach (CountedVariation variation in Variations)
                {
                    all.Add(network.Name, variation.Name);
                }
            }

            return all;
        }
    }

    private static readonly ConcurrentDictionary<(string, string), CountedStep> Steps = new();

    /// <summary>The training program of a network in a variation.</summary>
    public static CountedStep Of(string network, string variation) => Steps.GetOrAdd((network, variation), static key => Make(key.Item1, key.Item2));

    /// <summary>The variation that a variation is one of: all trained by an objective of its own, or by the loss.</summary>
    public static string BaseOf(string variation) => Variations.Any(one => one.Name == variation && one.Updates is not null) ? "Whole" : "Plain";

    private static CountedStep Make(string network, string variation)
    {
        (CSharpCompilation source, Assembly assembly) = Compiled[network].Value;
        bool isObjective = Variations.Any(one => one.Name == variation && one.Updates is not null);
        CompiledModel model = ModelCompiler.Compile(Readings.Read(source, network + (isObjective ? CountedNetwork.Tuned : variation)))!;
        return CountedStep.Of(model, isObjective ? variation : "Loss", assembly);
    }

    /// <summary>The training program of a model that a source declares, and its generated files.</summary>
    public static (CountedStep Step, string Generated) Declared(string source, string name, string objective = "Loss")
    {
        CSharpCompilation compilation = GeneratorFixture.Compile(Block + source);
        GeneratorRun run = GeneratorFixture.Run(compilation);
        CompiledModel model = ModelCompiler.Compile(Readings.Read(compilation, name))!;
        return (CountedStep.Of(model, objective, run.CompileAndLoad()), string.Concat(run.Files.Select(static file => file.Text)));
    }

    private static (CSharpCompilation Source, Assembly Assembly) Compile(string source)
    {
        CSharpCompilation compilation = GeneratorFixture.Compile(Block + source);
        return (compilation, GeneratorFixture.Run(compilation).CompileAndLoad());
    }
}

/// <summary>A network of four parts, <c>First</c> to <c>Third</c> and <c>Head</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Input">The shape of a sample.</param>
/// <param name="Label">The shape of its labels.</param>
/// <param name="Layers">The layers of each part.</param>
/// <param name="LowRank">A part with a matrix that is larger than the rank.</param>
internal sealed record CountedNetwork(string Name, string Input, string Label, string[] Layers, string LowRank)
{
    /// <summary>Stands for <see cref="LowRank"/> in variations.</summary>
    public const string LowRankPart = "*";

    private static readonly string[] Parts = ["First", "Second", "Third", "Head"];

    /// <summary>The name, behind the network's, of the model that has objectives.</summary>
    public const string Tuned = "Tuned";

    /// <summary>The models: one for every variation by an attribute, and one with an objective for every choice of what is trained.</summary>
    public string Declare(IEnumerable<CountedVariation> variations) => string.Concat(
        variations.Where(static variation => variation.Updates is null).Select(variation => Declare(variation)).Append($$"""
        [Model(Input = "{{Input}}")]
        public partial record {{Name}}{{Tuned}}({{PartsWith(new CountedVariation(Tuned))}})
        {
            public Expr Forward(Expr x) => Head(Third(Second(First(x))));

            {{string.Join("\n    ", variations.Where(static variation => variation.Updates is not null).Select(Objective))}}
        }

        """));

    /// <summary>The model of a variation by an attribute.</summary>
    /// <param name="variation">The variation.</param>
    /// <param name="more">More attributes of the model.</param>
    public string Declare(CountedVariation variation, string more = "") =>
        $"[Model(Input = \"{Input}\", Loss = CrossEntropy){more}] public partial record {Name}{variation.Name}({PartsWith(variation)});\n";

    private string PartsWith(CountedVariation variation) => string.Join(", ", Parts.Zip(Layers, (part, layers) =>
        $"[{layers}{(variation.On.Contains(part) || (part == LowRank && variation.On.Contains(LowRankPart)) ? ", " + variation.Attribute : string.Empty)}] Layer {part}"));

    private string Objective(CountedVariation variation) => $"""
        [Objective{(variation.Updates is "" ? string.Empty : $"(Updates = [{variation.Updates}])")}]
            public Expr {variation.Name}([Shape("{Input}")] Expr x, [Shape("{Label}")] Expr labels) => Ops.Mean(Ops.SoftmaxCrossEntropy(Forward(x), labels));

        """;
}

/// <summary>A way to derive another training program of the same network.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Attribute">The attributes.</param>
/// <param name="Parts">The parts that they stand on.</param>
internal sealed record CountedVariation(string Name, string Attribute = "", string[]? Parts = null)
{
    /// <summary>The parts that the attributes stand on.</summary>
    public string[] On { get; } = Parts ?? [];

    /// <summary>What an objective of this name updates, all when empty; null for a loss that the model's attribute names.</summary>
    public string? Updates { get; init; }
}
