        // Gestures: loss and gradient, batch n.   Model.cs(8)
        // parameters 452 · saved 288 n + 16, scratch 272 n + 256 floats · 22.8 k n + 33 FLOP
        // arena 2,240 n + 1,088 bytes, at most 819 samples at a time
        private readonly struct GradientOfPart : IMicroBatchProgram
        {
            /// <summary>The runs of the gradient that it writes: offset and length.</summary>
            public static readonly int[] Written = [0, 452];

            public static float Run(scoped in MicroBatch part, Span<float> result)
            {
                Batch batch = part.Batch;
                ReadOnlySpan<float> parameters = part.Parameters;
                int n = part.Count;
                Threads threads = part.Threads;
                Span<float> arena = part.Arena;

                ReadOnlySpan<float> inputs = batch.Inputs.Slice(15 * part.First, 15 * n);   // [n, 5, 3]
                ReadOnlySpan<int> labels = batch.Labels.Slice(part.First, n);   // [n]
                ReadOnlySpan<float> memoryInputKernel = parameters.Slice(0, 96);   // [3, 32]
                ReadOnlySpan<float> memoryStateKernel = parameters.Slice(96, 256);   // [8, 32]
                ReadOnlySpan<float> memoryInputBias = parameters.Slice(352, 32);   // [32]
                ReadOnlySpan<float> memoryStateBias = parameters.Slice(384, 32);   // [32]
                ReadOnlySpan<float> kindKernel = parameters.Slice(416, 32);   // [8, 4]
                ReadOnlySpan<float> kindBias = parameters.Slice(448, 4);   // [4]
                Span<float> dMemoryInputKernel = result.Slice(0, 96);
                Span<float> dMemoryStateKernel = result.Slice(96, 256);
                Span<float> dMemoryInputBias = result.Slice(352, 32);
                Span<float> dMemoryStateBias = result.Slice(384, 32);
                Span<float> dKindKernel = result.Slice(416, 32);
                Span<float> dKindBias = result.Slice(448, 4);

                // Memory.Bias: add   [32]   Model.cs(9)
                Span<float> memoryBias = arena.Slice(0, 32);   // [32]
                Elementwise.Map<MemoryBiasMap>(threads, memoryInputBias, memoryStateBias, memoryBias);

                // Input: transpose   [n, 5, 3] → [5, n, 3]   Model.cs(9)
                Span<float> inputsTransposed = arena.Slice(160 * n + 272, 15 * n);   // [5, n, 3]
                Layout.Permute(threads, inputs, inputsTransposed, new Sizes(n, 5, 3), [1, 0, 2]);

                // Memory.Projected: product   [5, n, 3], [32] → [5, n, 32]   Model.cs(9)
                Span<float> memoryProjected = arena.Slice(272, 160 * n);   // [5, n, 32]
                Gemm.Multiply<Identity>(threads, new Matrix(inputsTransposed, 5 * n, 3), new Matrix(memoryInputKernel, 3, 32), memoryBias, memoryProjected);

                // Memory: Lstm, 5 steps   [5, n, 32] → [n, 8]   Model.cs(9)
                Span<float> memory = arena.Slice(192 * n + 272, 8 * n);   // [n, 8]
                Span<float> memoryStateHistory = arena.Slice(320 * n + 272, 40 * n);   // [5, n, 8]
                Span<float> memoryCellHistory = arena.Slice(368 * n + 272, 40 * n);   // [5, n, 8]
                memory.Clear();
                Span<float> memoryCell = arena.Slice(208 * n + 272, 8 * n);   // [n, 8], from step to step
                memoryCell.Clear();
                for (int t = 0; t < 5; t++)
                {
                    ReadOnlySpan<float> memoryProjectedAtT = memoryProjected.Slice(t * 32 * n, 32 * n);   // [n, 32]
                    memory.CopyTo(memoryStateHistory.Slice(t * 8 * n, 8 * n));
                    memoryCell.CopyTo(memoryCellHistory.Slice(t * 8 * n, 8 * n));

                    // Memory.Recurrent: product   [n, 8], [8, 32] → [n, 32]   Model.cs(9)
                    Span<float> memoryRecurrent = arena.Slice(160 * n + 272, 32 * n);   // [n, 32]
                    Gemm.Multiply(threads, new Matrix(memory, n, 8), new Matrix(memoryStateKernel, 8, 32), memoryRecurrent);

                    // Memory.Gates: add   [n, 32] → [n, 32]   Model.cs(9)
                    Span<float> memoryGates = arena.Slice(160 * n + 272, 32 * n);   // [n, 32], in the place of memoryRecurrent
                    Elementwise.Map<MemoryGatesMap>(threads, memoryProjectedAtT, memoryRecurrent, memoryGates);

                    // Memory.Gates.Forget: slice   [n, 32] → [n, 8]   Model.cs(9)
                    Span<float> memoryGatesForget = arena.Slice(224 * n + 272, 8 * n);   // [n, 8]
                    Layout.Slice(threads, memoryGates, memoryGatesForget, n, 32, 1, 8, 8);

                    // Memory.Gates.Input: slice   [n, 32] → [n, 8]   Model.cs(9)
                    Span<float> memoryGatesInput = arena.Slice(240 * n + 272, 8 * n);   // [n, 8]
                    Layout.Slice(threads, memoryGates, memoryGatesInput, n, 32, 1, 0, 8);

                    // Memory.Gates.Candidate: slice   [n, 32] → [n, 8]   Model.cs(9)
                    Span<float> memoryGatesCandidate = arena.Slice(256 * n + 272, 8 * n);   // [n, 8]
                    Layout.Slice(threads, memoryGates, memoryGatesCandidate, n, 32, 1, 16, 8);

                    // Memory.Cell: sigmoid → multiply → tanh → add   [n, 8] → [n, 8]   Model.cs(9)
                    Elementwise.Map<MemoryCellMap>(threads, memoryGatesForget, memoryCell, memoryGatesInput, memoryGatesCandidate, memoryCell);

                    // Memory.Gates.Output: slice   [n, 32] → [n, 8]   Model.cs(9)
                    Span<float> memoryGatesOutput = arena.Slice(224 * n + 272, 8 * n);   // [n, 8]
                    Layout.Slice(threads, memoryGates, memoryGatesOutput, n, 32, 1, 24, 8);

                    // Memory.State: sigmoid → tanh → multiply   [n, 8] → [n, 8]   Model.cs(9)
                    Elementwise.Map<MemoryMap>(threads, memoryGatesOutput, memoryCell, memory);
                }

                // Kind: Dense   [n, 8] → [n, 4]   Model.cs(10)
                Span<float> kind = arena.Slice(160 * n + 272, 4 * n);   // [n, 4]
                Gemm.Multiply<Identity>(threads, new Matrix(memory, n, 8), new Matrix(kindKernel, 8, 4), kindBias, kind);

                // Loss, Kind: cross-entropy per sample → its derivative   [n, 4], [n] → [n, 4]   Model.cs(7)
                Span<float> dKind = arena.Slice(160 * n + 272, 4 * n);   // [n, 4], in the place of kind
                Span<float> losses = arena.Slice(176 * n + 272, n);   // [n]
                CrossEntropy.LossAndResidual(threads, kind, labels, losses, dKind, n, 4, 1f / batch.Count);

                // Loss: sum   [n] → []   Model.cs(7)
                Span<float> loss = arena.Slice(256, 1);   // []
                Reduce.Sum(threads, losses, loss, 1, 1, n, 1f / batch.Count);

                // Backward.

                // Gradient of Kind.Dense.Bias   [n, 4] → [4]   Model.cs(10)
                Reduce.Sum(threads, dKind, dKindBias, n, 4, 1);

                // Gradient of Memory   [n, 4] → [n, 8]   Model.cs(9)
                Span<float> dMemory = arena.Slice(448 * n + 272, 8 * n);   // [n, 8]
                Gemm.Multiply(threads, new Matrix(dKind, n, 4), new Matrix(kindKernel, 8, 4).Transposed, dMemory);

                // Gradient of Kind.Dense.Kernel   [n, 8], [n, 4] → [8, 4]   Model.cs(10)
                Gemm.Multiply(threads, new Matrix(memory, n, 8).Transposed, new Matrix(dKind, n, 4), dKindKernel);

                // Gradient of Memory.State: transpose   [8, 32] → [32, 8]   Model.cs(9)
                Span<float> memoryStateKernelTransposed = arena.Slice(0, 256);   // [32, 8]
                Layout.Permute(threads, memoryStateKernel, memoryStateKernelTransposed, new Sizes(8, 32), [1, 0]);

                // Gradient of Memory.Projected, 5 steps from the last   [n, 8], [5, n, 8], [5, n, 32] → [5, n, 32]   Model.cs(9)
                Span<float> dMemoryProjected = arena.Slice(160 * n + 272, 160 * n);   // [5, n, 32]
                Span<float> dMemoryState = arena.Slice(464 * n + 272, 8 * n);   // [n, 8], from step to step
                dMemory.CopyTo(dMemoryState);
                Span<float> dMemoryCell = arena.Slice(480 * n + 272, 8 * n);   // [n, 8], from step to step
                dMemoryCell.Clear();
                for (int t = 4; t >= 0; t--)
                {
                    ReadOnlySpan<float> memoryStateAtT = memoryStateHistory.Slice(t * 8 * n, 8 * n);   // [n, 8]
                    ReadOnlySpan<float> memoryCellAtT = memoryCellHistory.Slice(t * 8 * n, 8 * n);   // [n, 8]
                    ReadOnlySpan<float> memoryProjectedAtT = memoryProjected.Slice(t * 32 * n, 32 * n);   // [n, 32]
                    Span<float> dMemoryGates = dMemoryProjected.Slice(t * 32 * n, 32 * n);   // [n, 32]

                    // Memory.Recurrent: product   [n, 8], [8, 32] → [n, 32]   Model.cs(9)
                    Span<float> memoryRecurrent = arena.Slice(416 * n + 272, 32 * n);   // [n, 32]
                    Gemm.Multiply(threads, new Matrix(memoryStateAtT, n, 8), new Matrix(memoryStateKernel, 8, 32), memoryRecurrent);

                    // Memory.Gates: add   [n, 32] → [n, 32]   Model.cs(9)
                    Span<float> memoryGates = arena.Slice(416 * n + 272, 32 * n);   // [n, 32], in the place of memoryRecurrent
                    Elementwise.Map<MemoryGatesMap>(threads, memoryProjectedAtT, memoryRecurrent, memoryGates);

                    // Memory.Gates.Forget: slice   [n, 32] → [n, 8]   Model.cs(9)
                    Span<float> memoryGatesForget = arena.Slice(496 * n + 272, 8 * n);   // [n, 8]
                    Layout.Slice(threads, memoryGates, memoryGatesForget, n, 32, 1, 8, 8);

                    // Memory.ForgetGate: sigmoid   [n, 8] → [n, 8]   Model.cs(9)
                    Span<float> memoryForgetGate = arena.Slice(496 * n + 272, 8 * n);   // [n, 8], in the place of memoryGatesForget
                    Elementwise.Map<Sigmoid>(threads, memoryGatesForget, memoryForgetGate);

                    // Memory.Gates.Input: slice   [n, 32] → [n, 8]   Model.cs(9)
                    Span<float> memoryGatesInput = arena.Slice(512 * n + 272, 8 * n);   // [n, 8]
                    Layout.Slice(threads, memoryGates, memoryGatesInput, n, 32, 1, 0, 8);

                    // Memory.InputGate: sigmoid   [n, 8] → [n, 8]   Model.cs(9)
                    Span<float> memoryInputGate = arena.Slice(512 * n + 272, 8 * n);   // [n, 8], in the place of memoryGatesInput
                    Elementwise.Map<Sigmoid>(threads, memoryGatesInput, memoryInputGate);

                    // Memory.Gates.Candidate: slice   [n, 32] → [n, 8]   Model.cs(9)
                    Span<float> memoryGatesCandidate = arena.Slice(528 * n + 272, 8 * n);   // [n, 8]
                    Layout.Slice(threads, memoryGates, memoryGatesCandidate, n, 32, 1, 16, 8);

                    // Memory.Candidate: tanh   [n, 8] → [n, 8]   Model.cs(9)
                    Span<float> memoryCandidate = arena.Slice(528 * n + 272, 8 * n);   // [n, 8], in the place of memoryGatesCandidate
                    Elementwise.Map<Tanh>(threads, memoryGatesCandidate, memoryCandidate);

                    // Memory.Gates.Output: slice   [n, 32] → [n, 8]   Model.cs(9)
                    Span<float> memoryGatesOutput = arena.Slice(544 * n + 272, 8 * n);   // [n, 8]
                    Layout.Slice(threads, memoryGates, memoryGatesOutput, n, 32, 1, 24, 8);

                    // Memory.OutputGate: sigmoid   [n, 8] → [n, 8]   Model.cs(9)
                    Span<float> memoryOutputGate = arena.Slice(544 * n + 272, 8 * n);   // [n, 8], in the place of memoryGatesOutput
                    Elementwise.Map<Sigmoid>(threads, memoryGatesOutput, memoryOutputGate);

                    // Memory.Squashed: multiply → add → tanh   [n, 8] → [n, 8]   Model.cs(9)
                    Span<float> memorySquashed = arena.Slice(416 * n + 272, 8 * n);   // [n, 8]
                    Elementwise.Map<MemorySquashedMap>(threads, memoryForgetGate, memoryCellAtT, memoryInputGate, memoryCandidate, memorySquashed);

                    // Gradient of Memory.Cell: multiply → square → difference → add   [n, 8] → [n, 8]   Model.cs(9)
                    Span<float> dMemoryCellSum = arena.Slice(432 * n + 272, 8 * n);   // [n, 8]
                    Elementwise.Map<DMemoryCellSumMap>(threads, dMemoryCell, dMemoryState, memoryOutputGate, memorySquashed, dMemoryCellSum);

                    // Gradient of Memory.Gates.Output   [n, 8] → [n, 8]   Model.cs(9)
                    Span<float> dMemoryGatesOutput = arena.Slice(416 * n + 272, 8 * n);   // [n, 8], in the place of memorySquashed
                    Elementwise.Map<DMemoryGatesOutputMap>(threads, dMemoryState, memorySquashed, memoryOutputGate, dMemoryGatesOutput);

                    // Gradient of Memory.Gates.Candidate   [n, 8] → [n, 8]   Model.cs(9)
                    Span<float> dMemoryGatesCandidate = arena.Slice(544 * n + 272, 8 * n);   // [n, 8]
                    Elementwise.Map<DMemoryGatesCandidateMap>(threads, dMemoryCellSum, memoryInputGate, memoryCandidate, dMemoryGatesCandidate);

                    // Gradient of Memory.Gates.Input   [n, 8] → [n, 8]   Model.cs(9)
                    Span<float> dMemoryGatesInput = arena.Slice(528 * n + 272, 8 * n);   // [n, 8], in the place of memoryCandidate
                    Elementwise.Map<DMemoryGatesInputMap>(threads, dMemoryCellSum, memoryCandidate, memoryInputGate, dMemoryGatesInput);

                    // Gradient of Memory.Cell: multiply   [n, 8] → [n, 8]   Model.cs(9)
                    Elementwise.Map<DMemoryCellMap>(threads, dMemoryCellSum, memoryForgetGate, dMemoryCell);

                    // Gradient of Memory.Gates.Forget   [n, 8] → [n, 8]   Model.cs(9)
                    Span<float> dMemoryGatesForget = arena.Slice(432 * n + 272, 8 * n);   // [n, 8], in the place of dMemoryCellSum
                    Elementwise.Map<DMemoryGatesForgetMap>(threads, dMemoryCellSum, memoryCellAtT, memoryForgetGate, dMemoryGatesForget);

                    // Gradient of Memory.Gates   [n, 8] → [n, 32]   Model.cs(9)
                    Layout.Insert(threads, dMemoryGatesInput, dMemoryGates, n, 32, 1, 0, 8);
                    Layout.Insert(threads, dMemoryGatesForget, dMemoryGates, n, 32, 1, 8, 8);
                    Layout.Insert(threads, dMemoryGatesCandidate, dMemoryGates, n, 32, 1, 16, 8);
                    Layout.Insert(threads, dMemoryGatesOutput, dMemoryGates, n, 32, 1, 24, 8);

                    // Gradient of Memory.State: product   [n, 32], [32, 8] → [n, 8]   Model.cs(9)
                    Gemm.Multiply(threads, new Matrix(dMemoryGates, n, 32), new Matrix(memoryStateKernelTransposed, 32, 8), dMemoryState);
                }

                // Gradient of Memory.Lstm.StateKernel   [5, n, 8], [5, n, 32] → [8, 32]   Model.cs(9)
                Gemm.Multiply(threads, new Matrix(memoryStateHistory, 5 * n, 8).Transposed, new Matrix(dMemoryProjected, 5 * n, 32), dMemoryStateKernel);

                // Gradient of Memory.Lstm.InputBias   [5, n, 32] → [32]   Model.cs(9)
                Reduce.Sum(threads, dMemoryProjected, dMemoryInputBias, 5 * n, 32, 1);

                // Input: transpose   [n, 5, 3] → [3, 5, n]   Model.cs(9)
                Span<float> inputsTransposed2 = arena.Slice(272, 15 * n);   // [3, 5, n]
                Layout.Permute(threads, inputs, inputsTransposed2, new Sizes(n, 5, 3), [2, 1, 0]);

                // Gradient of Memory.Lstm.InputKernel   [3, 5, n], [5, n, 32] → [3, 32]   Model.cs(9)
                Gemm.Multiply(threads, new Matrix(inputsTransposed2, 3, 5 * n), new Matrix(dMemoryProjected, 5 * n, 32), dMemoryInputKernel);

                // Gradient of Memory.Lstm.StateBias: copy   [32]   Model.cs(9)
                dMemoryInputBias.CopyTo(dMemoryStateBias);

                return loss[0];
            }
        }

        public static float Loss(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, in Batch batch, Workspace workspace) =>
            MicroBatches.Run<LossOfPart>(parameters, state, in batch, default, new MemoryFormula(272, 32) { MicroBatch = 819 }, workspace);

