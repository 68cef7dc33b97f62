"""Writes losses.json: what PyTorch gives for losses, a number for each sample or row. Run by hand."""
import json
import pathlib

import torch
import torch.nn.functional as F

torch.manual_seed(11)
torch.set_default_dtype(torch.float64)
cases = []


def value(x):
    item = {"shape": list(x.shape), "values": [float(v) for v in x.reshape(-1)]}
    if not x.is_floating_point():
        item["integer"] = True
        item["values"] = [int(v) for v in x.reshape(-1)]
    return item


def text(x):
    return "x".join(str(size) for size in x.shape) or "one"


def add(call, inputs, arguments, output, note=""):
    cases.append({"name": f"{call}{' ' + note if note else ''} {text(inputs[0])}", "call": call, "arguments": arguments,
                  "inputs": [value(x) for x in inputs], "output": value(output)})


def draw(*shape):
    return torch.randn(shape) * 2


def of_sample(x):
    return x.reshape(x.shape[0], -1).mean(1)


for shape in [(3,), (2, 3), (1, 1), (3, 2, 1, 5)]:
    y, t = draw(*shape), draw(*shape)
    signs = torch.where(draw(*shape) > 0, 1.0, -1.0)
    hard = (signs + 1) / 2
    add("SquaredError", [y, t], [], of_sample((y - t) ** 2))
    add("AbsoluteError", [y, t], [], of_sample(F.l1_loss(y, t, reduction="none")))
    add("Huber", [y, t], [0.75], of_sample(F.huber_loss(y, t, reduction="none", delta=0.75)))
    add("SmoothL1", [y, t], [1.5], of_sample(F.smooth_l1_loss(y, t, reduction="none", beta=1.5)))
    add("Hinge", [y, signs], [], of_sample(torch.clamp(1 - y * signs, min=0)))
    add("SigmoidCrossEntropy", [y, torch.sigmoid(t)], [], of_sample(F.binary_cross_entropy_with_logits(y, torch.sigmoid(t), reduction="none")))
    p = torch.sigmoid(y)
    right = p * hard + (1 - p) * (1 - hard)
    focal = F.binary_cross_entropy_with_logits(y, hard, reduction="none") * (1 - right) ** 1.5
    add("SigmoidFocal", [y, hard], [1.5, -1], of_sample(focal))
    add("SigmoidFocal", [y, hard], [1.5, 0.25], of_sample(focal * (0.25 * hard + 0.75 * (1 - hard))), note="balanced")
    v = t.abs() + 0.05
    add("GaussianNll", [y, v, draw(*shape)], [1e-6], torch.zeros(shape[0]))
    target = torch.tensor(cases[-1]["inputs"][2]["values"]).reshape(shape)
    cases[-1]["output"] = value(of_sample(F.gaussian_nll_loss(y, target, v, reduction="none")))
for shape in [(2, 3), (3, 1, 5), (1, 7), (2, 3, 4)]:
    x = draw(*shape)
    labels = torch.randint(shape[-1], shape[:-1])
    soft = torch.softmax(draw(*shape), -1)
    sharp = F.one_hot(labels, shape[-1]).to(x.dtype)
    moved, last = x.movedim(-1, 1), -1
    add("SoftmaxCrossEntropy", [x, labels], [0], F.cross_entropy(moved, labels, reduction="none"))
    add("SoftmaxCrossEntropy", [x, labels], [0.1], F.cross_entropy(moved, labels, reduction="none", label_smoothing=0.1), note="smoothed")
    some = torch.where(torch.rand(labels.shape) > 0.5, labels, -1)
    add("MaskedCrossEntropy", [x, some], [], F.cross_entropy(moved, some, reduction="none", ignore_index=-1))
    add("LabelMask", [some], [shape[-1]], (some >= 0).to(x.dtype))
    ce = F.cross_entropy(moved, labels, reduction="none")
    add("SoftmaxFocal", [x, labels], [2], (1 - torch.exp(-ce)) ** 2 * ce)
    add("SoftmaxFocal", [x, labels], [0.5], (1 - torch.exp(-ce)) ** 0.5 * ce, note="of a root")
    add("SoftTargetCrossEntropy", [x, soft], [], F.cross_entropy(moved, soft.movedim(-1, 1), reduction="none"))
    add("KullbackLeibler", [x, soft], [], F.kl_div(torch.log_softmax(x, last), soft, reduction="none").sum(last))
    add("KullbackLeibler", [x, sharp], [], F.kl_div(torch.log_softmax(x, last), sharp, reduction="none").sum(last), note="of labels")
    a, b, n = draw(*shape), draw(*shape), draw(*shape)
    add("CosineSimilarity", [a, b], [-1, 1e-8], F.cosine_similarity(a, b, dim=-1))
    sign = torch.where(draw(*shape[:-1]) > 0, 1.0, -1.0)
    cosine = F.cosine_similarity(a, b, dim=-1)
    embedded = F.cosine_embedding_loss(a.reshape(-1, shape[-1]), b.reshape(-1, shape[-1]), sign.reshape(-1), margin=0.1, reduction="none")
    add("CosineEmbedding", [a, b, sign], [0.1], embedded.reshape(sign.shape))
    add("TripletMargin", [a, b, n], [0.5], F.triplet_margin_loss(a, b, n, margin=0.5, eps=0, reduction="none"))
for shape in [(4, 3), (1, 5), (3, 1), (5, 2)]:
    q, k = draw(*shape), draw(*shape)
    scores = F.normalize(q, dim=1) @ F.normalize(k, dim=1).T / 0.5
    add("InfoNce", [q, k], [0.5], F.cross_entropy(scores, torch.arange(shape[0]), reduction="none"))
for n, steps, classes, length, blank in [(3, 6, 4, 2, 0), (2, 5, 3, 2, 2), (1, 1, 2, 1, 0), (4, 7, 5, 3, 1)]:
    x = draw(n, steps, classes)
    letters = torch.tensor([c for c in range(classes) if c != blank])
    labels = letters[torch.randint(len(letters), (n, length))]
    log = torch.log_softmax(x, -1).transpose(0, 1)
    whole = torch.full((n,), steps), torch.full((n,), length)
    add("Ctc", [x, labels], [None, None, blank], F.ctc_loss(log, labels, *whole, blank=blank, reduction="none"))
    counts = torch.randint(max(1, steps - 2), steps + 1, (n,)), torch.randint(0, length + 1, (n,))
    add("Ctc", [x, labels, *counts], [blank], F.ctc_loss(log, labels, *counts, blank=blank, reduction="none"), note="of lengths")
repeated = draw(1, 6, 3)
labels = torch.tensor([[1, 1, 2]])
add("Ctc", [repeated, labels], [None, None, 0], F.ctc_loss(torch.log_softmax(repeated, -1).transpose(0, 1), labels, torch.tensor([6]), torch.tensor([3]), reduction="none"), note="of repeated labels")
even = torch.zeros(1, 4, 2)
add("Ctc", [even, torch.tensor([[1, 1]])], [None, None, 0], F.ctc_loss(torch.log_softmax(even, -1).transpose(0, 1), torch.tensor([[1, 1]]), torch.tensor([4]), torch.tensor([2]), reduction="none"), note="of equal logits")

path = pathlib.Path(__file__).with_name("losses.json")
path.write_text("[\n" + ",\n".join(json.dumps(case, allow_nan=False) for case in cases) + "\n]\n")
