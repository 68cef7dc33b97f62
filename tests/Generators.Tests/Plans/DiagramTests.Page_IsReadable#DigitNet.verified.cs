# DigitNet

A box is a kernel, a line a value; a dashed line is kept from the forward to the backward pass.

## Training of Loss

```mermaid
flowchart TB
  i0(["inputs"])
  i1(["targets"])
  subgraph Forward
    k0["Features: Conv2D 3x3"]
    k1["Features: MaxPool 2x2 → Relu"]
    k2["Hidden: Dense → Relu"]
    k3["Hidden: Dropout"]
    k4["Logits: Dense"]
    k5["Loss, Logits: cross-entropy per sample → its derivative"]
    k6["Loss: sum"]
  end
  subgraph Backward
    k7["Gradient of Logits.Dense.Bias"]
    k8["Gradient of Hidden.Relu"]
    k9["Gradient of Logits.Dense.Kernel"]
    k10["Gradient of Hidden.Dense"]
    k11["Gradient of Hidden.Dense.Bias"]
    k12["Gradient of Hidden.Flatten"]
    k13["Gradient of Hidden.Dense.Kernel"]
    k14["Gradient of Features"]
    k15["Gradient of Features.Conv2D"]
    k16["Gradient of Features.Conv2D.Bias"]
    k17["Gradient of Features.Conv2D.Kernel"]
  end
  loss(["loss"])
  i0 -->|"[n, 1, 8, 8]"| k0
  k0 -->|"[n, 16, 8, 8]"| k1
  k1 -->|"[n, 16, 4, 4]"| k2
  k2 -->|"[n, 64]"| k3
  k3 -->|"[n, 64]"| k4
  k4 -->|"[n, 10]"| k5
  i1 -->|"[n]"| k5
  k5 -->|"[n]"| k6
  k5 -.->|"[n, 10]"| k7
  k5 -.->|"[n, 10]"| k8
  k3 -.->|"[n, 64]"| k9
  k5 -.->|"[n, 10]"| k9
  k2 -.->|"[n, 64]"| k10
  k8 -->|"[n, 64]"| k10
  k10 -->|"[n, 64]"| k11
  k10 -->|"[n, 64]"| k12
  k1 -.->|"[n, 16, 4, 4]"| k13
  k10 -->|"[n, 64]"| k13
  k1 -.->|"[n, 16, 4, 4]"| k14
  k12 -->|"[n, 256]"| k14
  k1 -.->|"[n, 16, 4, 4]"| k15
  k14 -->|"[n, 16, 4, 4]"| k15
  k15 -->|"[n, 16, 8, 8]"| k16
  i0 -.->|"[n, 1, 8, 8]"| k17
  k15 -->|"[n, 16, 8, 8]"| k17
  k6 -->|"[]"| loss
```
