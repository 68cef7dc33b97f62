"""Writes functions.json: what PyTorch gives for activations, arrangements, reductions and channel attention. Run by hand."""
import json
import pathlib

import torch
import torch.nn.functional as F

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)
cases = []


def value(x, shared=False):
    item = {"shape": list(x.shape), "values": [float(v) for v in x.reshape(-1)]}
    if not x.is_floating_point():
        item["integer"] = True
        item["values"] = [int(v) for v in x.reshape(-1)]
    if shared:
        item["shared"] = True
    return item


def text(x):
    return "x".join(str(size) for size in x.shape) or "one"


def add(call, inputs, arguments, output, shared=(), result=0, parameters=None, note=""):
    item = {"name": f"{call}{' ' + note if note else ''} {text(inputs[0])}", "call": call, "arguments": arguments,
            "inputs": [value(x, i in shared) for i, x in enumerate(inputs)], "output": value(output)}
    if result:
        item["result"] = result
    if parameters is not None:
        item["parameters"] = {name: value(x, True) for name, x in parameters.items()}
    cases.append(item)


def draw(*shape):
    return torch.randn(shape) * 2


UNARY = {
    "Reciprocal": ([], torch.reciprocal), "Rsqrt": ([], lambda x: torch.rsqrt(x.abs() + 0.1)), "Expm1": ([], torch.expm1),
    "Clamp": ([-0.5, 1.25], lambda x: x.clamp(-0.5, 1.25)), "Silu": ([], F.silu), "Mish": ([], F.mish), "Softsign": ([], F.softsign),
    "HardSigmoid": ([], F.hardsigmoid), "HardSwish": ([], F.hardswish), "Selu": ([], F.selu), "Elu": ([0.75], lambda x: F.elu(x, 0.75)),
    "Celu": ([1.5], lambda x: F.celu(x, 1.5)), "Sine": ([30], lambda x: torch.sin(30 * x)),
}
for name, (arguments, function) in UNARY.items():
    for shape in [(2, 3), (1, 1), (3, 2, 1, 5)]:
        x = draw(*shape)
        if name == "Rsqrt":
            x = x.abs() + 0.1
            add(name, [x], arguments, torch.rsqrt(x))
            continue
        add(name, [x], arguments, function(x))
for approximate in (False, True):
    for shape in [(2, 3), (1, 7)]:
        x = draw(*shape)
        add("Gelu", [x], [approximate], F.gelu(x, approximate="tanh" if approximate else "none"), note="by tanh" if approximate else "")
edge = torch.tensor([[-40.0, -3.0, -0.5, -1e-12, 0.0, 1e-12, 0.5, 3.0, 40.0, 800.0]])
for name in ("HardSigmoid", "HardSwish", "Mish", "Silu", "Softsign", "Selu", "Elu", "Celu"):
    add(name, [edge], UNARY[name][0], UNARY[name][1](edge), note="at edges")

for shape, slopes in [((2, 3), (3,)), ((2, 4, 1, 3), (4, 1, 1)), ((1, 5), ())]:
    x, slope = draw(*shape), torch.rand(slopes)
    add("PRelu", [x, slope], [], torch.where(x > 0, x, slope * x), shared=(1,))
for shape, axis in [((2, 4), -1), ((1, 6, 3), 0), ((3, 2, 8), 1)]:
    x = draw(*shape)
    dim = axis if axis < 0 else axis + 1
    a, b = x.chunk(2, dim)
    add("Glu", [x], [axis], F.glu(x, dim))
    add("Swiglu", [x], [axis], F.silu(a) * b)
for shape, pieces in [((2, 6), 3), ((1, 2, 4), 2), ((3, 5), 1)]:
    x = draw(*shape)
    add("Maxout", [x], [pieces, -1], x.unflatten(-1, (shape[-1] // pieces, pieces)).max(-1).values)

for shape in [(2, 3), (1, 1), (3, 2, 5)]:
    a, b = draw(*shape), draw(*shape).round()
    add("Power", [a.abs() + 0.1, b], [], torch.pow(a.abs() + 0.1, b))
    a = a.round()
    for name, function in {"GreaterOrEqual": torch.ge, "LessOrEqual": torch.le, "NotEqual": torch.ne}.items():
        add(name, [a, b], [], function(a, b).double())

for shape, axis in [((2, 3), -1), ((1, 7, 2), 0), ((3, 4, 5), 1)]:
    x = draw(*shape)
    dim = axis if axis < 0 else axis + 1
    zero = x.clone()
    zero.reshape(-1)[0] = 0
    add("Product", [zero], [axis, False], zero.prod(dim))
    add("Norm", [x], [axis, True], x.norm(dim=dim, keepdim=True))
    add("ArgMin", [x], [axis], x.argmin(dim))
    count = min(3, x.shape[dim])
    add("TopK", [x], [count, axis], x.topk(count, dim).values)
    add("TopK", [x], [count, axis], x.topk(count, dim).indices, result=1, note="places")
    add("Roll", [x], [axis, 2], x.roll(2, dim))
    add("Roll", [x], [axis, -1], x.roll(-1, dim), note="back")
    times = [1] * x.dim()
    times[dim] = 3
    add("Tile", [x], [axis, 3], x.repeat(times))
add("Norm", [torch.zeros(2, 3)], [-1, False], torch.zeros(2), note="of zeros")
for shape, axis, parts in [((2, 6), 0, 3), ((3, 1, 4), 1, 2)]:
    x = draw(*shape)
    add("Split", [x], [axis, parts], x.chunk(parts, axis + 1)[1], result=1)
for shape in [(2, 1, 4), (1, 3, 5)]:
    x = draw(*shape)
    for mode in ("reflect", "replicate", "circular"):
        add("Pad", [x], [-1, 2, 3, mode.capitalize()], F.pad(x, (2, 3), mode), note=mode)
    add("Pad", [x], [-1, 2, 0, -1.5], F.pad(x, (2, 0), value=-1.5), note="number")
    add("Pad", [x], [-1, 0, 2], F.pad(x, (0, 2)), note="zeros")
for shape, diagonal in [((2, 3, 3), 0), ((1, 2, 5), 1), ((3, 4, 2), -1)]:
    x = draw(*shape)
    add("Tril", [x], [diagonal], x.tril(diagonal))
    add("Triu", [x], [diagonal], x.triu(diagonal))
for shape, axis, size, stride in [((2, 7), 0, 3, 1), ((1, 9, 2), 0, 4, 3), ((3, 2, 8), 1, 2, 2)]:
    x = draw(*shape)
    add("Unfold", [x], [axis, size, stride, 1], x.unfold(axis + 1, size, stride))
for length, size, stride, dilation in [(9, 3, 1, 2), (11, 3, 2, 3)]:
    x = draw(2, length)
    windows = F.unfold(x[:, None, None, :], (1, size), dilation=(1, dilation), stride=(1, stride))
    add("Unfold", [x], [0, size, stride, dilation], windows.transpose(1, 2), note="dilated")
for shape, size in [((2, 3, 4, 6), 2), ((1, 1, 3, 3), 3), ((2, 2, 3, 1), 1)]:
    x = draw(*shape)
    add("Patchify", [x], [size], F.unfold(x, size, stride=size).transpose(1, 2))
for m, n in [(3, 2), (1, 5)]:
    a, b = draw(2, m), draw(n)
    add("Outer", [a, b], [], torch.einsum("ni,j->nij", a, b), shared=(1,))
for shape, rows in [((2, 5, 3), 4), ((1, 3), 2)]:
    values, places = draw(*shape), torch.randint(rows, shape[:2])
    output = torch.stack([torch.zeros((rows,) + shape[2:]).index_add(0, i, v) for i, v in zip(places, values)])
    add("ScatterAdd", [values, places], [rows], output)
values, places = draw(6, 2), torch.randint(4, (6,))
add("ScatterAdd", [values, places], [4], torch.zeros(4, 2).index_add(0, places, values), shared=(0, 1), note="of one object")
for shape in [(3, 2), (5,)]:
    weight = draw(*shape)
    cases.append({"name": f"L1Penalty {text(weight)}", "call": "L1Penalty", "arguments": [], "inputs": [value(weight, True)], "output": value(weight.abs().sum()), "list": True})
    cases.append({"name": f"L2Penalty {text(weight)}", "call": "L2Penalty", "arguments": [], "inputs": [value(weight, True)], "output": value(weight.square().sum()), "list": True})


def excite(x, w1, b1, w2, b2):
    z = x.flatten(2).mean(-1)
    scale = torch.sigmoid(F.linear(F.relu(F.linear(z, w1.T, b1)), w2.T, b2))
    return x * scale.reshape(scale.shape + (1,) * (x.dim() - 2))


def attend(x, kernel):
    z = x.flatten(2).mean(-1)[:, None]
    scale = torch.sigmoid(F.conv1d(z, kernel[None, None], padding=len(kernel) // 2))[:, 0]
    return x * scale.reshape(scale.shape + (1,) * (x.dim() - 2))


for shape, reduction in [((2, 4, 3, 5), 2), ((1, 3, 7), 16)]:
    hidden = max(1, shape[1] // reduction)
    x, w1, b1, w2, b2 = draw(*shape), draw(shape[1], hidden), draw(hidden), draw(hidden, shape[1]), draw(shape[1])
    y = excite(x, w1, b1, w2, b2)
    add("SqueezeExcite", [x, w1, b1, w2, b2], [], y, shared=(1, 2, 3, 4))
    add("SqueezeExcite", [x], [reduction], y, parameters={"Reduce": w1, "ReduceBias": b1, "Expand": w2, "ExpandBias": b2}, note="layer")
for shape, size in [((2, 5, 3, 1), 3), ((1, 4, 2), 5)]:
    x, kernel = draw(*shape), draw(size)
    add("Eca", [x, kernel], [], attend(x, kernel), shared=(1,))
    add("Eca", [x], [size], attend(x, kernel), parameters={"Kernel": kernel}, note="layer")
for shape, per_channel in [((2, 3, 4, 1), True), ((3, 5), False)]:
    x = draw(*shape)
    slope = torch.rand(shape[1] if per_channel else 1)
    add("PRelu", [x], [0.25, per_channel], F.prelu(x, slope), parameters={"Slope": slope if per_channel else slope[0]}, note="layer")
for name, arguments, function in [
        ("Gelu", [True], lambda x: F.gelu(x, approximate="tanh")), ("Gelu", [False], F.gelu), ("LogSoftmax", [], lambda x: F.log_softmax(x, -1)),
        ("Elu", [0.5], lambda x: F.elu(x, 0.5)), ("Celu", [2.0], lambda x: F.celu(x, 2)), ("Selu", [], F.selu), ("Silu", [], F.silu), ("Mish", [], F.mish),
        ("Softsign", [], F.softsign), ("HardSigmoid", [], F.hardsigmoid), ("HardSwish", [], F.hardswish), ("Sine", [2.5], lambda x: torch.sin(2.5 * x)),
        ("Glu", [0], lambda x: F.glu(x, 1)), ("Swiglu", [-1], lambda x: F.silu(x.chunk(2, -1)[0]) * x.chunk(2, -1)[1]),
        ("Maxout", [2, 0], lambda x: x.unflatten(1, (2, 2)).max(2).values), ("ChannelDropout", [0.5], lambda x: x), ("GaussianNoise", [0.5], lambda x: x)]:
    x = draw(2, 4, 6)
    add(name, [x], arguments, function(x), parameters={}, note=f"layer {arguments}")
x = draw(2, 3, 4, 2)
add("Patchify", [x], [2], F.unfold(x, 2, stride=2).transpose(1, 2), parameters={}, note="layer")

pathlib.Path(__file__).with_suffix(".json").write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
