using System.Diagnostics;
using System.Globalization;

namespace Adjoint.Benchmarks.Editor;

/// <summary>Times by name, printed as medians in the order in which the names came.</summary>
internal sealed class Medians
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, List<double>> _milliseconds = [];

    /// <summary>Does something and adds the time that it took.</summary>
    public T Time<T>(string name, Func<T> action)
    {
        long start = Stopwatch.GetTimestamp();
        T result = action();
        Add(name, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        return result;
    }

    /// <summary>Adds a time.</summary>
    public void Add(string name, double milliseconds)
    {
        if (!_milliseconds.TryGetValue(name, out List<double>? times))
        {
            _names.Add(name);
            _milliseconds.Add(name, times = []);
        }

        times.Add(milliseconds);
    }

    /// <summary>Adds all times to others.</summary>
    public void CopyTo(Medians others)
    {
        foreach (string name in _names)
        {
            _milliseconds[name].ForEach(time => others.Add(name, time));
        }
    }

    /// <summary>The sum of what some names took.</summary>
    public double Sum(params ReadOnlySpan<string> names)
    {
        double sum = 0;
        foreach (string name in names)
        {
            sum += _milliseconds[name].Sum();
        }

        return sum;
    }

    /// <summary>Forgets the times so far, those of the warm-up.</summary>
    public void Clear()
    {
        _names.Clear();
        _milliseconds.Clear();
    }

    /// <summary>Writes a line per name: median, fastest (what it takes on a machine that does nothing else), nine tenths, count.</summary>
    public void Write(TextWriter output)
    {
        foreach (string name in _names)
        {
            double[] times = [.. _milliseconds[name].Order()];
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-52} {times[times.Length / 2],8:F2} ms   (fastest {times[0]:F2} ms, 9 of 10 within {times[times.Length * 9 / 10]:F2} ms, {times.Length} times)"));
        }
    }
}
