namespace Adjoint.Tests.Optimizers;

/// <summary>Every optimizer with its algorithm.</summary>
internal static class PaperAlgorithms
{
    // Settings are floats; their values in double are what the optimizers have.
    private const double B1 = 0.9f;
    private const double B2 = 0.999f;
    private const double Eps = 1e-8f;

    /// <summary>
    /// An orthogonalisation magnifies what is lost to rounding by at most 3.4445 in each iteration, the slope of its polynomial at 0. Some roundings of
    /// 6e-8 are lost before each.
    /// </summary>
    private const double OneIteration = 4 * 3.4445 / (1 << 24);
    private const double FiveIterations = 4 * 485 / (double)(1 << 24);

    public static Dictionary<string, PaperAlgorithm> All { get; } = new()
    {
        ["Sgd"] = new(new Sgd(0.1f), Sgd(0, 0, false), Late(Sgd(0, 0, false))),
        ["Sgd, L2"] = new(new Sgd(0.1f) { L2 = 0.01f }, Penalized(0.01f, Sgd(0, 0, false)), Sgd(0, 0, false)),
        ["Sgd, heavy ball"] = new(new Sgd(0.01f) { Momentum = 0.9f, L2 = 0.01f }, Penalized(0.01f, Sgd(B1, 0, false)), Decayed(0.01f, Sgd(B1, 0, false))),
        ["Sgd, dampening"] = new(new Sgd(0.01f) { Momentum = 0.9f, Dampening = 0.1f }, Sgd(B1, 0.1f, false), Sgd(B1, 0, false)),
        ["Sgd, Nesterov"] = new(new Sgd(0.01f) { Momentum = 0.9f, Nesterov = true }, Sgd(B1, 0, true), Sgd(B1, 0, false)),
        ["AdaGrad"] = new(new AdaGrad(0.01f), AdaGrad(1), AdaGrad(0.9)),
        ["RmsProp"] = new(new RmsProp(1e-3f), RmsProp(false, 0), RmsProp(true, 0)),
        ["RmsProp, momentum"] = new(new RmsProp(1e-3f) { Momentum = 0.9f }, RmsProp(false, B1), RmsProp(false, 0)),
        ["RmsProp, centred"] = new(new RmsProp(1e-3f) { IsCentred = true }, RmsProp(true, 0), RmsProp(false, 0)),
        ["RmsProp, centred, momentum"] = new(new RmsProp(1e-3f) { IsCentred = true, Momentum = 0.9f }, RmsProp(true, B1), RmsProp(false, B1)),
        ["Adam"] = new(new Adam(1e-3f), Adam(B1, B2, Eps), Adam(B1, B2, Eps, isCorrected: false)),
        ["Adam, L2"] = new(new Adam(1e-3f) { L2 = 0.1f }, Penalized(0.1f, Adam(B1, B2, Eps)), Decayed(0.1f, Adam(B1, B2, Eps))),
        ["Adam, other settings"] = new(new Adam(1e-3f) { Beta1 = 0, Beta2 = 0.9f, Epsilon = 1e-3f }, Adam(0, B1, 1e-3f), Adam(0, B1, Eps)),
        ["AdamW"] = new(new AdamW(1e-2f) { WeightDecay = 0.1f }, Decayed(0.1f, Adam(B1, B2, Eps)), Penalized(0.1f, Adam(B1, B2, Eps))),
        ["AmsGrad"] = new(new AmsGrad(1e-3f) { Beta2 = 0.9f }, AmsGrad(B1, B1), Adam(B1, B1, Eps)),
        ["NAdam"] = new(new NAdam(2e-3f), NAdam(4e-3f), Adam(B1, B2, Eps)),
        ["RAdam"] = new(new RAdam(1e-3f), RAdam(4), RAdam(8)),
        ["DiffGrad"] = new(new DiffGrad(1e-3f), DiffGrad(-1), DiffGrad(1)),
        ["Lion"] = new(new Lion(1e-3f) { WeightDecay = 0.1f }, Lion(B1, 0.99f), Lion(0.99f, 0.99f)),
        ["Lamb"] = new(new Lamb(1e-3f) { WeightDecay = 0.1f }, Lamb(0.1f, isTrusting: true), Lamb(0.1f, isTrusting: false)),
        ["Muon, one iteration"] = new(
            new Muon(1e-3f) { Iterations = 1, WeightDecay = 0.1f }, Muon(1, true, 0.1f), Muon(2, true, 0.1f), OneIteration),
        ["Muon"] = new(new Muon(1e-3f), Muon(5, true, 0), Muon(5, false, 0), FiveIterations),
        ["Muon without Nesterov"] = new(new Muon(1e-3f) { Nesterov = false }, Muon(5, false, 0), Muon(5, true, 0), FiveIterations),
    };

    /// <summary>With the gradient of ½ λ p².</summary>
    private static Step Penalized(double decay, Step inner) => (p, g, s, rate, t, shape) =>
        inner(p, [.. g.Select((value, i) => value + (decay * p[i]))], s, rate, t, shape);

    /// <summary>With the decay apart from the gradient.</summary>
    private static Step Decayed(double decay, Step inner) => (p, g, s, rate, t, shape) =>
    {
        double[] before = [.. p];
        inner(p, g, s, rate, t, shape);
        for (int i = 0; i < p.Length; i++)
        {
            p[i] -= rate * decay * before[i];
        }
    };

    /// <summary>Begins one step late.</summary>
    private static Step Late(Step inner) => (p, g, s, rate, t, shape) =>
    {
        if (t > 1)
        {
            inner(p, g, s, rate, t, shape);
        }
    };

    private static Step Each(Func<int, double, double[][], double, int, double> change) => (p, g, s, rate, t, shape) =>
    {
        for (int i = 0; i < p.Length; i++)
        {
            p[i] -= change(i, g[i], s, rate, t);
        }
    };

    private static Step Sgd(double momentum, double dampening, bool isNesterov) => Each((i, g, s, rate, t) =>
    {
        s[0][i] = (momentum * s[0][i]) + ((1 - dampening) * g);
        return rate * (isNesterov ? ((1 - dampening) * g) + (momentum * s[0][i]) : s[0][i]);
    });

    private static Step AdaGrad(double kept) => Each((i, g, s, rate, t) =>
    {
        s[0][i] = (kept * s[0][i]) + (g * g);
        return g == 0 ? 0 : rate * g / (Math.Sqrt(s[0][i]) + 1e-10f);
    });

    private static Step RmsProp(bool isCentred, double momentum) => Each((i, g, s, rate, t) =>
    {
        const double kept = 0.99f;
        s[0][i] = (kept * s[0][i]) + ((1 - kept) * g * g);
        s[1][i] = isCentred ? (kept * s[1][i]) + ((1 - kept) * g) : 0;
        s[2][i] = (momentum * s[2][i]) + (g / (Math.Sqrt(s[0][i] - (s[1][i] * s[1][i])) + Eps));
        return rate * s[2][i];
    });

    /// <summary>Adam's two means with their corrections.</summary>
    private static (double M, double V) Means(int i, double g, double[][] s, int t, double beta1, double beta2)
    {
        s[0][i] = (beta1 * s[0][i]) + ((1 - beta1) * g);
        s[1][i] = (beta2 * s[1][i]) + ((1 - beta2) * g * g);
        return (s[0][i] / (1 - Math.Pow(beta1, t)), s[1][i] / (1 - Math.Pow(beta2, t)));
    }

    private static Step Adam(double beta1, double beta2, double epsilon, bool isCorrected = true) => Each((i, g, s, rate, t) =>
    {
        (double m, double v) = Means(i, g, s, t, beta1, beta2);
        return isCorrected ? rate * m / (Math.Sqrt(v) + epsilon) : rate * s[0][i] / (Math.Sqrt(s[1][i]) + epsilon);
    });

    private static Step AmsGrad(double beta1, double beta2) => Each((i, g, s, rate, t) =>
    {
        (double m, _) = Means(i, g, s, t, beta1, beta2);
        s[2][i] = Math.Max(s[2][i], s[1][i]);
        return rate * m / (Math.Sqrt(s[2][i] / (1 - Math.Pow(beta2, t))) + Eps);
    });

    private static Step NAdam(double momentumDecay) => Each((i, g, s, rate, t) =>
    {
        double Momentum(int step) => B1 * (1 - (0.5 * Math.Pow(0.96, step * momentumDecay)));
        double product = 1;
        for (int step = 1; step <= t; step++)
        {
            product *= Momentum(step);
        }

        (_, double v) = Means(i, g, s, t, B1, B2);
        double m = (Momentum(t + 1) * s[0][i] / (1 - (product * Momentum(t + 1)))) + ((1 - Momentum(t)) * g / (1 - product));
        return rate * m / (Math.Sqrt(v) + Eps);
    });

    private static Step RAdam(double shortest) => Each((i, g, s, rate, t) =>
    {
        (double m, double v) = Means(i, g, s, t, B1, B2);
        double longest = (2 / (1 - B2)) - 1;
        double power = Math.Pow(B2, t);
        double length = longest - (2 * t * power / (1 - power));
        double rectification = Math.Sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
        return length > shortest ? rate * rectification * m / (Math.Sqrt(v) + Eps) : rate * m;
    });

    private static Step DiffGrad(int sign) => Each((i, g, s, rate, t) =>
    {
        (double m, double v) = Means(i, g, s, t, B1, B2);
        double friction = 1 / (1 + Math.Exp(sign * Math.Abs(s[2][i] - g)));
        s[2][i] = g;
        return rate * friction * m / (Math.Sqrt(v) + Eps);
    });

    private static Step Lion(double beta1, double beta2) => Decayed(0.1f, Each((i, g, s, rate, t) =>
    {
        double direction = (beta1 * s[0][i]) + ((1 - beta1) * g);
        s[0][i] = (beta2 * s[0][i]) + ((1 - beta2) * g);
        return rate * Math.Sign(direction);
    }));

    private static Step Lamb(double decay, bool isTrusting) => (p, g, s, rate, t, shape) =>
    {
        double[] direction = new double[p.Length];
        for (int i = 0; i < p.Length; i++)
        {
            (double m, double v) = Means(i, g[i], s, t, B1, B2);
            direction[i] = (m / (Math.Sqrt(v) + 1e-6f)) + (decay * p[i]);
        }

        double trust = isTrusting ? Norm(p) / Norm(direction) : 1;
        for (int i = 0; i < p.Length; i++)
        {
            p[i] -= rate * trust * direction[i];
        }
    };

    /// <summary>A tensor of one axis goes to AdamW.</summary>
    private static Step Muon(int iterations, bool isNesterov, double decay) => (p, g, s, rate, t, shape) =>
    {
        if (shape.Length == 1)
        {
            Decayed(0.01f, Adam(B1, B2, Eps))(p, g, s, rate, t, shape);
            return;
        }

        const double momentum = 0.95f;
        double[] direction = new double[p.Length];
        for (int i = 0; i < p.Length; i++)
        {
            s[0][i] = (momentum * s[0][i]) + g[i];
            direction[i] = isNesterov ? g[i] + (momentum * s[0][i]) : s[0][i];
        }

        int rows = shape[0];
        int columns = p.Length / rows;
        double[] orthogonal = Orthogonalized(direction, rows, columns, iterations);
        for (int i = 0; i < p.Length; i++)
        {
            p[i] -= rate * ((0.2 * Math.Sqrt(Math.Max(rows, columns)) * orthogonal[i]) + (decay * p[i]));
        }
    };

    /// <summary>X ← a X + b (X Xᵀ) X + c (X Xᵀ)² X from X / ‖X‖, whatever the longer side.</summary>
    public static double[] Orthogonalized(double[] matrix, int rows, int columns, int iterations)
    {
        double norm = Norm(matrix);
        double[] x = [.. matrix.Select(value => norm == 0 ? 0 : value / norm)];
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            double[] transposed = new double[x.Length];
            for (int i = 0; i < x.Length; i++)
            {
                transposed[(i % columns * rows) + (i / columns)] = x[i];
            }

            double[] gram = Product(x, transposed, rows, columns, rows);
            double[] cubic = Product(gram, x, rows, rows, columns);
            double[] quintic = Product(gram, cubic, rows, rows, columns);
            x = [.. x.Select((value, i) => (3.4445f * (double)value) + (-4.7750f * cubic[i]) + (2.0315f * quintic[i]))];
        }

        return x;
    }

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(static value => value * value));

    private static double[] Product(double[] a, double[] b, int rows, int inner, int columns)
    {
        double[] product = new double[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                for (int k = 0; k < inner; k++)
                {
                    product[(i * columns) + j] += a[(i * inner) + k] * b[(k * columns) + j];
                }
            }
        }

        return product;
    }
}
