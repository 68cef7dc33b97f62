using Adjoint;

namespace Models.Tests;

/// <summary>The settings of an optimizer, as a user of the library writes them and as a plain rule in double precision.</summary>
/// <param name="Name">The optimizer.</param>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="Momentum">The momentum of <c>Sgd</c>.</param>
/// <param name="Nesterov">Whether the momentum is Nesterov's.</param>
/// <param name="L2">The penalty whose gradient is added.</param>
/// <param name="WeightDecay">The decay beside the gradient.</param>
internal sealed record Descent(string Name, double LearningRate, double Momentum = 0, bool Nesterov = false, double L2 = 0, double WeightDecay = 0)
{
    private const double Mean = 0.9;
    private const double Square = 0.999;
    private const double Least = 1e-8;

    /// <summary>The optimizer.</summary>
    public Optimizer Optimizer => Name switch
    {
        "Sgd" => new Sgd((float)LearningRate) { Momentum = (float)Momentum, Nesterov = Nesterov, L2 = (float)L2 },
        "Adam" => new Adam((float)LearningRate),
        "AdamW" => new AdamW((float)LearningRate) { WeightDecay = (float)WeightDecay },
        _ => throw new InvalidOperationException($"There is no optimizer '{Name}'."),
    };

    /// <summary>Moves a parameter by one step.</summary>
    /// <param name="values">The parameter.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="first">What is remembered of gradients.</param>
    /// <param name="second">What is remembered of their squares.</param>
    /// <param name="number">The number of the step, from 1.</param>
    public void Move(double[] values, double[] gradient, double[] first, double[] second, int number)
    {
        for (int i = 0; i < values.Length; i++)
        {
            double g = gradient[i] + (L2 * values[i]);
            if (Name == "Sgd")
            {
                first[i] = (Momentum * first[i]) + g;
                values[i] -= LearningRate * (Nesterov ? g + (Momentum * first[i]) : first[i]);
            }
            else
            {
                first[i] = (Mean * first[i]) + ((1 - Mean) * g);
                second[i] = (Square * second[i]) + ((1 - Square) * g * g);
                double mean = first[i] / (1 - Math.Pow(Mean, number));
                double deviation = Math.Sqrt(second[i] / (1 - Math.Pow(Square, number)));
                values[i] -= LearningRate * ((mean / (deviation + Least)) + (WeightDecay * values[i]));
            }
        }
    }
}
