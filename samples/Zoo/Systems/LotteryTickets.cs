using Adjoint;
using Zoo.Data;
using static Adjoint.Loss;

namespace Zoo.Systems;

/// <summary>A network all of whose weights can be dropped.</summary>
[Model(Input = "1, 8, 8", Loss = CrossEntropy)]
public partial record Lottery(
    [Masked, Flatten, Dense(128), Relu] Layer First,
    [Masked, Dense(64), Relu]           Layer Second,
    [Masked, Dense(10)]                 Layer Logits);

/// <summary>
/// A trained network holds a ticket: a tenth of its weights that, put back to where they began, learn as well as all of them and as fast. It is found by training, dropping a fifth
/// of the weights that are left, the smallest, and going back, again and again. The same weights drawn anew, or others as many, learn slower: in the end they come near too. After
/// five epochs, with twelve seeds, the ticket was 1.3 points behind all weights to 1.5 ahead, the same weights drawn anew 4.1 to 8.1 behind and others 10 to 30; in a reference in
/// PyTorch of the same sizes, data and steps, with seven, 0.8 behind to 1.5 ahead, 2.7 to 6.5 behind and 8 to 22. In the end the ticket was 1.3 behind to 0.2 ahead here, 1.4
/// behind to 0.7 ahead there, and others as little as 1.1 behind there.
/// </summary>
internal sealed class LotteryTickets : ISystem
{
    private const int Rounds = 10;
    private const int Epochs = 20;
    private const int Orders = 3;

    /// <summary>An early end, at which a good network is good already.</summary>
    private const int FewEpochs = 5;

    /// <inheritdoc/>
    public string Name => "lottery-tickets";

    /// <inheritdoc/>
    public int Row => 212;

    /// <inheritdoc/>
    public string Paper => "The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks (Frankle, Carbin 2019)";

    /// <inheritdoc/>
    public void Run(Trial trial)
    {
        (Dataset train, Dataset test) = DataSets.Digits;
        Lottery start = Lottery.Create(trial.Seed);
        Lottery ticket = start;
        for (int round = 1; round <= Rounds; round++)
        {
            ticket = Pruning.Rewind(Pruning.Magnitude(Trained(ticket, Epochs), 1 - Math.Pow(0.8, round)), to: start);
        }

        double sparsity = Pruning.Sparsity(ticket);
        Lottery again = Pruning.Rewind(ticket, to: Lottery.Create(trial.Seed + 1000));
        Lottery others = Pruning.Random(start, sparsity, trial.Seed);
        trial.Say($"{Bar.Text(1 - sparsity)} of the weights are left");
        Bar bar = Bar.AtLeast(-0.02);
        double early = Accuracy(start, FewEpochs);
        trial.Say($"accuracy of all weights after {FewEpochs} epochs: {Bar.Text(early)}");
        trial.Require($"accuracy of the ticket beyond that, {FewEpochs} epochs", Accuracy(ticket, FewEpochs) - early, bar);
        trial.Refuse($"accuracy of other weights beyond that, {FewEpochs} epochs", Accuracy(others, FewEpochs) - early, bar);
        trial.Refuse($"accuracy of the same weights drawn anew beyond that, {FewEpochs} epochs", Accuracy(again, FewEpochs) - early, bar);
        double late = Accuracy(start, Epochs);
        trial.Say($"accuracy of all weights after {Epochs} epochs: {Bar.Text(late)}");
        trial.Require($"accuracy of the ticket beyond that, {Epochs} epochs", Accuracy(ticket, Epochs) - late, bar);

        // The mean over trainings with the rows in different orders.
        double Accuracy(Lottery model, int epochs) => Enumerable.Range(0, Orders).Average(order => Trained(model, epochs, order).Evaluate(test).Accuracy!.Value);

        Lottery Trained(Lottery model, int epochs, int order = 0)
        {
            FitOptions options = new() { Epochs = epochs, BatchSize = 32, Optimizer = new Adam(2e-3f), Seed = trial.Seed + order, Threads = trial.Threads };
            return model.Fit(train, validation: null, options);
        }
    }
}
