// Tuned: loss and gradient of Tune, batch n.   Model.cs(7)
        // parameters 1,108 · saved 48 n + 16, scratch 16 n floats · 3.3 k n + 1 FLOP
        // arena 256 n + 64 bytes, at most 5,461 samples at a time
        private readonly struct TuneGradientOfPart : IMicroBatchProgram
        {
            /// <summary>The runs of the gradient that it writes: offset and length.</summary>
            public static readonly int[] Written = [0, 100];

            public static float Run(scoped in MicroBatch part, Span<float> result)
            {
                Batch batch = part.Batch;
                ReadOnlySpan<float> parameters = part.Parameters;
                int n = part.Count;
                Threads threads = part.Threads;
                Span<float> arena = part.Arena;

                ReadOnlySpan<float> x = batch.Inputs.Slice(16 * part.First, 16 * n);   // [n, 16]
                ReadOnlySpan<float> target = batch.Inputs.Slice(16 * batch.Count + 4 * part.First, 4 * n);   // [n, 4]
                ReadOnlySpan<float> firstKernel = parameters.Slice(0, 384);   // [16, 24]
                ReadOnlySpan<float> firstBias = parameters.Slice(384, 24);   // [24]
                ReadOnlySpan<float> secondKernel = parameters.Slice(416, 576);   // [24, 24]
                ReadOnlySpan<float> secondBias = parameters.Slice(992, 24);   // [24]
                ReadOnlySpan<float> headKernel = parameters.Slice(1024, 96);   // [24, 4]
                ReadOnlySpan<float> headBias = parameters.Slice(1120, 4);   // [4]
                Span<float> dHeadKernel = result.Slice(0, 96);
                Span<float> dHeadBias = result.Slice(96, 4);

                // First: Dense → Tanh   [n, 16] → [n, 24]   Model.cs(8)
                Span<float> first = arena.Slice(16, 24 * n);   // [n, 24]
                Gemm.Multiply<Tanh>(threads, new Matrix(x, n, 16), new Matrix(firstKernel, 16, 24), firstBias, first);

                // Second: Dense → Tanh   [n, 24] → [n, 24]   Model.cs(9)
                Span<float> second = arena.Slice(32 * n + 16, 24 * n);   // [n, 24]
                Gemm.Multiply<Tanh>(threads, new Matrix(first, n, 24), new Matrix(secondKernel, 24, 24), secondBias, second);

                // Head: Dense   [n, 24] → [n, 4]   Model.cs(10)
                Span<float> head = arena.Slice(16, 4 * n);   // [n, 4]
                Gemm.Multiply<Identity>(threads, new Matrix(second, n, 24), new Matrix(headKernel, 24, 4), headBias, head);

                // Tune: difference → square → sum   [n, 4] → [n]   Model.cs(18)
                Span<float> tuneProduct = arena.Slice(16 * n + 16, n);   // [n]
                Reduce.Sum<WholeProductTermMap>(threads, head, target, tuneProduct, 1, n, 4, 0.25f);

                // Tune: sum   [n] → []   Model.cs(18)
                Span<float> tune = arena.Slice(0, 1);   // []
                Reduce.Sum(threads, tuneProduct, tune, 1, 1, n, 1f / batch.Count);

                // Backward.

                // Gradient of Tune   [n, 4] → [n, 4]   Model.cs(18)
                Span<float> dTune = arena.Slice(16, 4 * n);   // [n, 4], in the place of head
                Elementwise.Map<DWholeMap>(threads, head, target, dTune, new DWholeMap(2f / (4 * batch.Count)));

                // Gradient of Head.Dense.Bias   [n, 4] → [4]   Model.cs(10)
                Reduce.Sum(threads, dTune, dHeadBias, n, 4, 1);

                // Gradient of Head.Dense.Kernel   [n, 24], [n, 4] → [24, 4]   Model.cs(10)
                Gemm.Multiply(threads, new Matrix(second, n, 24).Transposed, new Matrix(dTune, n, 4), dHeadKernel);

                