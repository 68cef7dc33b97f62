using Adjoint;
using Tasks.Data;
using static Adjoint.Loss;
using static Adjoint.Ops;

namespace Tasks.Problems;

/// <summary>How each column goes on from its last value: a linear function of the four days before, the same for all columns (Zeng et al. 2023).</summary>
[Model(Loss = MeanSquaredError)]
public partial record LinearForecast([Dense(24)] Layer Trend)
{
    /// <summary>From the hours of four days to those of the next.</summary>
    public Expr Forward([Shape("96, 7")] Expr hours)
    {
        var last = Slice(hours, 0, 95, 1);
        return last + Transpose(Trend(Transpose(hours - last)));
    }
}

/// <summary>The same with a hidden layer beside the linear function.</summary>
[Model(Loss = MeanSquaredError)]
public partial record DayForecast(
    [Dense(24)]                                  Layer Trend,
    [Dense(128), Gelu, Dropout(0.3f), Dense(24)] Layer Habits)
{
    /// <summary>From the hours of four days to those of the next.</summary>
    public Expr Forward([Shape("96, 7")] Expr hours)
    {
        var last = Slice(hours, 0, 95, 1);
        var columns = Transpose(hours - last);
        return last + Transpose(Trend(columns) + Habits(columns));
    }
}

/// <summary>The load and the oil temperature of an electricity transformer, a day ahead.</summary>
public sealed record Forecasting() : LearningTask("ett", "a network forecasts a day of a transformer's loads and temperature from the four days before")
{
    private const int Columns = 7;
    private const int Past = 96;
    private const int Future = 24;
    private const int Month = 30 * 24;

    private static readonly PublishedFile _file = new("ett/ETTh1.csv", "ETT-small/ETTh1.csv of github.com/zhouhaoyi/ETDataset");

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedFile> Files => [_file];

    /// <inheritdoc/>
    public override Verdict Run(Session session)
    {
        // Twelve months to learn from, four to choose the epoch by, four to measure on.
        float[] series = new SeriesTable(session.Folder[_file]).Read(["HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL", "OT"], 20 * Month);
        Standardisation.Apply(series, Columns, 12 * Month);
        Dataset train = Windows(series, 0, 12 * Month);
        Dataset validation = Windows(series, (12 * Month) - Past, 16 * Month);
        Dataset test = Windows(series, (16 * Month) - Past, 20 * Month);
        FitOptions options = session.Shown(new FitOptions
        {
            Epochs = 15,
            BatchSize = 32,
            Optimizer = new AdamW(5e-3f),
            Schedule = new Schedule.Cosine(),
        });

        session.Output.WriteLine("a linear function:");
        LinearForecast linear = LinearForecast.Create(session.Seed).Fit(train, validation, options);
        session.Output.WriteLine("the network:");
        DayForecast network = DayForecast.Create(session.Seed).Fit(train, validation, options);
        float error = Training.Evaluate(network, test, session.Threads).Loss;
        float ofLinear = Training.Evaluate(linear, test, session.Threads).Loss;
        float ofPersistence = Persistence(test);
        session.Output.WriteLine($"mean squared error of {Future} hours, {Columns} standardised columns: persistence {ofPersistence:F4}, linear {ofLinear:F4}, network {error:F4}");
        return new Verdict(error < ofPersistence, $"mean squared error {error:F4} (bar {ofPersistence:F4}, that of persistence; a linear function has {ofLinear:F4})");
    }

    private static Dataset Windows(ReadOnlySpan<float> series, int from, int to) =>
        Dataset.Forecasts(series[(from * Columns)..(to * Columns)], Columns, Past, Future);

    /// <summary>The error of the forecast that every column keeps its last value.</summary>
    private static float Persistence(Dataset test)
    {
        double sum = 0;
        for (int row = 0; row < test.Count; row++)
        {
            ReadOnlySpan<float> last = test.Input(row)[^Columns..];
            ReadOnlySpan<float> target = test.Target(row);
            for (int i = 0; i < target.Length; i++)
            {
                double difference = target[i] - last[i % Columns];
                sum += difference * difference;
            }
        }

        return (float)(sum / test.Targets.Length);
    }
}
