using Adjoint;
using static Adjoint.Ops;

namespace Zoo.Systems;

/// <summary>Each node takes the mean of what its neighbours and it have, then a linear layer; of unit length, so that lengths tell a next layer nothing.</summary>
[Model(Batch = false)]
public partial record GraphLayer([Weight("C, 32")] Expr Kernel)
{
    public Expr Forward([Shape("N, C")] Expr nodes, [Shape("i32[E]")] Expr from, [Shape("i32[E]")] Expr to, [Shape("E, 1")] Expr share)
    {
        var mean = ScatterAdd(Gather(nodes, from) * share, to, "N");
        var h = Relu(Dense(mean, Kernel));
        return h / Sqrt(Sum(Square(h), Axis.Last, keep: true) + 1e-6f);
    }
}

/// <summary>A node of each class joins the graph, whose neighbours are those known to be of the class; a node is of the class whose node it is most like.</summary>
[Model(Batch = false)]
public partial record ForwardGraphNetwork(
    [Use<GraphLayer>("C = 24")] GraphLayer First,
    [Use<GraphLayer>("C = 32")] GraphLayer Second)
{
    private const float Sharpness = 10;

    public Expr Forward([Shape("N, 24")] Expr nodes, [Shape("i32[E]")] Expr from, [Shape("i32[E]")] Expr to, [Shape("E, 1")] Expr share, [Shape("N, 4")] Expr known) =>
        Likeness(Second.Forward(First.Forward(nodes, from, to, share), from, to, share), known);

    [Objective(Updates = [nameof(First)])]
    public Expr LearnFirst(
        [Shape("N, 24")] Expr nodes, [Shape("i32[E]")] Expr from, [Shape("i32[E]")] Expr to, [Shape("E, 1")] Expr share, [Shape("N, 4")] Expr known) =>
        Separate(Likeness(First.Forward(nodes, from, to, share), known), known);

    [Objective(Updates = [nameof(Second)])]
    public Expr LearnSecond(
        [Shape("N, 24")] Expr nodes, [Shape("i32[E]")] Expr from, [Shape("i32[E]")] Expr to, [Shape("E, 1")] Expr share, [Shape("N, 4")] Expr known) =>
        Separate(Likeness(Second.Forward(StopGradient(First.Forward(nodes, from, to, share)), from, to, share), known), known);

    [Objective]
    public Expr Backpropagate(
        [Shape("N, 24")] Expr nodes, [Shape("i32[E]")] Expr from, [Shape("i32[E]")] Expr to, [Shape("E, 1")] Expr share, [Shape("N, 4")] Expr known) =>
        Separate(Forward(nodes, from, to, share, known), known);

    // [N, 4]: how like a node is to the node of each class.
    private static Expr Likeness(Expr h, Expr known)
    {
        var classes = MatMul(Transpose(known), h) / (Unsqueeze(Sum(known, 0), 1) + 1e-6f);
        return Sharpness * MatMul(h, Transpose(classes));
    }

    private static Expr Separate(Expr likeness, Expr known) => -Sum(known * LogSoftmax(likeness)) / (Sum(known) + 1e-6f);
}

/// <summary>
/// Graph networks whose layers learn each from what they are given, in a single forward pass: no derivative goes from one layer to another, and no negative samples are made up.
/// They reach what backpropagation reaches: 74 to 84% in a reference in PyTorch of the same sizes and steps, beside 76 to 84%, for six graphs drawn by the same rule; here 76 to
/// 80% beside 74 to 76% for three. The graph is drawn: nodes of four classes, which know more of their own class than of others.
/// </summary>
internal sealed class ForwardGraphs : ISystem
{
    private const int Nodes = 400;
    private const int Classes = 4;
    private const int Features = 24;
    private const int KnownNodes = 60;

    /// <inheritdoc/>
    public string Name => "forward-gnn";

    /// <inheritdoc/>
    public int Row => 21;

    /// <inheritdoc/>
    public string Paper => "Forward Learning of Graph Neural Networks (Park, Wang, Simoulin, Yang, Yang, Rossi, Trivedi, Ahmed 2024)";

    /// <inheritdoc/>
    public void Run(Trial trial)
    {
        (float[] nodes, int[] from, int[] to, float[] share, float[] known) = Draw(new Random(trial.Seed));
        ForwardGraphNetwork drawn = ForwardGraphNetwork.Create(trial.Seed);
        Trainer<ForwardGraphNetwork> layers = new(drawn, new Adam(1e-2f), trial.Seed, trial.Threads);
        Trainer<ForwardGraphNetwork> whole = new(drawn, new Adam(1e-2f), trial.Seed, trial.Threads);

        // The known nodes are few and soon learnt by heart, so that training ends early.
        for (int step = 0; step < 20; step++)
        {
            ForwardGraphNetwork.LearnFirstObjective.Step(layers, nodes, from, to, share, known, n: Nodes, e: from.Length);
            ForwardGraphNetwork.LearnSecondObjective.Step(layers, nodes, from, to, share, known, n: Nodes, e: from.Length);
            ForwardGraphNetwork.BackpropagateObjective.Step(whole, nodes, from, to, share, known, n: Nodes, e: from.Length);
        }

        // Without its neighbours, a node is all that is known of it.
        int[] alone = [.. Enumerable.Range(0, Nodes)];
        float[] all = [.. alone.Select(static _ => 1f)];
        Bar near = Bar.AtLeast(Accuracy(whole.Model().Predict(nodes, from, to, share, known, n: Nodes, e: from.Length)) - 0.03);
        trial.Require("accuracy, layers trained each alone", Accuracy(layers.Model().Predict(nodes, from, to, share, known, n: Nodes, e: from.Length)), near);
        trial.Refuse("accuracy, untrained", Accuracy(drawn.Predict(nodes, from, to, share, known, n: Nodes, e: from.Length)), near);
        trial.Refuse("accuracy, without the graph", Accuracy(layers.Model().Predict(nodes, alone, alone, all, known, n: Nodes, e: Nodes)), near);
    }

    /// <summary>The share of the nodes of unknown class that are most like the node of their class.</summary>
    private static double Accuracy(float[] likeness) =>
        Enumerable.Range(KnownNodes, Nodes - KnownNodes).Count(node => Enumerable.Range(0, Classes).MaxBy(k => likeness[(node * Classes) + k]) == node % Classes)
        / (double)(Nodes - KnownNodes);

    /// <summary>Draws features and edges, each edge in both directions and one from every node to itself; node i is of the class i modulo 4.</summary>
    private static (float[] Nodes, int[] From, int[] To, float[] Share, float[] Known) Draw(Random random)
    {
        float[] nodes = new float[Nodes * Features];
        float[] known = new float[Nodes * Classes];
        List<(int From, int To)> edges = [];
        int[] degree = new int[Nodes];
        for (int node = 0; node < Nodes; node++)
        {
            for (int feature = 0; feature < Features; feature++)
            {
                nodes[(node * Features) + feature] = (3 * random.NextSingle()) - 1.5f + (feature == node % Classes ? 1 : 0);
            }

            known[(node * Classes) + (node % Classes)] = node < KnownNodes ? 1 : 0;
            edges.Add((node, node));
            degree[node]++;
            for (int other = 0; other < node; other++)
            {
                if (random.NextSingle() < (node % Classes == other % Classes ? 0.05f : 0.01f))
                {
                    edges.AddRange([(node, other), (other, node)]);
                    degree[node]++;
                    degree[other]++;
                }
            }
        }

        return (nodes, [.. edges.Select(static edge => edge.From)], [.. edges.Select(static edge => edge.To)], [.. edges.Select(edge => 1f / degree[edge.To])], known);
    }
}
