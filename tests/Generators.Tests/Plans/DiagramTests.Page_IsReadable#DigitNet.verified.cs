# DigitNet

A box is a kernel: what it computes, the parameters that it reads or trains, and the operations that it adds to each part. A line is a value,
with its name in the program and its axes; n is the batch. What the backward pass reads of the forward pass is a dashed line, with the bytes
that keep it, which several lines of one name share.

## Training of Loss

- parameters: 17258, of which trained 17258
- operations: forward 61587 * n + 1 FLOP, backward 88476 * n FLOP
- arena: 6144 * n + 64 bytes, of which kept 2624 * n + 64 bytes

```mermaid
flowchart TB
  i0(["inputs"])
  i1(["targets"])
  subgraph Forward
    k0["Features: Conv2D 3x3<br/>reads Features.Conv2D.Kernel [16, 1, 3, 3]<br/>reads Features.Conv2D.Bias [16]<br/>Features forward 19456 * n FLOP"]
    k1["Features: MaxPool 2x2 → Relu<br/>Features forward 1280 * n FLOP"]
    k2["Hidden: Dense → Relu<br/>reads Hidden.Dense.Kernel [256, 64]<br/>reads Hidden.Dense.Bias [64]<br/>Hidden forward 32896 * n FLOP"]
    k3["Hidden: Dropout<br/>Hidden forward 6464 * n FLOP"]
    k4["Logits: Dense<br/>reads Logits.Dense.Kernel [64, 10]<br/>reads Logits.Dense.Bias [10]<br/>Logits forward 1290 * n FLOP"]
    k5["Loss, Logits: cross-entropy per sample → its derivative<br/>Loss forward 200 * n FLOP<br/>Logits backward 210 * n FLOP"]
    k6["Loss: sum<br/>Loss forward n + 1 FLOP"]
  end
  subgraph Backward
    k7["Gradient of Logits.Dense.Bias<br/>trains Logits.Dense.Bias [10]<br/>Logits backward 10 * n FLOP"]
    k8["Gradient of Hidden.Relu<br/>reads Logits.Dense.Kernel [64, 10]<br/>Hidden backward 1344 * n FLOP"]
    k9["Gradient of Logits.Dense.Kernel<br/>trains Logits.Dense.Kernel [64, 10]<br/>Logits backward 1280 * n FLOP"]
    k10["Gradient of Hidden.Dense<br/>Hidden backward 64 * n FLOP"]
    k11["Gradient of Hidden.Dense.Bias<br/>trains Hidden.Dense.Bias [64]<br/>Hidden backward 64 * n FLOP"]
    k12["Gradient of Hidden.Flatten<br/>reads Hidden.Dense.Kernel [256, 64]<br/>Hidden backward 32768 * n FLOP"]
    k13["Gradient of Hidden.Dense.Kernel<br/>trains Hidden.Dense.Kernel [256, 64]<br/>Hidden backward 32768 * n FLOP"]
    k14["Gradient of Features<br/>Features backward 256 * n FLOP"]
    k15["Gradient of Features.Conv2D<br/>Features backward 256 * n FLOP"]
    k16["Gradient of Features.Conv2D.Bias<br/>trains Features.Conv2D.Bias [16]<br/>Features backward 1024 * n FLOP"]
    k17["Gradient of Features.Conv2D.Kernel<br/>trains Features.Conv2D.Kernel [16, 1, 3, 3]<br/>Features backward 18432 * n FLOP"]
  end
  loss(["loss"])
  i0 -->|"inputs [n, 1, 8, 8]"| k0
  k0 -->|"featuresConv2D [n, 16, 8, 8]"| k1
  k1 -->|"features [n, 16, 4, 4]"| k2
  k2 -->|"hiddenRelu [n, 64]"| k3
  k3 -->|"hidden [n, 64]"| k4
  k4 -->|"logits [n, 10]"| k5
  i1 -->|"labels i32[n]"| k5
  k5 -->|"losses [n]"| k6
  k5 -.->|"dLogits [n, 10], kept 64 * n bytes"| k7
  k5 -.->|"dLogits [n, 10], kept 64 * n bytes"| k8
  k3 -.->|"hidden [n, 64], kept 256 * n bytes"| k9
  k5 -.->|"dLogits [n, 10], kept 64 * n bytes"| k9
  k2 -.->|"hiddenRelu [n, 64], kept 256 * n bytes"| k10
  k8 -->|"dHiddenRelu [n, 64]"| k10
  k10 -->|"dHiddenDense [n, 64]"| k11
  k10 -->|"dHiddenDense [n, 64]"| k12
  k1 -.->|"features [n, 16, 4, 4], kept 1024 * n bytes"| k13
  k10 -->|"dHiddenDense [n, 64]"| k13
  k1 -.->|"features [n, 16, 4, 4], kept 1024 * n bytes"| k14
  k12 -->|"dHiddenFlatten [n, 256]"| k14
  k1 -.->|"featuresIndices i32[n, 16, 4, 4], kept 1024 * n bytes"| k15
  k14 -->|"dFeatures [n, 16, 4, 4]"| k15
  k15 -->|"dFeaturesConv2D [n, 16, 8, 8]"| k16
  i0 -.->|"inputs [n, 1, 8, 8]"| k17
  k15 -->|"dFeaturesConv2D [n, 16, 8, 8]"| k17
  k6 -.->|"loss [], kept 64 bytes"| loss
```
