# The plan of Gestures: n is the batch size, places are floats, moments count the kernels.
inputs: inputs f32[n, 5, 3]
outputs: Output f32[n, 4]

parameters: 452 in 464 floats
  Memory.Lstm.InputKernel f32[3, 32] at 0
  Memory.Lstm.StateKernel f32[8, 32] at 96
  Memory.Lstm.InputBias f32[32] at 352
  Memory.Lstm.StateBias f32[32] at 384
  Kind.Dense.Kernel f32[8, 4] at 416
  Kind.Dense.Bias f32[4] at 448

prediction
  arena: 272 * n + 32 floats, of which saved 0
  samples at a time: at most 819
  kernels:
    0 Memory.Bias: add   [32] = Elementwise(Add) in [0, 32] from 0 to 2
    1 Input: transpose   [n, 5, 3] → [5, n, 3] = Move(Permute) in [160 * n + 32, 15 * n] from 1 to 2
    2 Memory.Projected: product   [5, n, 3], [32] → [5, n, 32] = Gemm(bias, Contract) in [32, 160 * n] from 2 to 12
    3 Memory: Lstm, 5 steps   [5, n, 32] → [n, 8] = Scan(Scan) in [192 * n + 32, 8 * n] from 3 to 13
      4 Memory.Recurrent: product   [n, 8], [8, 32] → [n, 32] = Gemm(Contract) in [160 * n + 32, 32 * n] from 4 to 10
      5 Memory.Gates: add   [n, 32] → [n, 32] = Elementwise(Add) in [160 * n + 32, 32 * n] from 4 to 10
      6 Memory.Gates.Forget: slice   [n, 32] → [n, 8] = Take(Slice) in [224 * n + 32, 8 * n] from 6 to 9
      7 Memory.Gates.Input: slice   [n, 32] → [n, 8] = Take(Slice) in [240 * n + 32, 8 * n] from 7 to 9
      8 Memory.Gates.Candidate: slice   [n, 32] → [n, 8] = Take(Slice) in [256 * n + 32, 8 * n] from 8 to 9
      9 Memory.Cell: sigmoid → multiply → tanh → add   [n, 8] → [n, 8] = Elementwise(Sigmoid, Multiply, Sigmoid, Tanh, Multiply, Add) in the memory of its loop
      10 Memory.Gates.Output: slice   [n, 32] → [n, 8] = Take(Slice) in [224 * n + 32, 8 * n] from 10 to 11
      11 Memory.State: sigmoid → tanh → multiply   [n, 8] → [n, 8] = Elementwise(Sigmoid, Tanh, Multiply) in the memory of its loop
    13 Kind: Dense   [n, 8] → [n, 4] = Gemm(bias, Contract) in the output Output
  costs:
    Memory: parameters 416, trained 0, forward 8000 * n + 32 FLOP, backward 0 FLOP, saved 0 floats, scratch 304 * n + 32 floats
    Kind: parameters 36, trained 0, forward 68 * n FLOP, backward 0 FLOP, saved 0 floats, scratch 0 floats
    Total: parameters 452, trained 0, forward 8068 * n + 32 FLOP, backward 0 FLOP, saved 0 floats, scratch 304 * n + 32 floats

training of Loss
  inputs: inputs f32[n, 5, 3]
  target: i32[n]
  trains: Memory.Lstm.InputKernel, Memory.Lstm.StateKernel, Memory.Lstm.InputBias, Memory.Lstm.StateBias, Kind.Dense.Kernel, Kind.Dense.Bias
  arena: 560 * n + 272 floats, of which saved 288 * n + 16
  samples at a time: at most 819
  kernels:
    0 Memory.Bias: add   [32] = Elementwise(Add) in [0, 32] from 0 to 2
    1 Input: transpose   [n, 5, 3] → [5, n, 3] = Move(Permute) in [160 * n + 272, 15 * n] from 1 to 2
    2 Memory.Projected: product   [5, n, 3], [32] → [5, n, 32] = Gemm(bias, Contract) in [272, 160 * n] from 2 to 40, saved
    3 Memory: Lstm, 5 steps   [5, n, 32] → [n, 8] = Scan(Scan, Scan, Scan) in [192 * n + 272, 8 * n] from 3 to 18, saved; [320 * n + 272, 40 * n] from 3 to 41, saved; [368 * n + 272, 40 * n] from 3 to 40, saved
      4 Memory.Recurrent: product   [n, 8], [8, 32] → [n, 32] = Gemm(Contract) in [160 * n + 272, 32 * n] from 4 to 10
      5 Memory.Gates: add   [n, 32] → [n, 32] = Elementwise(Add) in [160 * n + 272, 32 * n] from 4 to 10
      6 Memory.Gates.Forget: slice   [n, 32] → [n, 8] = Take(Slice) in [224 * n + 272, 8 * n] from 6 to 9
      7 Memory.Gates.Input: slice   [n, 32] → [n, 8] = Take(Slice) in [240 * n + 272, 8 * n] from 7 to 9
      8 Memory.Gates.Candidate: slice   [n, 32] → [n, 8] = Take(Slice) in [256 * n + 272, 8 * n] from 8 to 9
      9 Memory.Cell: sigmoid → multiply → tanh → add   [n, 8] → [n, 8] = Elementwise(Sigmoid, Multiply, Sigmoid, Tanh, Multiply, Add) in the memory of its loop
      10 Memory.Gates.Output: slice   [n, 32] → [n, 8] = Take(Slice) in [224 * n + 272, 8 * n] from 10 to 11
      11 Memory.State: sigmoid → tanh → multiply   [n, 8] → [n, 8] = Elementwise(Sigmoid, Tanh, Multiply) in the memory of its loop
    13 Kind: Dense   [n, 8] → [n, 4] = Gemm(bias, Contract) in [160 * n + 272, 4 * n] from 13 to 18
    14 Loss, Kind: cross-entropy per sample → its derivative   [n, 4], [n] → [n, 4] = CrossEntropy(CrossEntropy, CrossEntropyResidual) in [160 * n + 272, 4 * n] from 13 to 18, saved; [176 * n + 272, n] from 14 to 15
    15 Loss: sum   [n] → [] = Sum(Sum) in [256, 1] from 15 to 46, saved
    16 Gradient of Kind.Dense.Bias   [n, 4] → [4] = Sum(Sum) in the gradient of Kind.Dense.Bias
    17 Gradient of Memory   [n, 4] → [n, 8] = Gemm(Contract) in [448 * n + 272, 8 * n] from 17 to 40
    18 Gradient of Kind.Dense.Kernel   [n, 8], [n, 4] → [8, 4] = Gemm(Contract) in the gradient of Kind.Dense.Kernel
    19 Gradient of Memory.Projected, 5 steps from the last   [n, 8], [5, n, 8], [5, n, 32] → [5, n, 32] = Scan(Scan) in [160 * n + 272, 160 * n] from 19 to 44
      20 Gradient of Memory.State: transpose   [8, 32] → [32, 8] = Move(Permute) in [0, 256] from 20 to 40
      21 Memory.Recurrent: product   [n, 8], [8, 32] → [n, 32] = Gemm(Contract) in [416 * n + 272, 32 * n] from 21 to 29
      22 Memory.Gates: add   [n, 32] → [n, 32] = Elementwise(Add) in [416 * n + 272, 32 * n] from 21 to 29
      23 Memory.Gates.Forget: slice   [n, 32] → [n, 8] = Take(Slice) in [496 * n + 272, 8 * n] from 23 to 37
      24 Memory.ForgetGate: sigmoid   [n, 8] → [n, 8] = Elementwise(Sigmoid) in [496 * n + 272, 8 * n] from 23 to 37
      25 Memory.Gates.Input: slice   [n, 32] → [n, 8] = Take(Slice) in [512 * n + 272, 8 * n] from 25 to 35
      26 Memory.InputGate: sigmoid   [n, 8] → [n, 8] = Elementwise(Sigmoid) in [512 * n + 272, 8 * n] from 25 to 35
      27 Memory.Gates.Candidate: slice   [n, 32] → [n, 8] = Take(Slice) in [528 * n + 272, 8 * n] from 27 to 38
      28 Memory.Candidate: tanh   [n, 8] → [n, 8] = Elementwise(Tanh) in [528 * n + 272, 8 * n] from 27 to 38
      29 Memory.Gates.Output: slice   [n, 32] → [n, 8] = Take(Slice) in [544 * n + 272, 8 * n] from 29 to 33
      30 Memory.OutputGate: sigmoid   [n, 8] → [n, 8] = Elementwise(Sigmoid) in [544 * n + 272, 8 * n] from 29 to 33
      31 Memory.Squashed: multiply → add → tanh   [n, 8] → [n, 8] = Elementwise(Multiply, Multiply, Add, Tanh) in [416 * n + 272, 8 * n] from 31 to 38
      32 Gradient of Memory.Cell: multiply → square → difference → add   [n, 8] → [n, 8] = Elementwise(Multiply, Fill, Multiply, Subtract, Multiply, Add) in [432 * n + 272, 8 * n] from 32 to 38
      33 Gradient of Memory.Gates.Output   [n, 8] → [n, 8] = Elementwise(Multiply, Fill, Subtract, Multiply, Multiply) in [416 * n + 272, 8 * n] from 31 to 38
      34 Gradient of Memory.Gates.Candidate   [n, 8] → [n, 8] = Elementwise(Multiply, Fill, Multiply, Subtract, Multiply) in [544 * n + 272, 8 * n] from 34 to 38
      35 Gradient of Memory.Gates.Input   [n, 8] → [n, 8] = Elementwise(Multiply, Fill, Subtract, Multiply, Multiply) in [528 * n + 272, 8 * n] from 27 to 38
      36 Gradient of Memory.Cell: multiply   [n, 8] → [n, 8] = Elementwise(Multiply) in the memory of its loop
      37 Gradient of Memory.Gates.Forget   [n, 8] → [n, 8] = Elementwise(Multiply, Fill, Subtract, Multiply, Multiply) in [432 * n + 272, 8 * n] from 32 to 38
      38 Gradient of Memory.Gates   [n, 8] → [n, 32] = Move(Concat) in the memory of its loop
      39 Gradient of Memory.State: product   [n, 32], [32, 8] → [n, 8] = Gemm(Contract) in the memory of its loop
    41 Gradient of Memory.Lstm.StateKernel   [5, n, 8], [5, n, 32] → [8, 32] = Gemm(Contract) in the gradient of Memory.Lstm.StateKernel
    42 Gradient of Memory.Lstm.InputBias   [5, n, 32] → [32] = Sum(Sum) in the gradient of Memory.Lstm.InputBias
    43 Input: transpose   [n, 5, 3] → [3, 5, n] = Move(Permute) in [272, 15 * n] from 43 to 44
    44 Gradient of Memory.Lstm.InputKernel   [3, 5, n], [5, n, 32] → [3, 32] = Gemm(Contract) in the gradient of Memory.Lstm.InputKernel
    45 Gradient of Memory.Lstm.StateBias: copy   [32] = Copy(Sum)
  costs:
    Memory: parameters 416, trained 416, forward 8000 * n + 32 FLOP, backward 14504 * n FLOP, saved 272 * n floats, scratch 496 * n + 288 floats
    Kind: parameters 36, trained 36, forward 68 * n FLOP, backward 152 * n FLOP, saved 16 * n floats, scratch 0 floats
    Loss: parameters 0, trained 0, forward 81 * n + 1 FLOP, backward 0 FLOP, saved 16 floats, scratch 16 * n floats
    Total: parameters 452, trained 452, forward 8149 * n + 33 FLOP, backward 14656 * n FLOP, saved 288 * n + 16 floats, scratch 512 * n + 288 floats
