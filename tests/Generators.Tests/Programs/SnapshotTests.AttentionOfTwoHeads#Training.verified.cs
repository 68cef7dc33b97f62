        // Reader: loss and gradient, batch n.   Model.cs(8)
        // parameters 331 · saved 480 n + 16, scratch 48 n floats · 14.4 k n + 1 FLOP
        // arena 2,112 n + 64 bytes, at most 1,820 samples at a time
        private readonly struct GradientOfPart : IMicroBatchProgram
        {
            /// <summary>The runs of the gradient that it writes: offset and length.</summary>
            public static readonly int[] Written = [0, 72, 80, 72, 160, 72, 240, 72, 320, 8, 336, 8, 352, 24, 384, 3];

            public static float Run(scoped in MicroBatch part, Span<float> result)
            {
                Batch batch = part.Batch;
                ReadOnlySpan<float> parameters = part.Parameters;
                int n = part.Count;
                Threads threads = part.Threads;
                Span<float> arena = part.Arena;

                ReadOnlySpan<float> inputs = batch.Inputs.Slice(48 * part.First, 48 * n);   // [n, 6, 8]
                ReadOnlySpan<float> targets = batch.Targets.Slice(18 * part.First, 18 * n);   // [n, 6, 3]
                ReadOnlySpan<float> contextQuery = parameters.Slice(0, 64);   // [8, 8]
                ReadOnlySpan<float> contextQueryBias = parameters.Slice(64, 8);   // [8]
                ReadOnlySpan<float> contextKey = parameters.Slice(80, 64);   // [8, 8]
                ReadOnlySpan<float> contextKeyBias = parameters.Slice(144, 8);   // [8]
                ReadOnlySpan<float> contextValue = parameters.Slice(160, 64);   // [8, 8]
                ReadOnlySpan<float> contextValueBias = parameters.Slice(224, 8);   // [8]
                ReadOnlySpan<float> contextOutput = parameters.Slice(240, 64);   // [8, 8]
                ReadOnlySpan<float> contextOutputBias = parameters.Slice(304, 8);   // [8]
                ReadOnlySpan<float> contextGain = parameters.Slice(320, 8);   // [8]
                ReadOnlySpan<float> contextBias = parameters.Slice(336, 8);   // [8]
                ReadOnlySpan<float> outputKernel = parameters.Slice(352, 24);   // [8, 3]
                ReadOnlySpan<float> outputBias = parameters.Slice(384, 3);   // [3]
                Span<float> dContextQuery = result.Slice(0, 64);
                Span<float> dContextQueryBias = result.Slice(64, 8);
                Span<float> dContextKey = result.Slice(80, 64);
                Span<float> dContextKeyBias = result.Slice(144, 8);
                Span<float> dContextValue = result.Slice(160, 64);
                Span<float> dContextValueBias = result.Slice(224, 8);
                Span<float> dContextOutput = result.Slice(240, 64);
                Span<float> dContextOutputBias = result.Slice(304, 8);
                Span<float> dContextGain = result.Slice(320, 8);
                Span<float> dContextBias = result.Slice(336, 8);
                Span<float> dOutputKernel = result.Slice(352, 24);
                Span<float> dOutputBias = result.Slice(384, 3);

                // Context.Queries: product   [n, 6, 8] → [n, 6, 8]   Model.cs(9)
                Span<float> contextQueries = arena.Slice(160 * n + 16, 48 * n);   // [n, 6, 8]
                Gemm.Multiply<Identity>(threads, new Matrix(inputs, 6 * n, 8), new Matrix(contextQuery, 8, 8), contextQueryBias, contextQueries);

                // Context.Keys: product   [n, 6, 8] → [n, 6, 8]   Model.cs(9)
                Span<float> contextKeys = arena.Slice(208 * n + 16, 48 * n);   // [n, 6, 8]
                Gemm.Multiply<Identity>(threads, new Matrix(inputs, 6 * n, 8), new Matrix(contextKey, 8, 8), contextKeyBias, contextKeys);

                // Context.Values: product   [n, 6, 8] → [n, 6, 8]   Model.cs(9)
                Span<float> contextValues = arena.Slice(256 * n + 16, 48 * n);   // [n, 6, 8]
                Gemm.Multiply<Identity>(threads, new Matrix(inputs, 6 * n, 8), new Matrix(contextValue, 8, 8), contextValueBias, contextValues);

                // Context.Scores: product → scale   [n, 6, 8] → [n, 2, 6, 6]   Model.cs(9)
                Span<float> contextScores = arena.Slice(16, 72 * n);   // [n, 2, 6, 6]
                Gemm.MultiplyBatched<ContextScoresMap>(threads, new MatrixBatch(contextQueries, 2 * n, 6, 4, abreast: 2), new MatrixBatch(contextKeys, 2 * n, 6, 4, abreast: 2).Transposed, default, contextScores, lower: true);

                // Context.Attention: causal softmax   [n, 2, 6, 6] → [n, 2, 6, 6]   Model.cs(9)
                Span<float> contextAttention = arena.Slice(80 * n + 16, 72 * n);   // [n, 2, 6, 6]
                Softmax.Lower(threads, contextScores, contextAttention, 12 * n, 6);

                // Context.Heads: product   [n, 2, 6, 6], [n, 6, 8] → [n, 6, 2, 4]   Model.cs(9)
                Span<float> contextHeads = arena.Slice(16, 48 * n);   // [n, 6, 2, 4]
                Gemm.MultiplyBatched(threads, new MatrixBatch(contextAttention, 2 * n, 6, 6).Lower, new MatrixBatch(contextValues, 2 * n, 6, 4, abreast: 2), contextHeads, abreast: 2);

                // Context.Attended: product   [n, 6, 2, 4] → [n, 6, 8]   Model.cs(9)
                Span<float> contextAttended = arena.Slice(304 * n + 16, 48 * n);   // [n, 6, 8]
                Gemm.Multiply<Identity>(threads, new Matrix(contextHeads, 6 * n, 8), new Matrix(contextOutput, 8, 8), contextOutputBias, contextAttended);

                // Context.Mean: mean   [n, 6, 8] → [n, 6]   Model.cs(9)
                Span<float> contextMean = arena.Slice(496 * n + 16, 6 * n);   // [n, 6]
                Reduce.Sum(threads, contextAttended, contextMean, 1, 6 * n, 8, 0.125f);

                // Context.Variance: difference → square → sum   [n, 6, 8], [n, 6] → [n, 6]   Model.cs(9)
                Span<float> contextVariance = arena.Slice(512 * n + 16, 6 * n);   // [n, 6]
                Reduce.Sum<ContextVarianceTermMap>(threads, contextAttended, Operand.Repeat(contextMean, 8), contextVariance, 1, 6 * n, 8, 0.125f);

                // Context.Deviation: add → root   [n, 6] → [n, 6]   Model.cs(9)
                Span<float> contextDeviation = arena.Slice(512 * n + 16, 6 * n);   // [n, 6], in the place of contextVariance
                Elementwise.Map<ContextDeviationMap>(threads, contextVariance, contextDeviation);

                // Context.Normalised: difference → divide   [n, 6, 8], [n, 6] → [n, 6, 8]   Model.cs(9)
                Span<float> contextNormalised = arena.Slice(352 * n + 16, 48 * n);   // [n, 6, 8]
                Elementwise.Map<ContextNormalisedMap>(threads, contextAttended, Operand.Repeat(contextMean, 8), Operand.Repeat(contextDeviation, 8), contextNormalised);

                // Context: LayerNorm   [n, 6, 8] → [n, 6, 8]   Model.cs(9)
                Span<float> context = arena.Slice(400 * n + 16, 48 * n);   // [n, 6, 8]
                Elementwise.Map<ContextMap>(threads, contextNormalised, Operand.Repeat(contextGain, 1), Operand.Repeat(contextBias, 1), context);

                // Output: Dense   [n, 6, 8] → [n, 6, 3]   Model.cs(10)
                Span<float> output = arena.Slice(48 * n + 16, 18 * n);   // [n, 6, 3]
                Gemm.Multiply<Identity>(threads, new Matrix(context, 6 * n, 8), new Matrix(outputKernel, 8, 3), outputBias, output);

                // Loss: difference → square → sum   [n, 6, 3] → []   Model.cs(7)
                Span<float> loss = arena.Slice(0, 1);   // []
                Reduce.Sum<LossTermMap>(threads, output, targets, loss, 1, 1, 18 * n, 1f / (18 * batch.Count));

                // Backward.

                // Gradient of Loss   [n, 6, 3] → [n, 6, 3]   Model.cs(7)
                Span<float> dLoss = arena.Slice(48 * n + 16, 18 * n);   // [n, 6, 3], in the place of output
                Elementwise.Map<DLossMap>(threads, output, targets, dLoss, new DLossMap(2f / (18 * batch.Count)));

                // Gradient of Output.Dense.Bias   [n, 6, 3] → [3]   Model.cs(10)
                Reduce.Sum(threads, dLoss, dOutputBias, 6 * n, 3, 1);

                // Gradient of Context   [n, 6, 3] → [n, 6, 8]   Model.cs(9)
                Span<float> dContext = arena.Slice(448 * n + 16, 48 * n);   // [n, 6, 8]
                Gemm.Multiply(threads, new Matrix(dLoss, 6 * n, 3), new Matrix(outputKernel, 8, 3).Transposed, dContext);

                // Gradient of Output.Dense.Kernel   [n, 6, 8], [n, 6, 3] → [8, 3]   Model.cs(10)
                Gemm.Multiply(threads, new Matrix(context, 6 * n, 8).Transposed, new Matrix(dLoss, 6 * n, 3), dOutputKernel);

                // Gradient of Context.LayerNorm.Bias, Context.LayerNorm.Gain   [n, 6, 8] → [8]   Model.cs(9)
                Reduce.Sums<DContextBiasTermMap, DContextGainTermMap>(threads, dContext, contextNormalised, dContextBias, dContextGain, 6 * n, 8, 1);

                // Gradient of Context.Deviation, Context.Mean   [n, 6, 8], [n, 6] → [n, 6]   Model.cs(9)
                Span<float> dContextDeviation = arena.Slice(48 * n + 16, 6 * n);   // [n, 6]
                Span<float> dContextMeanSum = arena.Slice(64 * n + 16, 6 * n);   // [n, 6]
                Reduce.Sums<DContextDeviationTermMap, DContextMeanSumTermMap>(threads, dContext, Operand.Repeat(contextGain, 1), contextAttended, Operand.Repeat(contextMean, 8), dContextDeviation, dContextMeanSum, 1, 6 * n, 8);

                // Gradient of Context.Variance   [n, 6] → [n, 6]   Model.cs(9)
                Span<float> dContextVariance = arena.Slice(48 * n + 16, 6 * n);   // [n, 6], in the place of dContextDeviation
                Elementwise.Map<DContextVarianceMap>(threads, dContextDeviation, contextDeviation, dContextVariance);

                // Gradient of Context.Mean   [n, 6] → [n, 6]   Model.cs(9)
                Span<float> dContextMean = arena.Slice(64 * n + 16, 6 * n);   // [n, 6], in the place of dContextMeanSum
                Elementwise.Map<DContextMeanMap>(threads, dContextMeanSum, contextDeviation, dContextMean);

                // Gradient of Context.Attended   [n, 6, 8], [n, 6] → [n, 6, 8]   Model.cs(9)
                Span<float> dContextAttended = arena.Slice(448 * n + 16, 48 * n);   // [n, 6, 8], in the place of dContext
                Elementwise.Map<DContextAttendedMap>(threads, dContext, Operand.Repeat(contextGain, 1), Operand.Repeat(contextDeviation, 8), Operand.Repeat(dContextVariance, 8), contextAttended, Operand.Repeat(contextMean, 8), Operand.Repeat(dContextMean, 8), dContextAttended);

                // Gradient of Context.SelfAttention.OutputBias   [n, 6, 8] → [8]   Model.cs(9)
                Reduce.Sum(threads, dContextAttended, dContextOutputBias, 6 * n, 8, 1);

                // Gradient of Context.Heads   [n, 6, 8] → [n, 6, 8]   Model.cs(9)
                Span<float> dContextHeads = arena.Slice(304 * n + 16, 48 * n);   // [n, 6, 8]
                Gemm.Multiply(threads, new Matrix(dContextAttended, 6 * n, 8), new Matrix(contextOutput, 8, 8).Transposed, dContextHeads);

                // Gradient of Context.SelfAttention.Output   [n, 6, 2, 4], [n, 6, 8] → [8, 8]   Model.cs(9)
                Gemm.Multiply(threads, new Matrix(contextHeads, 6 * n, 8).Transposed, new Matrix(dContextAttended, 6 * n, 8), dContextOutput);

                // Gradient of Context.Attention   [n, 6, 8] → [n, 2, 6, 6]   Model.cs(9)
                Span<float> dContextAttention = arena.Slice(16, 72 * n);   // [n, 2, 6, 6]
                Gemm.MultiplyBatched(threads, new MatrixBatch(dContextHeads, 2 * n, 6, 4, abreast: 2), new MatrixBatch(contextValues, 2 * n, 6, 4, abreast: 2).Transposed, dContextAttention, lower: true);

                // Gradient of Context.Values   [n, 2, 6, 6], [n, 6, 8] → [n, 6, 2, 4]   Model.cs(9)
                Span<float> dContextValues = arena.Slice(256 * n + 16, 48 * n);   // [n, 6, 2, 4]
                Gemm.MultiplyBatched(threads, new MatrixBatch(contextAttention, 2 * n, 6, 6).Lower.Transposed, new MatrixBatch(dContextHeads, 2 * n, 6, 4, abreast: 2), dContextValues, abreast: 2);

                // Gradient of Context.MaskedScores   [n, 2, 6, 6] → [n, 2, 6]   Model.cs(9)
                Span<float> dContextMaskedScores = arena.Slice(304 * n + 16, 12 * n);   // [n, 2, 6]
                Reduce.Sum<DContextMaskedScoresTermMap>(threads, contextAttention, dContextAttention, dContextMaskedScores, 1, 12 * n, 6, 1f);

                // Gradient of Context.Scores   [n, 2, 6, 6], [n, 2, 6] → [n, 2, 6, 6]   Model.cs(9)
                Span<float> dContextScores = arena.Slice(80 * n + 16, 72 * n);   // [n, 2, 6, 6], in the place of contextAttention
                Elementwise.Map<DContextScoresMap>(threads, contextAttention, dContextAttention, Operand.Repeat(dContextMaskedScores, 6), dContextScores);

                // Gradient of Context.Queries   [n, 2, 6, 6], [n, 6, 8] → [n, 6, 2, 4]   Model.cs(9)
                Span<float> dContextQueries = arena.Slice(16, 48 * n);   // [n, 6, 2, 4]
                Gemm.MultiplyBatched(threads, new MatrixBatch(dContextScores, 2 * n, 6, 6).Lower, new MatrixBatch(contextKeys, 2 * n, 6, 4, abreast: 2), dContextQueries, abreast: 2);

                // Gradient of Context.Keys   [n, 2, 6, 6], [n, 6, 8] → [n, 6, 2, 4]   Model.cs(9)
                Span<float> dContextKeys = arena.Slice(208 * n + 16, 48 * n);   // [n, 6, 2, 4]
                Gemm.MultiplyBatched(threads, new MatrixBatch(dContextScores, 2 * n, 6, 6).Lower.Transposed, new MatrixBatch(contextQueries, 2 * n, 6, 4, abreast: 2), dContextKeys, abreast: 2);

                // Gradient of Context.SelfAttention.ValueBias   [n, 6, 2, 4] → [8]   Model.cs(9)
                Reduce.Sum(threads, dContextValues, dContextValueBias, 6 * n, 8, 1);

                // Gradient of Context.SelfAttention.Value   [n, 6, 8], [n, 6, 2, 4] → [8, 8]   Model.cs(9)
                Gemm.Multiply(threads, new Matrix(inputs, 6 * n, 8).Transposed, new Matrix(dContextValues, 6 * n, 8), dContextValue);

                // Gradient of Context.SelfAttention.KeyBias   [n, 6, 2, 4] → [8]   Model.cs(9)
                Reduce.Sum(threads, dContextKeys, dContextKeyBias, 6 * n, 8, 1);

                // Gradient of Context.SelfAttention.Key   [n, 6, 8], [n, 6, 2, 4] → [8, 8]   Model.cs(9)
                Gemm.Multiply(threads, new Matrix(inputs, 6 * n, 8).Transposed, new Matrix(dContextKeys, 6 * n, 8), dContextKey);

                // Gradient of Context.SelfAttention.QueryBias   [n, 6, 2, 4] → [8]   Model.cs(9)
                Reduce.Sum(threads, dContextQueries, dContextQueryBias, 6 * n, 8, 1);

                // Gradient of Context.SelfAttention.Query   [n, 6, 8], [n, 6, 2, 4] → [8, 8]   Model.cs(9)
                Gemm.Multiply(threads, new Matrix(inputs, 6 * n, 8).Transposed, new Matrix(dContextQueries, 6 * n, 8), dContextQuery);

                return loss[0];
            }
        }

        public static float Loss(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, in Batch batch, Workspace workspace) =>
            MicroBatches.Run<LossOfPart>(parameters, state, in batch, default, new MemoryFormula(224, 16) { MicroBatch = 1820 }, workspace);

