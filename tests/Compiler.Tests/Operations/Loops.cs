using Adjoint.Compiler.Graphs;
using Adjoint.Compiler.Operations;
using Adjoint.Compiler.Shapes;

namespace Adjoint.Tests.Operations;

/// <summary>Loops as they are used: sums, recurrent networks, a memory with two states.</summary>
internal static class Loops
{
    /// <summary><c>s ← s + x</c> over the last axis of <c>[n, T]</c>; each step gives the sum so far.</summary>
    public static ScanResults CumulativeSum(GraphBuilder builder, Size length, bool isReverse)
    {
        ScanBuilder scan = new(builder, length, isReverse);
        Node sum = scan.State(Leaf(builder, "s", [Size.Batch]));
        Node next = scan.Step.Add(sum, scan.Item(Leaf(builder, "x", [Size.Batch, length]), 1));
        return scan.Build([next], [(next, 1)]);
    }

    /// <summary><c>h ← tanh(h·w + x·u)</c> over axis 1 of <c>[n, T, i]</c>; each step gives the state that it makes.</summary>
    public static ScanResults Recurrent(GraphBuilder builder, Size length, int inputs, int units, bool isReverse)
    {
        ScanBuilder scan = new(builder, length, isReverse);
        Node h = scan.State(Leaf(builder, "h", [Size.Batch, units]));
        Node x = scan.Item(Leaf(builder, "x", [Size.Batch, length, inputs]), 1);
        Node w = scan.Capture(Leaf(builder, "w", [units, units]));
        Node u = scan.Capture(Leaf(builder, "u", [inputs, units]));
        Node next = scan.Step.Add(new Tanh(), scan.Step.Add(Product(scan.Step, h, w), Product(scan.Step, x, u)));
        return scan.Build([next], [(next, 1)]);
    }

    /// <summary>
    /// <c>c ← sigmoid(x·u)·c + tanh(h·w)</c> and <c>h ← c·sigmoid(x·u)</c> over axis 0 of <c>[T, n, i]</c>; each step gives
    /// <c>h + c</c> along axis 2, and <c>h</c> as it finds it along axis 0.
    /// </summary>
    public static ScanResults Memory(GraphBuilder builder, Size length, int inputs, int units, bool isReverse)
    {
        ScanBuilder scan = new(builder, length, isReverse);
        GraphBuilder step = scan.Step;
        Node h = scan.State(Leaf(builder, "h", [Size.Batch, units]));
        Node c = scan.State(Leaf(builder, "c", [Size.Batch, units]));
        Node x = scan.Item(Leaf(builder, "x", [length, Size.Batch, inputs]), 0);
        Node gate = step.Add(new Sigmoid(), Product(step, x, scan.Capture(Leaf(builder, "u", [inputs, units]))));
        Node nextC = step.Add(step.Multiply(gate, c), step.Add(new Tanh(), Product(step, h, scan.Capture(Leaf(builder, "w", [units, units])))));
        Node nextH = step.Multiply(nextC, gate);
        return scan.Build([nextH, nextC], [(step.Add(nextH, nextC), 2), (h, 0)]);
    }

    /// <summary>The values of <see cref="CumulativeSum"/>: the sum at the end, the sums on the way, the sums before each step.</summary>
    public static double[][] CumulativeSum(double[] start, double[] x, bool isReverse)
    {
        int n = start.Length;
        int length = x.Length / n;
        double[] sum = [.. start];
        double[] sums = new double[x.Length];
        double[] before = new double[x.Length];
        foreach (int t in Times(length, isReverse))
        {
            for (int i = 0; i < n; i++)
            {
                before[(t * n) + i] = sum[i];
                sum[i] += x[(i * length) + t];
                sums[(i * length) + t] = sum[i];
            }
        }

        return [sum, sums, before];
    }

    /// <summary>The values of <see cref="Recurrent"/>: the last state, the states, the states before each step.</summary>
    public static double[][] Recurrent(double[] start, double[] x, double[] w, double[] u, int n, int length, bool isReverse)
    {
        int units = start.Length / n;
        int inputs = u.Length / units;
        double[] h = [.. start];
        double[] stacked = new double[n * length * units];
        double[] before = new double[n * length * units];
        foreach (int t in Times(length, isReverse))
        {
            double[] next = new double[h.Length];
            for (int i = 0; i < n; i++)
            {
                for (int k = 0; k < units; k++)
                {
                    double sum = 0;
                    for (int j = 0; j < units; j++)
                    {
                        sum += h[(i * units) + j] * w[(j * units) + k];
                    }

                    for (int j = 0; j < inputs; j++)
                    {
                        sum += x[(((i * length) + t) * inputs) + j] * u[(j * units) + k];
                    }

                    before[(((t * n) + i) * units) + k] = h[(i * units) + k];
                    stacked[(((i * length) + t) * units) + k] = next[(i * units) + k] = Math.Tanh(sum);
                }
            }

            h = next;
        }

        return [h, stacked, before];
    }

    /// <summary>The values of <see cref="Memory"/>: the last states, the results along axis 2 and 0, the states before each step.</summary>
    public static double[][] Memory(double[] h, double[] c, double[] x, double[] u, double[] w, int n, int length, bool isReverse)
    {
        int units = h.Length / n;
        int inputs = u.Length / units;
        double[] sums = new double[n * units * length];
        double[] beforeH = new double[length * n * units];
        double[] beforeC = new double[length * n * units];
        foreach (int t in Times(length, isReverse))
        {
            double[] nextH = new double[h.Length];
            double[] nextC = new double[h.Length];
            for (int i = 0; i < n; i++)
            {
                for (int k = 0; k < units; k++)
                {
                    int at = (i * units) + k;
                    double gate = 1 / (1 + Math.Exp(-Enumerable.Range(0, inputs).Sum(j => x[(((t * n) + i) * inputs) + j] * u[(j * units) + k])));
                    nextC[at] = (gate * c[at]) + Math.Tanh(Enumerable.Range(0, units).Sum(j => h[(i * units) + j] * w[(j * units) + k]));
                    nextH[at] = nextC[at] * gate;
                    sums[(at * length) + t] = nextH[at] + nextC[at];
                    beforeH[(t * n * units) + at] = h[at];
                    beforeC[(t * n * units) + at] = c[at];
                }
            }

            (h, c) = (nextH, nextC);
        }

        return [h, c, sums, beforeH, beforeH, beforeC];
    }

    private static IEnumerable<int> Times(int length, bool isReverse) =>
        isReverse ? Enumerable.Range(0, length).Reverse() : Enumerable.Range(0, length);

    private static Node Product(GraphBuilder builder, Node x, Node w) => builder.Add(new Contract("ni", "io", "no"), x, w);

    private static Node Leaf(GraphBuilder builder, string name, Shape shape) =>
        builder.Add(new ParameterLeaf(name, TensorType.Float(shape), new ZeroInitial()));
}
