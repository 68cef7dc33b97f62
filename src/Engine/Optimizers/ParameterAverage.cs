using System.Runtime.CompilerServices;
using Adjoint.Kernels;

namespace Adjoint;

/// <summary>The running mean of one training's parameters.</summary>
internal sealed class ParameterAverage(ExponentialAverage settings, ParameterBuffer start, Threads threads)
{
    private long _steps;

    /// <summary>The mean; before the first step, the parameters that training began with.</summary>
    public ParameterBuffer Values { get; } = start.Copy();

    /// <summary>The same mean, to go on on its own.</summary>
    public ParameterAverage Copy() => new(settings, Values, threads) { _steps = _steps };

    /// <summary>Takes up the parameters after a step.</summary>
    public void Add(ParameterBuffer parameters)
    {
        _steps++;
        if (_steps == 1)
        {
            Values.Assign(parameters);
            return;
        }

        Drawn draw = new((float)((1 - (double)settings.Decay) / (1 - Math.Pow(settings.Decay, _steps))));
        Elementwise.Map(threads, parameters.Values, Values.Values, Values.Span, draw);
        Elementwise.Map(threads, parameters.State, Values.State, Values.StateSpan, draw);
        MaskedWeights.MakeWhole(Values);
    }

    /// <summary>a, b ↦ b + weight · (a − b).</summary>
    private readonly struct Drawn(float weight) : IMap2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b, int index)
            where V : struct, ISimd<V> => V.MultiplyAdd(V.Broadcast(weight), a - b, b);
    }
}
