namespace Adjoint.Kernels;

/// <summary>Matrix products.</summary>
public static unsafe class Gemm
{
    /// <summary>The most floats of b that lie packed at once: more would come from memory anyway.</summary>
    private const long MostPacked = 4 << 20;

    /// <summary>c = a · b.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The left matrix, [m, k].</param>
    /// <param name="b">The right matrix, [k, n].</param>
    /// <param name="c">The result, [m, n] by rows, apart from both inputs.</param>
    /// <exception cref="ArgumentException">Sizes don't fit, or the result overlaps an input.</exception>
    public static void Multiply(Threads threads, Matrix a, Matrix b, Span<float> c) =>
        Multiply<Identity>(threads, a, b, [], c);

    /// <summary>c = map(a · b + bias). NaN and infinities follow the arithmetic.</summary>
    /// <typeparam name="TMap">The element-wise map.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The left matrix, [m, k].</param>
    /// <param name="b">The right matrix, [k, n].</param>
    /// <param name="bias">Added to each row, [n]; or empty.</param>
    /// <param name="c">The result, [m, n] by rows, apart from both inputs.</param>
    /// <param name="map">The map, whose index is the flat index in c.</param>
    /// <exception cref="ArgumentException">Sizes don't fit, or the result overlaps an input.</exception>
    public static void Multiply<TMap>(
        Threads threads, Matrix a, Matrix b, ReadOnlySpan<float> bias, Span<float> c, TMap map = default)
        where TMap : struct, IMap1
    {
        ArgumentNullException.ThrowIfNull(threads);
        if (a.Columns != b.Rows)
        {
            throw new ArgumentException(
                $"Expected a matrix of {a.Columns} rows, found [{b.Rows}, {b.Columns}] for [{a.Rows}, {a.Columns}] · b.", nameof(b));
        }

        Require.Length<float>(c, (long)a.Rows * b.Columns, nameof(c));
        Require.LengthOrEmpty(bias, b.Columns, nameof(bias));
        Require.Apart<float, float>(a.Values, c, nameof(a));
        Require.Apart<float, float>(b.Values, c, nameof(b));
        GemmPlan plan = GemmPlan.For(a.Rows, a.Columns, b.Columns);
        fixed (float* aStart = a.Values)
        fixed (float* bStart = b.Values)
        fixed (float* biasStart = bias)
        fixed (float* cStart = c)
        {
            GemmJob<TMap> job = new()
            {
                A = aStart,
                ARow = a.RowStride,
                AStep = a.ColumnStride,
                B = bStart,
                BStep = b.RowStride,
                BLane = b.ColumnStride,
                Bias = biasStart,
                C = cStart,
                CRow = plan.N,
                Map = map,
                Plan = plan,
            };
            long cost = 2L * plan.M * plan.N * plan.K;
            if (job.SharesPanels(threads.Lanes))
            {
                RunWithPanels(threads, ref job, cost);
                return;
            }

            if (plan.Splits == 1)
            {
                threads.Run(ref job, plan.RowBlocks * plan.ColumnBlocks, cost);
                return;
            }

            float* parts = Scratch.ForJob((long)plan.Splits * c.Length);
            GemmJob<Identity> partial = job.WithoutEpilogue(parts);
            threads.Run(ref partial, plan.Splits, cost);
            Parts.Sum(threads, parts, plan.Splits, c.Length, 1f, cStart);
            if (!Epilogue.IsEmpty<TMap>(biasStart))
            {
                GemmEpilogueJob<TMap> epilogue = new(cStart, biasStart, plan.N, map);
                threads.Run(ref epilogue, plan.M, c.Length);
            }
        }
    }

    /// <summary>Packs all of b, or as many slabs as may lie packed at once, and lets all blocks of rows meet it.</summary>
    private static void RunWithPanels<TMap>(Threads threads, ref GemmJob<TMap> job, long cost)
        where TMap : struct, IMap1
    {
        (int k, int n) = (job.Plan.K, job.Plan.N);
        int slab = job.Plan.SlabLength(k);
        int slabs = job.Plan.SlabBySlab ? 1 : (int)Math.Max(1, MostPacked / PanelsJob.Length(slab, n));
        int length = (int)Math.Min(k, (long)slabs * slab);
        job.Panels = Scratch.ForJob(PanelsJob.Length(length, n));
        for (job.Step = 0; job.Step < k; job.Step += length)
        {
            job.Steps = Math.Min(length, k - job.Step);
            PanelsJob pack = new(job.B + (job.Step * job.BStep), job.BStep, job.BLane, job.Steps, slab, n, job.Panels);
            threads.Run(ref pack, pack.BlockCount, (long)job.Steps * n);
            threads.Run(ref job, job.Plan.RowBlocks * job.Plan.ColumnBlocks, cost);
        }
    }

    /// <summary>c[i] = a[i] · b[i] for every matrix of a batch.</summary>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The left matrices, [count, m, k].</param>
    /// <param name="b">The right matrices, [count, k, n].</param>
    /// <param name="c">The results, [count / abreast, m, abreast, n] by rows, apart from both inputs.</param>
    /// <param name="abreast">How many results lie abreast, as in <see cref="MatrixBatch"/>.</param>
    /// <param name="lower">Whether nothing above the diagonals of the results is read: what is written there is zero, or what it would be otherwise.</param>
    /// <exception cref="ArgumentException">Sizes don't fit, or the result overlaps an input.</exception>
    public static void MultiplyBatched(Threads threads, MatrixBatch a, MatrixBatch b, Span<float> c, int abreast = 1, bool lower = false) =>
        MultiplyBatched<Identity>(threads, a, b, [], c, abreast: abreast, lower: lower);

    /// <summary>c[i] = map(a[i] · b[i] + bias) for every matrix of a batch. NaN and infinities follow the arithmetic.</summary>
    /// <typeparam name="TMap">The element-wise map.</typeparam>
    /// <param name="threads">The threads to run on.</param>
    /// <param name="a">The left matrices, [count, m, k].</param>
    /// <param name="b">The right matrices, [count, k, n].</param>
    /// <param name="bias">Added to each row of every result, [n]; or empty.</param>
    /// <param name="c">The results, [count / abreast, m, abreast, n] by rows, apart from both inputs.</param>
    /// <param name="map">The map, whose index is the flat index in c.</param>
    /// <param name="abreast">How many results lie abreast, as in <see cref="MatrixBatch"/>.</param>
    /// <param name="lower">Whether nothing above the diagonals of the results is read: what is written there is zero, or what it would be otherwise.</param>
    /// <exception cref="ArgumentException">Sizes don't fit, or the result overlaps an input.</exception>
    public static void MultiplyBatched<TMap>(
        Threads threads, MatrixBatch a, MatrixBatch b, ReadOnlySpan<float> bias, Span<float> c, TMap map = default, int abreast = 1, bool lower = false)
        where TMap : struct, IMap1
    {
        ArgumentNullException.ThrowIfNull(threads);
        if (a.Columns != b.Rows || a.Count != b.Count)
        {
            throw new ArgumentException(
                $"Expected {a.Count} matrices of {a.Columns} rows, found {b.Count} of [{b.Rows}, {b.Columns}] for [{a.Rows}, {a.Columns}] · b.", nameof(b));
        }

        Require.Abreast(a.Count, abreast, nameof(abreast));
        Require.Length<float>(c, Require.Product(a.Count, a.Rows, b.Columns), nameof(c));
        Require.LengthOrEmpty(bias, b.Columns, nameof(bias));
        Require.Apart<float, float>(a.Values, c, nameof(a));
        Require.Apart<float, float>(b.Values, c, nameof(b));
        if (c.IsEmpty)
        {
            return;
        }

        GemmPlan plan = GemmPlan.ForEach(a.Count, a.Rows, a.Columns, b.Columns);
        fixed (float* aStart = a.Values)
        fixed (float* bStart = b.Values)
        fixed (float* biasStart = bias)
        fixed (float* cStart = c)
        {
            BatchedGemmJob<TMap> job = new()
            {
                First = new GemmJob<TMap>
                {
                    A = aStart,
                    ARow = a.RowStride,
                    AStep = a.ColumnStride,
                    B = bStart,
                    BStep = b.RowStride,
                    BLane = b.ColumnStride,
                    Bias = biasStart,
                    C = cStart,
                    CRow = (nint)abreast * b.Columns,
                    Map = map,
                    Plan = plan,
                    Triangle = a.Triangle,
                    IsLower = lower,
                },
                A = a.Places,
                B = b.Places,
                C = new BatchPlaces(abreast, a.Rows, b.Columns),
                Count = a.Count,
                ProductsPerBlock = plan.ProductsPerBlock,
            };
            threads.Run(ref job, job.BlockCount, 2L * c.Length * a.Columns);
        }
    }
}
