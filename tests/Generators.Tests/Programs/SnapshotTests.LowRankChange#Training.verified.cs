        // Adapted: loss and gradient, batch n.   Model.cs(8)
        // parameters 2,188 · saved 112 n + 16, scratch 32 n floats · 7.4 k n + 1 FLOP
        // arena 576 n + 64 bytes, at most 4,096 samples at a time
        private readonly struct GradientOfPart : IMicroBatchProgram
        {
            /// <summary>The runs of the gradient that it writes: offset and length.</summary>
            public static readonly int[] Written = [0, 340];

            public static float Run(scoped in MicroBatch part, Span<float> result)
            {
                Batch batch = part.Batch;
                ReadOnlySpan<float> parameters = part.Parameters;
                int n = part.Count;
                Threads threads = part.Threads;
                Span<float> arena = part.Arena;

                ReadOnlySpan<float> inputs = batch.Inputs.Slice(32 * part.First, 32 * n);   // [n, 32]
                ReadOnlySpan<int> labels = batch.Labels.Slice(part.First, n);   // [n]
                ReadOnlySpan<float> bodyDenseKernel = parameters.Slice(0, 1024);   // [32, 32]
                ReadOnlySpan<float> bodyDenseKernelDown = parameters.Slice(1024, 64);   // [32, 2]
                ReadOnlySpan<float> bodyDenseKernelUp = parameters.Slice(1088, 64);   // [2, 32]
                ReadOnlySpan<float> bodyDenseBias = parameters.Slice(1152, 32);   // [32]
                ReadOnlySpan<float> bodyDense2Kernel = parameters.Slice(1184, 768);   // [32, 24]
                ReadOnlySpan<float> bodyDense2KernelDown = parameters.Slice(1952, 64);   // [32, 2]
                ReadOnlySpan<float> bodyDense2KernelUp = parameters.Slice(2016, 48);   // [2, 24]
                ReadOnlySpan<float> bodyDense2Bias = parameters.Slice(2064, 24);   // [24]
                ReadOnlySpan<float> headKernel = parameters.Slice(2096, 96);   // [24, 4]
                ReadOnlySpan<float> headBias = parameters.Slice(2192, 4);   // [4]
                Span<float> dBodyDenseKernelDown = result.Slice(0, 64);
                Span<float> dBodyDenseKernelUp = result.Slice(64, 64);
                Span<float> dBodyDense2KernelDown = result.Slice(128, 64);
                Span<float> dBodyDense2KernelUp = result.Slice(192, 48);
                Span<float> dHeadKernel = result.Slice(240, 96);
                Span<float> dHeadBias = result.Slice(336, 4);

                // Body.Dense.Lowered: product → scale   [n, 32] → [n, 2]   Model.cs(9)
                Span<float> bodyDenseLowered = arena.Slice(112 * n + 16, 2 * n);   // [n, 2]
                Gemm.Multiply<BodyDenseLoweredMap>(threads, new Matrix(inputs, n, 32), new Matrix(bodyDenseKernelDown, 32, 2), default, bodyDenseLowered);

                // Body.Dense.Change: product   [n, 2] → [n, 32]   Model.cs(9)
                Span<float> bodyDenseChange = arena.Slice(16, 32 * n);   // [n, 32]
                Gemm.Multiply(threads, new Matrix(bodyDenseLowered, n, 2), new Matrix(bodyDenseKernelUp, 2, 32), bodyDenseChange);

                // Body: Dense   [n, 32] → [n, 32]   Model.cs(9)
                Span<float> bodyDense = arena.Slice(32 * n + 16, 32 * n);   // [n, 32]
                Gemm.Multiply(threads, new Matrix(inputs, n, 32), new Matrix(bodyDenseKernel, 32, 32), bodyDense);

                // Body: Dense → Relu   [n, 32] → [n, 32]   Model.cs(9)
                Span<float> bodyRelu = arena.Slice(32 * n + 16, 32 * n);   // [n, 32], in the place of bodyDense
                Elementwise.Map<BodyReluMap>(threads, bodyDense, bodyDenseChange, Operand.Repeat(bodyDenseBias, 1), bodyRelu);

                // Body.Dense2.Lowered: product → scale   [n, 32] → [n, 2]   Model.cs(9)
                Span<float> bodyDense2Lowered = arena.Slice(128 * n + 16, 2 * n);   // [n, 2]
                Gemm.Multiply<BodyDenseLoweredMap>(threads, new Matrix(bodyRelu, n, 32), new Matrix(bodyDense2KernelDown, 32, 2), default, bodyDense2Lowered);

                // Body.Dense2.Change: product   [n, 2] → [n, 24]   Model.cs(9)
                Span<float> bodyDense2Change = arena.Slice(16, 24 * n);   // [n, 24]
                Gemm.Multiply(threads, new Matrix(bodyDense2Lowered, n, 2), new Matrix(bodyDense2KernelUp, 2, 24), bodyDense2Change);

                // Body: Dense2   [n, 32] → [n, 24]   Model.cs(9)
                Span<float> bodyDense2 = arena.Slice(64 * n + 16, 24 * n);   // [n, 24]
                Gemm.Multiply(threads, new Matrix(bodyRelu, n, 32), new Matrix(bodyDense2Kernel, 32, 24), bodyDense2);

                // Body: Dense2 → Relu   [n, 24] → [n, 24]   Model.cs(9)
                Span<float> body = arena.Slice(64 * n + 16, 24 * n);   // [n, 24], in the place of bodyDense2
                Elementwise.Map<BodyMap>(threads, bodyDense2, bodyDense2Change, Operand.Repeat(bodyDense2Bias, 1), body);

                // Head: Dense   [n, 24] → [n, 4]   Model.cs(10)
                Span<float> head = arena.Slice(96 * n + 16, 4 * n);   // [n, 4]
                Gemm.Multiply<Identity>(threads, new Matrix(body, n, 24), new Matrix(headKernel, 24, 4), headBias, head);

                // Loss, Head: cross-entropy per sample → its derivative   [n, 4], [n] → [n, 4]   Model.cs(7)
                Span<float> dHead = arena.Slice(96 * n + 16, 4 * n);   // [n, 4], in the place of head
                Span<float> losses = arena.Slice(16, n);   // [n]
                CrossEntropy.LossAndResidual(threads, head, labels, losses, dHead, n, 4, 1f / batch.Count);

                // Loss: sum   [n] → []   Model.cs(7)
                Span<float> loss = arena.Slice(0, 1);   // []
                Reduce.Sum(threads, losses, loss, 1, 1, n, 1f / batch.Count);

                // Backward.

                // Gradient of Head.Dense.Bias   [n, 4] → [4]   Model.cs(10)
                Reduce.Sum(threads, dHead, dHeadBias, n, 4, 1);

                // Gradient of Body   [n, 4] → [n, 24]   Model.cs(9)
                Span<float> dBody = arena.Slice(16, 24 * n);   // [n, 24]
                Gemm.Multiply(threads, new Matrix(dHead, n, 4), new Matrix(headKernel, 24, 4).Transposed, dBody);

                // Gradient of Head.Dense.Kernel   [n, 24], [n, 4] → [24, 4]   Model.cs(10)
                Gemm.Multiply(threads, new Matrix(body, n, 24).Transposed, new Matrix(dHead, n, 4), dHeadKernel);

                // Gradient of Body.Dense2   [n, 24] → [n, 24]   Model.cs(9)
                Span<float> dBodyDense2 = arena.Slice(64 * n + 16, 24 * n);   // [n, 24], in the place of body
                Elementwise.Map<DBodyDense2Map>(threads, body, dBody, dBodyDense2);

                // Gradient of Body.Relu: product   [n, 24] → [n, 32]   Model.cs(9)
                Span<float> dBodyReluProduct = arena.Slice(16, 32 * n);   // [n, 32]
                Gemm.Multiply(threads, new Matrix(dBodyDense2, n, 24), new Matrix(bodyDense2Kernel, 32, 24).Transposed, dBodyReluProduct);

                // Gradient of Body.Dense2.Lowered   [n, 24] → [n, 2]   Model.cs(9)
                Span<float> dBodyDense2Lowered = arena.Slice(96 * n + 16, 2 * n);   // [n, 2]
                Gemm.Multiply<BodyDenseLoweredMap>(threads, new Matrix(dBodyDense2, n, 24), new Matrix(bodyDense2KernelUp, 2, 24).Transposed, default, dBodyDense2Lowered);

                // Gradient of Body.Dense2.Kernel.Up   [n, 2], [n, 24] → [2, 24]   Model.cs(9)
                Gemm.Multiply(threads, new Matrix(bodyDense2Lowered, n, 2).Transposed, new Matrix(dBodyDense2, n, 24), dBodyDense2KernelUp);

                // Gradient of Body.Relu: product   [n, 2] → [n, 32]   Model.cs(9)
                Span<float> dBodyRelu = arena.Slice(64 * n + 16, 32 * n);   // [n, 32]
                Gemm.Multiply(threads, new Matrix(dBodyDense2Lowered, n, 2), new Matrix(bodyDense2KernelDown, 32, 2).Transposed, dBodyRelu);

                // Gradient of Body.Dense2.Kernel.Down   [n, 32], [n, 2] → [32, 2]   Model.cs(9)
                Gemm.Multiply(threads, new Matrix(bodyRelu, n, 32).Transposed, new Matrix(dBodyDense2Lowered, n, 2), dBodyDense2KernelDown);

                // Gradient of Body.Dense   [n, 32] → [n, 32]   Model.cs(9)
                Span<float> dBodyDense = arena.Slice(32 * n + 16, 32 * n);   // [n, 32], in the place of bodyRelu
                Elementwise.Map<DBodyDenseMap>(threads, bodyRelu, dBodyReluProduct, dBodyRelu, dBodyDense);

                // Gradient of Body.Dense.Lowered   [n, 32] → [n, 2]   Model.cs(9)
                Span<float> dBodyDenseLowered = arena.Slice(16, 2 * n);   // [n, 2]
                Gemm.Multiply<BodyDenseLoweredMap>(threads, new Matrix(dBodyDense, n, 32), new Matrix(bodyDenseKernelUp, 2, 32).Transposed, default, dBodyDenseLowered);

                // Gradient of Body.Dense.Kernel.Up   [n, 2], [n, 32] → [2, 32]   Model.cs(9)
                Gemm.Multiply(threads, new Matrix(bodyDenseLowered, n, 2).Transposed, new Matrix(dBodyDense, n, 32), dBodyDenseKernelUp);

                // Gradient of Body.Dense.Kernel.Down   [n, 32], [n, 2] → [32, 2]   Model.cs(9)
                Gemm.Multiply(threads, new Matrix(inputs, n, 32).Transposed, new Matrix(dBodyDenseLowered, n, 2), dBodyDenseKernelDown);

                return loss[0];
            }
        }

        public static float Loss(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, in Batch batch, Workspace workspace) =>
            MicroBatches.Run<LossOfPart>(parameters, state, in batch, default, new MemoryFormula(96, 16) { MicroBatch = 4096 }, workspace);

