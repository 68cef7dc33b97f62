        // Pruned: loss and gradient, batch n.   Model.cs(8)
        // parameters 508 · saved 48 n + 16, scratch 32 n + 384 floats · 2.4 k n + 769 FLOP
        // arena 320 n + 1,600 bytes, at most 5,461 samples at a time
        private readonly struct GradientOfPart : IMicroBatchProgram
        {
            /// <summary>The runs of the gradient that it writes: offset and length.</summary>
            public static readonly int[] Written = [0, 408, 416, 100];

            public static float Run(scoped in MicroBatch part, Span<float> result)
            {
                Batch batch = part.Batch;
                ReadOnlySpan<float> parameters = part.Parameters;
                ReadOnlySpan<float> state = part.State;
                int n = part.Count;
                Threads threads = part.Threads;
                Span<float> arena = part.Arena;

                ReadOnlySpan<float> inputs = batch.Inputs.Slice(16 * part.First, 16 * n);   // [n, 16]
                ReadOnlySpan<int> labels = batch.Labels.Slice(part.First, n);   // [n]
                ReadOnlySpan<float> bodyKernel = parameters.Slice(0, 384);   // [16, 24]
                ReadOnlySpan<float> bodyKernelMask = state.Slice(0, 384);   // [16, 24]
                ReadOnlySpan<float> bodyBias = parameters.Slice(384, 24);   // [24]
                ReadOnlySpan<float> headKernel = parameters.Slice(416, 96);   // [24, 4]
                ReadOnlySpan<float> headBias = parameters.Slice(512, 4);   // [4]
                Span<float> dBodyKernel = result.Slice(0, 384);
                Span<float> dBodyBias = result.Slice(384, 24);
                Span<float> dHeadKernel = result.Slice(416, 96);
                Span<float> dHeadBias = result.Slice(512, 4);

                // Body.Kernel.Masked: multiply   [16, 24] → [16, 24]   Model.cs(9)
                Span<float> bodyKernelMasked = arena.Slice(0, 384);   // [16, 24]
                Elementwise.Map<BodyKernelMaskedMap>(threads, bodyKernel, bodyKernelMask, bodyKernelMasked);

                // Body: Dense → Relu   [n, 16], [16, 24] → [n, 24]   Model.cs(9)
                Span<float> body = arena.Slice(400, 24 * n);   // [n, 24]
                Gemm.Multiply<Relu>(threads, new Matrix(inputs, n, 16), new Matrix(bodyKernelMasked, 16, 24), bodyBias, body);

                // Head: Dense   [n, 24] → [n, 4]   Model.cs(10)
                Span<float> head = arena.Slice(64 * n + 400, 4 * n);   // [n, 4]
                Gemm.Multiply<Identity>(threads, new Matrix(body, n, 24), new Matrix(headKernel, 24, 4), headBias, head);

                // Loss, Head: cross-entropy per sample → its derivative   [n, 4], [n] → [n, 4]   Model.cs(7)
                Span<float> dHead = arena.Slice(64 * n + 400, 4 * n);   // [n, 4], in the place of head
                Span<float> losses = arena.Slice(32 * n + 400, n);   // [n]
                CrossEntropy.LossAndResidual(threads, head, labels, losses, dHead, n, 4, 1f / batch.Count);

                // Loss: sum   [n] → []   Model.cs(7)
                Span<float> loss = arena.Slice(384, 1);   // []
                Reduce.Sum(threads, losses, loss, 1, 1, n, 1f / batch.Count);

                // Backward.

                // Gradient of Head.Dense.Bias   [n, 4] → [4]   Model.cs(10)
                Reduce.Sum(threads, dHead, dHeadBias, n, 4, 1);

                // Gradient of Body   [n, 4] → [n, 24]   Model.cs(9)
                Span<float> dBody = arena.Slice(32 * n + 400, 24 * n);   // [n, 24]
                Gemm.Multiply(threads, new Matrix(dHead, n, 4), new Matrix(headKernel, 24, 4).Transposed, dBody);

                // Gradient of Head.Dense.Kernel   [n, 24], [n, 4] → [24, 4]   Model.cs(10)
                Gemm.Multiply(threads, new Matrix(body, n, 24).Transposed, new Matrix(dHead, n, 4), dHeadKernel);

                // Gradient of Body.Dense   [n, 24] → [n, 24]   Model.cs(9)
                Span<float> dBodyDense = arena.Slice(400, 24 * n);   // [n, 24], in the place of body
                Elementwise.Map<DBodyDenseMap>(threads, body, dBody, dBodyDense);

                // Gradient of Body.Dense.Bias   [n, 24] → [24]   Model.cs(9)
                Reduce.Sum(threads, dBodyDense, dBodyBias, n, 24, 1);

                // Gradient of Body.Kernel.Masked   [n, 16], [n, 24] → [16, 24]   Model.cs(9)
                Span<float> dBodyKernelMasked = arena.Slice(0, 384);   // [16, 24]
                Gemm.Multiply(threads, new Matrix(inputs, n, 16).Transposed, new Matrix(dBodyDense, n, 24), dBodyKernelMasked);

                // Gradient of Body.Dense.Kernel   [16, 24] → [16, 24]   Model.cs(9)
                Elementwise.Map<DBodyKernelMap>(threads, dBodyKernelMasked, bodyKernelMask, dBodyKernel);

                return loss[0];
            }
        }

        public static float Loss(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, in Batch batch, Workspace workspace) =>
            MicroBatches.Run<LossOfPart>(parameters, state, in batch, default, new MemoryFormula(48, 384) { MicroBatch = 5461 }, workspace);

