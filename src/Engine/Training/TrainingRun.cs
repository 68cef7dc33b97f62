using System.Diagnostics;
using System.Runtime.InteropServices;

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
    private readonly ParameterAverage? _average;
    private readonly MaskedWeights? _masked;
    private readonly List<float> _losses = [];
    private readonly int _stepSize;
    private readonly int _stepsPerEpoch;
    private readonly long _start = Stopwatch.GetTimestamp();
    private float _bestLoss = float.PositiveInfinity;
    private float _learningRate;
    private bool _epochCompleted;
    private bool _cancelled;

    /// <param name="current">The parameters that the steps move.</param>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="batchSize">How many rows a batch has, but for an epoch's last.</param>
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
        _average = options.Average is null ? null : new ParameterAverage(options.Average, current, options.Threads ?? Threads.Shared);
        _masked = options.Pruning is null ? null : new MaskedWeights(current.Description, nameof(options));
        _stepSize = (int)Math.Min((long)batchSize * options.Accumulate, train.Count);
        _order = new int[train.Count];
        _stepsPerEpoch = (int)(((long)train.Count + _stepSize - 1) / _stepSize);
    }

    /// <summary>Moves the parameters by one step on some rows with the schedule's factor, and gives the rows' mean loss before it.</summary>
    public delegate float TakeStep(ReadOnlySpan<int> rows, float factor);

    /// <summary>The parameters that are evaluated and become the result: those that the steps move, or their mean.</summary>
    private ParameterBuffer Result => _average?.Values ?? _current;

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
        return _epochCompleted ? _best : Result;
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
                    throw Diverged("a parameter is not finite", epoch, step, (float)(sum / (step * _stepSize)));
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
        float factor = _options.Schedule.Factor(number, (long)_options.Epochs * _stepsPerEpoch, CollectionsMarshal.AsSpan(_losses));
        _learningRate = _options.Optimizer.LearningRate * factor;

        int first = step * _stepSize;
        int count = Math.Min(_stepSize, _order.Length - first);
        float loss = _takeStep(_order.AsSpan(first, count), factor);
        if (!float.IsFinite(loss))
        {
            throw Diverged("the loss is not finite", epoch, step + 1, loss);
        }

        _average?.Add(_current);
        Prune(number + 1);
        _options.OnStep?.Invoke(new StepReport(epoch, _options.Epochs, step + 1, _stepsPerEpoch, count, loss, _learningRate));
        return (double)loss * count;
    }

    /// <summary>Drops weights after a step, counted from 1, if some are due. What was best before has too many.</summary>
    private void Prune(long step)
    {
        if (_options.Pruning is { } schedule && schedule.IsDue(step))
        {
            _masked!.Drop(_current, schedule.SparsityAt(step), schedule.Scope, Pruning.ByMagnitude);
            if (_average is not null)
            {
                _masked.Hold(_average.Values, _current);
            }

            _bestLoss = float.PositiveInfinity;
        }
    }

    private void EndEpoch(int epoch, float trainLoss)
    {
        Evaluation? validation = _evaluate?.Invoke(Result);
        if (validation is not null && !float.IsFinite(validation.Loss))
        {
            throw Diverged("the validation loss is not finite", epoch, _stepsPerEpoch, validation.Loss);
        }

        _losses.Add(validation?.Loss ?? trainLoss);
        bool isBest = validation is null || validation.Loss < _bestLoss;
        if (isBest)
        {
            _best.Assign(Result);
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
