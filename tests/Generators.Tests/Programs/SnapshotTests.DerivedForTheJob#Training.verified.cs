        // Derived: loss and gradient, batch n.   Model.cs(8)
        // parameters 2,448 · saved 176 n + 16, scratch 96 n floats · 18.8 k n + 1 FLOP
        // budget for a batch of 4: 21,392 of 32,768 bytes (parameters 10,048, gradients 6,656, arena 4,416, batch 272)
        // arena 1,088 n + 64 bytes, at most 5,461 samples at a time
        private readonly struct GradientOfPart : IMicroBatchProgram
        {
            /// <summary>The runs of the gradient that it writes: offset and length.</summary>
            public static readonly int[] Written = [0, 168, 176, 24, 208, 24, 240, 808, 1056, 500, 1568, 84];

            public static float Run(scoped in MicroBatch part, Span<float> result)
            {
                Batch batch = part.Batch;
                ReadOnlySpan<float> parameters = part.Parameters;
                int n = part.Count;
                Threads threads = part.Threads;
                Span<float> arena = part.Arena;

                ReadOnlySpan<float> inputs = batch.Inputs.Slice(16 * part.First, 16 * n);   // [n, 16]
                ReadOnlySpan<int> labels = batch.Labels.Slice(part.First, n);   // [n]
                ReadOnlySpan<float> firstKernel = parameters.Slice(0, 384);   // [16, 24]
                ReadOnlySpan<float> firstBias = parameters.Slice(384, 24);   // [24]
                ReadOnlySpan<float> secondKernel = parameters.Slice(416, 576);   // [24, 24]
                ReadOnlySpan<float> secondBias = parameters.Slice(992, 24);   // [24]
                ReadOnlySpan<float> thirdGain = parameters.Slice(1024, 24);   // [24]
                ReadOnlySpan<float> thirdLayerNormBias = parameters.Slice(1056, 24);   // [24]
                ReadOnlySpan<float> thirdDenseKernel = parameters.Slice(1088, 384);   // [24, 16]
                ReadOnlySpan<float> thirdDenseBias = parameters.Slice(1472, 16);   // [16]
                ReadOnlySpan<float> thirdDense2Kernel = parameters.Slice(1488, 384);   // [16, 24]
                ReadOnlySpan<float> thirdDense2Bias = parameters.Slice(1872, 24);   // [24]
                ReadOnlySpan<float> fourthKernel = parameters.Slice(1904, 480);   // [24, 20]
                ReadOnlySpan<float> fourthBias = parameters.Slice(2384, 20);   // [20]
                ReadOnlySpan<float> headKernel = parameters.Slice(2416, 80);   // [20, 4]
                ReadOnlySpan<float> headBias = parameters.Slice(2496, 4);   // [4]
                Span<float> dSecondKernel = result.Slice(0, 144);
                Span<float> dSecondBias = result.Slice(144, 24);
                Span<float> dThirdGain = result.Slice(176, 24);
                Span<float> dThirdLayerNormBias = result.Slice(208, 24);
                Span<float> dThirdDenseKernel = result.Slice(240, 384);
                Span<float> dThirdDenseBias = result.Slice(624, 16);
                Span<float> dThirdDense2Kernel = result.Slice(640, 384);
                Span<float> dThirdDense2Bias = result.Slice(1024, 24);
                Span<float> dFourthKernel = result.Slice(1056, 480);
                Span<float> dFourthBias = result.Slice(1536, 20);
                Span<float> dHeadKernel = result.Slice(1568, 80);
                Span<float> dHeadBias = result.Slice(1648, 4);

                // First: Dense → Relu   [n, 16] → [n, 24]   Model.cs(9)
                Span<float> first = arena.Slice(16, 24 * n);   // [n, 24]
                Gemm.Multiply<Relu>(threads, new Matrix(inputs, n, 16), new Matrix(firstKernel, 16, 24), firstBias, first);

                // First: kept in part   [n, 24] → [n, 6]   Model.cs(9)
                Span<float> firstKept = arena.Slice(224 * n + 16, 6 * n);   // [n, 6]
                Layout.Slice(threads, first, firstKept, n, 24, 1, 0, 6);

                // Second: Dense   [n, 24] → [n, 24]   Model.cs(10)
                Span<float> secondDense = arena.Slice(32 * n + 16, 24 * n);   // [n, 24]
                Gemm.Multiply<Identity>(threads, new Matrix(first, n, 24), new Matrix(secondKernel, 24, 24), secondBias, secondDense);

                // Second: Gelu   [n, 24] → [n, 24]   Model.cs(10)
                Span<float> second = arena.Slice(16, 24 * n);   // [n, 24]
                Elementwise.Map<SecondMap>(threads, secondDense, second);

                // Third.Mean: mean   [n, 24] → [n]   Model.cs(11)
                Span<float> thirdMean = arena.Slice(240 * n + 16, n);   // [n]
                Reduce.Sum(threads, second, thirdMean, 1, n, 24, 0.0416666679f);

                // Third.Variance: difference → square → sum   [n, 24], [n] → [n]   Model.cs(11)
                Span<float> thirdVariance = arena.Slice(256 * n + 16, n);   // [n]
                Reduce.Sum<ThirdVarianceTermMap>(threads, second, Operand.Repeat(thirdMean, 24), thirdVariance, 1, n, 24, 0.0416666679f);

                // Third.Deviation: add → root   [n] → [n]   Model.cs(11)
                Span<float> thirdDeviation = arena.Slice(256 * n + 16, n);   // [n], in the place of thirdVariance
                Elementwise.Map<ThirdDeviationMap>(threads, thirdVariance, thirdDeviation);

                // Third: difference → divide → multiply → add   [n, 24], [n] → [n, 24]   Model.cs(11)
                Span<float> thirdLayerNorm = arena.Slice(64 * n + 16, 24 * n);   // [n, 24]
                Elementwise.Map<ThirdLayerNormMap>(threads, second, Operand.Repeat(thirdMean, 24), Operand.Repeat(thirdDeviation, 24), Operand.Repeat(thirdGain, 1), Operand.Repeat(thirdLayerNormBias, 1), thirdLayerNorm);

                // Third: Dense → Gelu   [n, 24] → [n, 16]   Model.cs(11)
                Span<float> thirdGelu = arena.Slice(96 * n + 16, 16 * n);   // [n, 16]
                Gemm.Multiply<ThirdGeluMap>(threads, new Matrix(thirdLayerNorm, n, 24), new Matrix(thirdDenseKernel, 24, 16), thirdDenseBias, thirdGelu);

                // Third: Dense2 → Gelu2   [n, 16] → [n, 24]   Model.cs(11)
                Span<float> third = arena.Slice(64 * n + 16, 24 * n);   // [n, 24]
                Gemm.Multiply<ThirdGeluMap>(threads, new Matrix(thirdGelu, n, 16), new Matrix(thirdDense2Kernel, 16, 24), thirdDense2Bias, third);

                // Fourth: Dense   [n, 24] → [n, 20]   Model.cs(12)
                Span<float> fourthDense = arena.Slice(96 * n + 16, 20 * n);   // [n, 20]
                Gemm.Multiply<Identity>(threads, new Matrix(third, n, 24), new Matrix(fourthKernel, 24, 20), fourthBias, fourthDense);

                // Fourth: kept as Int8   [n, 20] → [n, 6]   Model.cs(12)
                Span<float> fourthDenseKept = arena.Slice(160 * n + 16, 6 * n);   // [n, 6]
                Compression.Int8(threads, fourthDense, fourthDenseKept, n, 20);

                // Fourth: Sigmoid → Silu   [n, 20] → [n, 20]   Model.cs(12)
                Span<float> fourth = arena.Slice(96 * n + 16, 20 * n);   // [n, 20], in the place of fourthDense
                Elementwise.Map<FourthMap>(threads, fourthDense, fourth);

                // Head: Dense   [n, 20] → [n, 4]   Model.cs(13)
                Span<float> head = arena.Slice(192 * n + 16, 4 * n);   // [n, 4]
                Gemm.Multiply<Identity>(threads, new Matrix(fourth, n, 20), new Matrix(headKernel, 20, 4), headBias, head);

                // Loss, Head: cross-entropy per sample → its derivative   [n, 4], [n] → [n, 4]   Model.cs(7)
                Span<float> dHead = arena.Slice(192 * n + 16, 4 * n);   // [n, 4], in the place of head
                Span<float> losses = arena.Slice(96 * n + 16, n);   // [n]
                CrossEntropy.LossAndResidual(threads, head, labels, losses, dHead, n, 4, 1f / batch.Count);

                // Loss: sum   [n] → []   Model.cs(7)
                Span<float> loss = arena.Slice(0, 1);   // []
                Reduce.Sum(threads, losses, loss, 1, 1, n, 1f / batch.Count);

                // Backward.

                // Gradient of Head.Dense.Bias   [n, 4] → [4]   Model.cs(13)
                Reduce.Sum(threads, dHead, dHeadBias, n, 4, 1);

                // Gradient of Fourth   [n, 4] → [n, 20]   Model.cs(12)
                Span<float> dFourth = arena.Slice(128 * n + 16, 20 * n);   // [n, 20]
                Gemm.Multiply(threads, new Matrix(dHead, n, 4), new Matrix(headKernel, 20, 4).Transposed, dFourth);

                // Fourth again: from Int8   [n, 6] → [n, 20]   Model.cs(12)
                Span<float> fourthDenseAgain = arena.Slice(96 * n + 16, 20 * n);   // [n, 20]
                Compression.FromInt8(threads, fourthDenseKept, fourthDenseAgain, n, 20);

                // Fourth again: Sigmoid → Silu   [n, 20] → [n, 20]   Model.cs(12)
                Span<float> fourthAgain = arena.Slice(160 * n + 16, 20 * n);   // [n, 20]
                Elementwise.Map<FourthAgainMap>(threads, fourthDenseAgain, fourthAgain);

                // Gradient of Head.Dense.Kernel   [n, 20], [n, 4] → [20, 4]   Model.cs(13)
                Gemm.Multiply(threads, new Matrix(fourthAgain, n, 20).Transposed, new Matrix(dHead, n, 4), dHeadKernel);

                // Gradient of Fourth.Dense   [n, 20] → [n, 20]   Model.cs(12)
                Span<float> dFourthDense = arena.Slice(128 * n + 16, 20 * n);   // [n, 20], in the place of dFourth
                Elementwise.Map<DFourthDenseMap>(threads, dFourth, fourthDenseAgain, dFourthDense);

                // Gradient of Fourth.Dense.Bias   [n, 20] → [20]   Model.cs(12)
                Reduce.Sum(threads, dFourthDense, dFourthBias, n, 20, 1);

                // Gradient of Third   [n, 20] → [n, 24]   Model.cs(11)
                Span<float> dThird = arena.Slice(96 * n + 16, 24 * n);   // [n, 24]
                Gemm.Multiply(threads, new Matrix(dFourthDense, n, 20), new Matrix(fourthKernel, 24, 20).Transposed, dThird);

                // Gradient of Fourth.Dense.Kernel   [n, 24], [n, 20] → [24, 20]   Model.cs(12)
                Gemm.Multiply(threads, new Matrix(third, n, 24).Transposed, new Matrix(dFourthDense, n, 20), dFourthKernel);

                // Third.Normalised again: difference → divide   [n, 24], [n] → [n, 24]   Model.cs(11)
                Span<float> thirdNormalisedAgain = arena.Slice(64 * n + 16, 24 * n);   // [n, 24]
                Elementwise.Map<ThirdNormalisedAgainMap>(threads, second, Operand.Repeat(thirdMean, 24), Operand.Repeat(thirdDeviation, 24), thirdNormalisedAgain);

                // Third again: LayerNorm   [n, 24] → [n, 24]   Model.cs(11)
                Span<float> thirdLayerNormAgain = arena.Slice(128 * n + 16, 24 * n);   // [n, 24]
                Elementwise.Map<ThirdLayerNormAgainMap>(threads, thirdNormalisedAgain, Operand.Repeat(thirdGain, 1), Operand.Repeat(thirdLayerNormBias, 1), thirdLayerNormAgain);

                // Third again: Dense   [n, 24] → [n, 16]   Model.cs(11)
                Span<float> thirdDenseAgain = arena.Slice(192 * n + 16, 16 * n);   // [n, 16]
                Gemm.Multiply<Identity>(threads, new Matrix(thirdLayerNormAgain, n, 24), new Matrix(thirdDenseKernel, 24, 16), thirdDenseBias, thirdDenseAgain);

                // Third again: Gelu   [n, 16] → [n, 16]   Model.cs(11)
                Span<float> thirdGeluAgain = arena.Slice(208 * n + 16, 16 * n);   // [n, 16]
                Elementwise.Map<ThirdGeluAgainMap>(threads, thirdDenseAgain, thirdGeluAgain);

                // Third again: Dense2   [n, 16] → [n, 24]   Model.cs(11)
                Span<float> dThirdDense2GeluDerivative = arena.Slice(160 * n + 16, 24 * n);   // [n, 24]
                Gemm.Multiply<DThirdDense2GeluDerivativeMap>(threads, new Matrix(thirdGeluAgain, n, 16), new Matrix(thirdDense2Kernel, 16, 24), thirdDense2Bias, dThirdDense2GeluDerivative);

                // Gradient of Third.Dense2   [n, 24] → [n, 24]   Model.cs(11)
                Span<float> dThirdDense2 = arena.Slice(96 * n + 16, 24 * n);   // [n, 24], in the place of dThird
                Elementwise.Map<DThirdDense2Map>(threads, dThird, dThirdDense2GeluDerivative, dThirdDense2);

                // Gradient of Third.Dense2.Bias   [n, 24] → [24]   Model.cs(11)
                Reduce.Sum(threads, dThirdDense2, dThirdDense2Bias, n, 24, 1);

                // Gradient of Third.Gelu   [n, 24] → [n, 16]   Model.cs(11)
                Span<float> dThirdGelu = arena.Slice(160 * n + 16, 16 * n);   // [n, 16]
                Gemm.Multiply(threads, new Matrix(dThirdDense2, n, 24), new Matrix(thirdDense2Kernel, 16, 24).Transposed, dThirdGelu);

                // Gradient of Third.Dense2.Kernel   [n, 16], [n, 24] → [16, 24]   Model.cs(11)
                Gemm.Multiply(threads, new Matrix(thirdGeluAgain, n, 16).Transposed, new Matrix(dThirdDense2, n, 24), dThirdDense2Kernel);

                // Gradient of Third.Dense   [n, 16] → [n, 16]   Model.cs(11)
                Span<float> dThirdDense = arena.Slice(160 * n + 16, 16 * n);   // [n, 16], in the place of dThirdGelu
                Elementwise.Map<DThirdDenseMap>(threads, dThirdGelu, thirdDenseAgain, dThirdDense);

                // Gradient of Third.Dense.Bias   [n, 16] → [16]   Model.cs(11)
                Reduce.Sum(threads, dThirdDense, dThirdDenseBias, n, 16, 1);

                // Gradient of Third.LayerNorm   [n, 16] → [n, 24]   Model.cs(11)
                Span<float> dThirdLayerNorm = arena.Slice(96 * n + 16, 24 * n);   // [n, 24]
                Gemm.Multiply(threads, new Matrix(dThirdDense, n, 16), new Matrix(thirdDenseKernel, 24, 16).Transposed, dThirdLayerNorm);

                // Gradient of Third.Dense.Kernel   [n, 24], [n, 16] → [24, 16]   Model.cs(11)
                Gemm.Multiply(threads, new Matrix(thirdLayerNormAgain, n, 24).Transposed, new Matrix(dThirdDense, n, 16), dThirdDenseKernel);

                // Gradient of Third.LayerNorm.Bias, Third.LayerNorm.Gain   [n, 24] → [24]   Model.cs(11)
                Reduce.Sums<DThirdLayerNormBiasTermMap, DThirdGainTermMap>(threads, dThirdLayerNorm, thirdNormalisedAgain, dThirdLayerNormBias, dThirdGain, n, 24, 1);

                // Gradient of Third.Deviation, Third.Mean   [n, 24], [n] → [n]   Model.cs(11)
                Span<float> dThirdDeviation = arena.Slice(64 * n + 16, n);   // [n]
                Span<float> dThirdMeanSum = arena.Slice(80 * n + 16, n);   // [n]
                Reduce.Sums<DThirdDeviationTermMap, DThirdMeanSumTermMap>(threads, dThirdLayerNorm, Operand.Repeat(thirdGain, 1), second, Operand.Repeat(thirdMean, 24), dThirdDeviation, dThirdMeanSum, 1, n, 24);

                // Gradient of Third.Variance   [n] → [n]   Model.cs(11)
                Span<float> dThirdVariance = arena.Slice(64 * n + 16, n);   // [n], in the place of dThirdDeviation
                Elementwise.Map<DThirdVarianceMap>(threads, dThirdDeviation, thirdDeviation, dThirdVariance);

                // Gradient of Third.Mean   [n] → [n]   Model.cs(11)
                Span<float> dThirdMean = arena.Slice(80 * n + 16, n);   // [n], in the place of dThirdMeanSum
                Elementwise.Map<DThirdMeanMap>(threads, dThirdMeanSum, thirdDeviation, dThirdMean);

                // Gradient of Second.Dense   [n, 24], [n] → [n, 24]   Model.cs(10)
                Span<float> dSecondDense = arena.Slice(96 * n + 16, 24 * n);   // [n, 24], in the place of dThirdLayerNorm
                Elementwise.Map<DSecondDenseMap>(threads, dThirdLayerNorm, Operand.Repeat(thirdGain, 1), Operand.Repeat(thirdDeviation, 24), Operand.Repeat(dThirdVariance, 24), second, Operand.Repeat(thirdMean, 24), Operand.Repeat(dThirdMean, 24), secondDense, dSecondDense);

                // Gradient of Second.Dense.Bias   [n, 24] → [24]   Model.cs(10)
                Reduce.Sum(threads, dSecondDense, dSecondBias, n, 24, 1);

                // Gradient of Second.Dense.Kernel   [n, 6], [n, 24] → [6, 24]   Model.cs(10)
                Gemm.Multiply(threads, new Matrix(firstKept, n, 6).Transposed, new Matrix(dSecondDense, n, 24), dSecondKernel);

                return loss[0];
            }
        }

        public static float Loss(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, in Batch batch, Workspace workspace) =>
            MicroBatches.Run<LossOfPart>(parameters, state, in batch, default, new MemoryFormula(80, 16) { MicroBatch = 5461 }, workspace);

