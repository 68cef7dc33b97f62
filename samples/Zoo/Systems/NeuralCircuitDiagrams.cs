using Adjoint;
using Zoo.Diagrams;

namespace Zoo.Systems;

/// <summary>
/// The build draws the training of a model, and what is drawn is the model: read back, the drawings of five architectures tell what their descriptions, costs and plans do, and nothing else.
/// Whichever two axes of whichever wire change places, and whichever drawing takes another's place, it is noticed. How wide the models are that have a name for it is drawn from the seed.
/// </summary>
internal sealed class NeuralCircuitDiagrams : ISystem
{
    /// <inheritdoc/>
    public string Name => "neural-circuit-diagrams";

    /// <inheritdoc/>
    public int Row => 24;

    /// <inheritdoc/>
    public string Paper => "Neural Circuit Diagrams: Robust Diagrams for the Communication, Implementation, and Analysis of Deep Learning Architectures (Abbott 2024)";

    /// <inheritdoc/>
    public void Run(Trial trial)
    {
        Random random = new(trial.Seed);
        Circuit[] circuits =
        [
            Circuit.Of<CircuitTransformer>(random, CircuitTransformer.Cost),
            Circuit.Of<CircuitConvolutions>(random, CircuitConvolutions.Cost),
            Circuit.Of<CircuitResNet>(random, static _ => CircuitResNet.Cost),
            Circuit.Of<CircuitUNet>(random, static _ => CircuitUNet.Cost),
            Circuit.Of<CircuitVision>(random, CircuitVision.Cost),
        ];
        Bar none = Bar.AtMost(0);
        foreach (Circuit circuit in circuits)
        {
            trial.Say($"{circuit.Name}: {circuit.Drawing.Boxes.Count} boxes, {circuit.Drawing.Wires.Count} wires, {circuit.Known.Count} facts");
            IReadOnlySet<string> differences = circuit.Differences(circuit.Drawing);
            trial.Require("facts drawn or known, but not both", differences.Count, none);
            foreach (string fact in differences)
            {
                trial.Say($"  {(circuit.Known.Contains(fact) ? "known" : "drawn")} only: {fact}");
            }

            trial.Refuse("the same with two axes of a wire swapped, the least of all swaps", circuit.Swapped().Min(drawing => circuit.Differences(drawing).Count), none);
        }

        trial.Refuse("the same with another's drawing, the least of all pairs", circuits.SelectMany(_ => circuits, static (circuit, other) => (circuit, other))
            .Where(static pair => pair.circuit != pair.other)
            .Min(static pair => pair.circuit.Differences(pair.other.Drawing, pair.other.Sizes).Count), none);
    }

    /// <summary>A model with its drawing.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Drawing">The drawing of its training.</param>
    /// <param name="Sizes">Values for its named sizes.</param>
    /// <param name="Known">What is known of it.</param>
    private sealed record Circuit(string Name, Drawing Drawing, Sizes Sizes, IReadOnlySet<string> Known)
    {
        public static Circuit Of<TModel>(Random random, Func<ReadOnlySpan<int>, ModelCost> cost)
            where TModel : class, IModel<TModel>
        {
            int[] values = [.. TModel.Sizes.Select(_ => random.Next(2, 20))];
            ModelDescription description = TModel.Describe(values);
            return new Circuit(
                description.Name,
                Drawing.Read(Resource($"{description.Name}.plan.md")),
                new Sizes(TModel.Sizes.Select(static size => size.Name), values),
                new KnownFacts(description, cost(values).Objectives[0], Resource($"{description.Name}.plan.txt")).All().ToHashSet());
        }

        /// <summary>The facts that a drawing tells and that are not known of the model, or the other way round.</summary>
        public IReadOnlySet<string> Differences(Drawing drawing) => Differences(drawing, Sizes);

        /// <summary>The same of a drawing with other sizes.</summary>
        public IReadOnlySet<string> Differences(Drawing drawing, Sizes sizes)
        {
            HashSet<string> facts = [.. new DrawnFacts(drawing, sizes).All()];
            facts.SymmetricExceptWith(Known);
            return facts;
        }

        /// <summary>The drawing with two axes of a wire swapped that are not the same, for all of them.</summary>
        public IEnumerable<Drawing> Swapped()
        {
            for (int i = 0; i < Drawing.Wires.Count; i++)
            {
                Wire wire = Drawing.Wires[i];
                string[] axes = Sizes.Axes(wire.Type);
                for (int first = 0; first < axes.Length; first++)
                {
                    for (int second = first + 1; second < axes.Length; second++)
                    {
                        if (axes[first] != axes[second])
                        {
                            string[] swapped = [.. axes];
                            (swapped[first], swapped[second]) = (axes[second], axes[first]);
                            string type = $"{wire.Type[..wire.Type.IndexOf('[')]}[{string.Join(", ", swapped)}]";
                            yield return Drawing with { Wires = [.. Drawing.Wires.Take(i), wire with { Type = type }, .. Drawing.Wires.Skip(i + 1)] };
                        }
                    }
                }
            }
        }

        private static string Resource(string name)
        {
            using StreamReader reader = new(typeof(Circuit).Assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
    }
}
