using System.Diagnostics;

namespace Adjoint;

/// <summary>One training from its first step to its last: the order of samples, the epochs, and which parameters are the best.</summary>
internal sealed class TrainingRun
{
    private readonly FitOptions _options;
    private readonly ParameterBuffer _current;
    private readonly ParameterBuffer _best;
    private readonly TakeStep _takeStep;
    private readonly Func<ParameterBuffer, Evaluation>? _evaluate;
    private readonly int[] _order;
    private readonly int _batchSize;
    private readonly int _stepsPerEpoch;
    private readonly long _start = Stopwatch.GetTimestamp();
    private float _bestLoss = float.PositiveInfinity;
    private float _learningRate;
    private bool _epochCompleted;
    private bool _cancelled;

    /// <param name="current">The parameters that the steps move.</param>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="batchSize">How many rows a step takes, but for an epoch's last.</param>
    /// <param name="takeStep">Takes a step.</param>
    /// <param name="evaluate">Evaluates parameters on the validation rows; null when there are none.</param>
    /// <param name="options">How to train.</param>
    public TrainingRun(ParameterBuffer current, Dataset train, int batchSize, TakeStep takeStep, Func<ParameterBuffer, Evaluation>? evaluate, FitOptions options)
    {
        _options = options;
        _current = current;
        _best = current.Copy();
        _takeStep = takeStep;
        _evaluate = evaluate;
        _batchSize = batchSize;
        _order = new int[train.Count];
        _stepsPerEpoch = (train.Count + _batchSize - 1) / _batchSize;
    }

    /// <summary>Moves the parameters by one step on some rows, and gives the rows' mean loss before it.</summary>
    public delegate float TakeStep(ReadOnlySpan<int> rows, float learningRate);

    /// <summary>Trains to the end or until cancelled, and gives the parameters that the trained model is to hold.</summary>
    /// <exception cref="TrainingDivergedException">A loss or a parameter is not finite.</exception>
    public ParameterBuffer Run()
    {
        _options.History?.Begin();
        FitOutcome outcome = FitOutcome.Failed;
        try
        {
            int epoch = 0;
            while (epoch < _options.Epochs && !_cancelled)
            {
                epoch++;
                RunEpoch(epoch);
            }

            outcome = _cancelled ? FitOutcome.Cancelled : FitOutcome.Completed;
        }
        catch (TrainingDivergedException)
        {
            outcome = FitOutcome.Diverged;
            throw;
        }
        finally
        {
            if (_options.History is { } history)
            {
                history.Outcome = outcome;
            }
        }

        // Cancelled in the first epoch: nothing is known to be better than what the steps so far have reached.
        return _epochCompleted ? _best : _current;
    }

    private void RunEpoch(int epoch)
    {
        Shuffle.Fill(_order, unchecked((uint)_options.Seed), (ulong)epoch);
        double sum = 0;
        for (int step = 0; step < _stepsPerEpoch; step++)
        {
            if (_options.CancellationToken.IsCancellationRequested)
            {
                // A completed epoch has been checked, but the first may end here, and its parameters would be the result.
                if (!_epochCompleted && step > 0 && HasNonFinite(_current.Values))
                {
                    throw Diverged("a parameter is not finite", epoch, step, (float)(sum / (step * _batchSize)));
                }

                _cancelled = true;
                return;
            }

            sum += RunStep(epoch, step);
        }

        float trainLoss = (float)(sum / _order.Length);
        if (HasNonFinite(_current.Values))
        {
            throw Diverged("a parameter is not finite", epoch, _stepsPerEpoch, trainLoss);
        }

        EndEpoch(epoch, trainLoss);
    }

    /// <summary>Takes one step and returns the sum of its samples' losses.</summary>
    private double RunStep(int epoch, int step)
    {
        long number = ((long)(epoch - 1) * _stepsPerEpoch) + step;
        float factor = _options.Schedule.Factor(number, (long)_options.Epochs * _stepsPerEpoch);
        _learningRate = _options.Optimizer.LearningRate * factor;

        int first = step * _batchSize;
        int count = Math.Min(_batchSize, _order.Length - first);
        float loss = _takeStep(_order.AsSpan(first, count), _learningRate);
        if (!float.IsFinite(loss))
        {
            throw Diverged("the loss is not finite", epoch, step + 1, loss);
        }

        _options.OnStep?.Invoke(new StepReport(epoch, _options.Epochs, step + 1, _stepsPerEpoch, count, loss, _learningRate));
        return (double)loss * count;
    }

    private void EndEpoch(int epoch, float trainLoss)
    {
        Evaluation? validation = _evaluate?.Invoke(_current);
        if (validation is not null && !float.IsFinite(validation.Loss))
        {
            throw Diverged("the validation loss is not finite", epoch, _stepsPerEpoch, validation.Loss);
        }

        bool isBest = validation is null || validation.Loss < _bestLoss;
        if (isBest)
        {
            _best.Assign(_current);
            _bestLoss = validation?.Loss ?? _bestLoss;
            _epochCompleted = true;
        }

        EpochReport report = new(
            epoch, _options.Epochs, trainLoss, validation, isBest, _learningRate, Stopwatch.GetElapsedTime(_start));
        _options.History?.Add(report);
        _options.Progress?.Report(report);
    }

    private TrainingDivergedException Diverged(string what, int epoch, int step, float loss) =>
        new(what, epoch, step, _learningRate, loss, _best.Copy());

    private static bool HasNonFinite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                return true;
            }
        }

        return false;
    }
}
