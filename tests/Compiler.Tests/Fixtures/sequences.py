"""Writes sequences.json: what PyTorch gives for normalisations, recurrent networks and attention. Run by hand."""
import json
import math
import pathlib

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.manual_seed(11)
torch.set_default_dtype(torch.float64)
cases = []


def value(x, shared=False):
    item = {"shape": list(x.shape), "values": [float(v) for v in x.detach().reshape(-1)]}
    if not x.is_floating_point():
        item["integer"] = True
        item["values"] = [int(v) for v in x.reshape(-1)]
    if shared:
        item["shared"] = True
    return item


def add(name, call, inputs, arguments, output, shared=(), result=0, parameters=None):
    item = {"name": name, "call": call, "arguments": arguments,
            "inputs": [value(x, i in shared) for i, x in enumerate(inputs)], "output": value(output)}
    if result:
        item["result"] = result
    if parameters is not None:
        item["parameters"] = {key: value(x, True) for key, x in parameters.items()}
    cases.append(item)


def draw(*shape):
    return torch.randn(shape)


def text(x):
    return "x".join(str(size) for size in x.shape)


# Normalisations.
def rms(x, gain, epsilon, axes):
    return x / torch.sqrt(x.pow(2).mean(dim=tuple(range(-axes, 0)), keepdim=True) + epsilon) * gain


for shape, axes in [((2, 5), 1), ((3, 1, 4), 2), ((1, 2, 3, 7), 1)]:
    x, last = draw(*shape), shape[len(shape) - axes:]
    gain, bias = draw(*last), draw(*last)
    y = F.layer_norm(x, last, gain, bias, 1e-5)
    add(f"LayerNorm {text(x)} of {axes}", "LayerNorm", [x, gain, bias], [1e-5, axes], y, shared=(1, 2))
    add(f"LayerNorm layer {text(x)} of {axes}", "LayerNorm", [x], [1e-5, axes], y, parameters={"Gain": gain, "Bias": bias})
    y = rms(x, gain, 1e-6, axes)
    add(f"RmsNorm {text(x)} of {axes}", "RmsNorm", [x, gain], [1e-6, axes], y, shared=(1,))
    add(f"RmsNorm layer {text(x)} of {axes}", "RmsNorm", [x], [1e-6, axes], y, parameters={"Gain": gain})
for shape, groups in [((2, 6, 5), 3), ((1, 4, 3, 1), 2), ((3, 2, 2, 3), 1), ((2, 3, 4), 3)]:
    x, gain, bias = draw(*shape), draw(shape[1]), draw(shape[1])
    y = F.group_norm(x, groups, gain, bias, 1e-5)
    cases.append({"name": f"GroupNorm {text(x)} in {groups}", "call": "GroupNorm", "arguments": [groups, None, None, 1e-5], "inputs": [value(x)],
                  "output": value(F.group_norm(x, groups, None, None, 1e-5))})
    add(f"GroupNorm layer {text(x)} in {groups}", "GroupNorm", [x], [groups, 1e-5], y, parameters={"Gain": gain, "Bias": bias})
    y = F.instance_norm(x, weight=gain, bias=bias, eps=1e-5)
    add(f"InstanceNorm {text(x)}", "InstanceNorm", [x, gain, bias], [1e-5], y, shared=(1, 2))
    add(f"InstanceNorm layer {text(x)}", "InstanceNorm", [x], [1e-5], y, parameters={"Gain": gain, "Bias": bias})
for shape in [(3, 4), (2, 3, 5), (4, 2, 1, 3)]:
    x, mean, variance, gain, bias = draw(*shape), draw(shape[1]), torch.rand(shape[1]) + 0.5, draw(shape[1]), draw(shape[1])
    add(f"BatchNorm {text(x)}", "BatchNorm", [x, mean, variance, gain, bias], [0.1, 1e-5], F.batch_norm(x, mean, variance, gain, bias, eps=1e-5), shared=(1, 2, 3, 4))
    cases.append({"name": f"BatchNorm {text(x)} of the batch", "call": "BatchNorm", "arguments": [None, None, None, None, 0.1, 1e-5], "inputs": [value(x)],
                  "output": value(F.batch_norm(x, None, None, training=True, eps=1e-5))})

# Recurrent networks.
MODULES = {"Rnn": nn.RNN, "Lstm": nn.LSTM, "Gru": nn.GRU}


def weights(module, number=0, backward=False):
    suffix = f"_l{number}" + ("_reverse" if backward else "")
    of = {name: getattr(module, name + suffix).detach() for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
    return [of["weight_ih"].T.contiguous(), of["weight_hh"].T.contiguous(), of["bias_ih"], of["bias_hh"]]


def named(module):
    result = {}
    for number in range(module.num_layers):
        for backward in ([False, True] if module.bidirectional else [False]):
            for name, x in zip(("InputKernel", "StateKernel", "InputBias", "StateBias"), weights(module, number, backward)):
                result[("Backward" if backward else "") + name + (str(number + 1) if number else "")] = x
    return result


for name, module in MODULES.items():
    for n, steps, features, units in [(2, 5, 3, 4), (1, 1, 2, 3), (3, 4, 1, 1)]:
        net = module(features, units, batch_first=True)
        x, h, c = draw(n, steps, features), draw(n, units), draw(n, units)
        given = [x, *weights(net), h]
        if name == "Lstm":
            outputs, (state, cell) = net(x, (h[None], c[None]))
            given.append(c)
        else:
            outputs, state = net(x, h[None])
        add(f"{name} {text(x)}", name, given, [None, False, 0], outputs, shared=(1, 2, 3, 4))
        add(f"{name} {text(x)}, the state", name, given, [None, False, 0], state[0], shared=(1, 2, 3, 4), result=1)
        if name == "Lstm":
            add(f"{name} {text(x)}, the cell", name, given, [None, False, 0], cell[0], shared=(1, 2, 3, 4), result=2)
    x, lengths = draw(3, 5, 2), torch.tensor([5, 2, 3])
    for reverse in (False, True):
        net = module(2, 3, batch_first=True, bidirectional=True)
        packed, state = net(pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False))
        outputs = pad_packed_sequence(packed, batch_first=True)[0][:, :, 3 * reverse:3 * reverse + 3]
        state = (state[0] if name == "Lstm" else state)[int(reverse)]
        zero = [torch.zeros(3, 3)] * (2 if name == "Lstm" else 1)
        given = [x, *weights(net, 0, reverse), *zero, lengths]
        add(f"{name} of lengths{' back' if reverse else ''}", name, given, [reverse, 0], outputs, shared=(1, 2, 3, 4))
        add(f"{name} of lengths{' back' if reverse else ''}, the state", name, given, [reverse, 0], state, shared=(1, 2, 3, 4), result=1)
    for last, both, layers in [(False, False, 1), (True, False, 2), (False, True, 2), (True, True, 1)]:
        net = module(3, 2, num_layers=layers, bidirectional=both, batch_first=True)
        x = draw(2, 4, 3)
        outputs, state = net(x)
        state = state[0] if name == "Lstm" else state
        expected = (torch.cat([state[-2], state[-1]], -1) if both else state[-1]) if last else outputs
        arguments = [2, last, both, layers, 0.0, 0] + (["Tanh"] if name == "Rnn" else [])
        add(f"{name} layer, last {last}, both {both}, {layers}", name, [x], arguments, expected, parameters=named(net))
net = nn.RNN(3, 2, nonlinearity="relu", batch_first=True)
x = draw(2, 4, 3)
add("Rnn layer of Relu", "Rnn", [x], [2, False, False, 1, 0.0, 0, "Relu"], net(x)[0], parameters=named(net))


# Attention.
def split(x, heads):
    return x.unflatten(-1, (heads, -1)).transpose(1, 2)


def attention(q, k, v, heads, mask=None, causal=False, bias=None):
    q, size = split(q, heads), q.shape[-1] // heads
    groups = k.shape[-1] // size
    k, v = (split(x, groups).repeat_interleave(heads // groups, 1) for x in (k, v))
    scores = q @ k.transpose(-1, -2) / math.sqrt(size)
    if bias is not None:
        scores = scores + bias
    if causal:
        scores = scores.masked_fill(torch.ones(scores.shape[-2:]).triu(1) > 0, -1e9)
    if mask is not None:
        scores = scores.masked_fill(mask == 0, -1e9)
    return (torch.softmax(scores, -1) @ v).transpose(1, 2).flatten(2)


for n, t, s, d, heads in [(2, 3, 5, 4, 2), (1, 1, 4, 3, 1), (3, 4, 2, 6, 3)]:
    q, k, v = draw(n, t, d), draw(n, s, d), draw(n, s, d)
    add(f"Attention {text(q)} to {s}, {heads} heads", "Attention", [q, k, v], [None, None, False, heads, 0, 0], attention(q, k, v, heads))
    mask = (draw(t, s) > -0.5).double()
    mask[:, 0] = 1
    add(f"Attention {text(q)} to {s}, mask", "Attention", [q, k, v, mask], [None, False, heads, 0, 0], attention(q, k, v, heads, mask), shared=(3,))
    lengths = torch.randint(1, s + 1, (n,))
    mask = (torch.arange(s) < lengths[:, None]).double()[:, None, None, :]
    add(f"Attention {text(q)} to {s}, lengths", "Attention", [q, k, v, lengths], [None, False, heads, 0, 0], attention(q, k, v, heads, mask))
    causal = draw(n, t, d)
    add(f"Attention {text(q)} causal", "Attention", [q, causal, causal], [None, None, True, heads, 0, 0], attention(q, causal, causal, heads, causal=True))
q, k, v, bias = draw(2, 3, 8), draw(2, 5, 4), draw(2, 5, 4), draw(4, 3, 5)
cases.append({"name": "Attention of shared heads with a bias", "call": "Attention", "arguments": [],
              "inputs": [value(q), value(k), value(v), value(torch.ones(5), True), value(bias, True)], "output": value(attention(q, k, v, 4, bias=bias))})
cases[-1]["arguments"] = [False, 4, 0, 0]

for n, t, s, d, heads in [(2, 3, 4, 6, 2), (1, 5, 1, 4, 4)]:
    net = nn.MultiheadAttention(d, heads, batch_first=True)
    nn.init.normal_(net.in_proj_bias)
    nn.init.normal_(net.out_proj.bias)
    given = [*(w.T.contiguous() for w in net.in_proj_weight.chunk(3)), net.out_proj.weight.T.contiguous(), *net.in_proj_bias.chunk(3), net.out_proj.bias]
    x, memory = draw(n, t, d), draw(n, s, d)
    mask = torch.ones(t, t).triu(1) > 0
    add(f"SelfAttention {text(x)}", "SelfAttention", [x, *given], [None, heads, False, False, 0], net(x, x, x)[0], shared=range(1, 9))
    add(f"SelfAttention {text(x)} causal", "SelfAttention", [x, *given], [None, heads, True, False, 0], net(x, x, x, attn_mask=mask)[0], shared=range(1, 9))
    add(f"CrossAttention {text(x)}", "CrossAttention", [x, memory, *given], [None, heads, 0], net(x, memory, memory)[0], shared=range(2, 10))
    parameters = dict(zip(("Query", "Key", "Value", "Output", "QueryBias", "KeyBias", "ValueBias", "OutputBias"), given))
    add(f"SelfAttention layer {text(x)}", "SelfAttention", [x], [heads, True, 0, False, True, 0.0], net(x, x, x, attn_mask=mask)[0], parameters=parameters)
for first, activation, causal in [(True, "gelu", False), (False, "relu", False), (True, "relu", True)]:
    net = nn.TransformerEncoderLayer(6, 2, 5, 0.0, activation, batch_first=True, norm_first=first)
    for p in net.parameters():
        nn.init.normal_(p, std=0.5)
    own, x = net.self_attn, draw(2, 4, 6)
    parameters = dict(zip(
        ("Query", "Key", "Value", "Output", "QueryBias", "KeyBias", "ValueBias", "OutputBias"),
        [*(w.T.contiguous() for w in own.in_proj_weight.chunk(3)), own.out_proj.weight.T.contiguous(), *own.in_proj_bias.chunk(3), own.out_proj.bias]))
    parameters |= {"Hidden": net.linear1.weight.T.contiguous(), "HiddenBias": net.linear1.bias, "Projection": net.linear2.weight.T.contiguous(), "ProjectionBias": net.linear2.bias,
                   "AttentionGain": net.norm1.weight, "AttentionOffset": net.norm1.bias, "NetworkGain": net.norm2.weight, "NetworkOffset": net.norm2.bias}
    expected = net(x, src_mask=torch.ones(4, 4).triu(1) > 0) if causal else net(x)
    add(f"Transformer block, {activation}, first {first}, causal {causal}", "TransformerDecoder" if causal else "TransformerEncoder", [x],
        [2, 5, 0, False, True, 0.0, not first, 1e-5, activation.capitalize()], expected, parameters=parameters)


# Positions and masks.
def sinusoid(x):
    t, size = x.shape[-2:]
    j = torch.arange(size)
    angle = torch.arange(t)[:, None] * 10000.0 ** (-(2 * (j // 2)).double() / size)
    return x + torch.where(j % 2 == 0, torch.sin(angle), torch.cos(angle))


def rotary(x, heads, neighbours, start=0):
    t, size = x.shape[-2], x.shape[-1] // heads
    turn = torch.polar(torch.ones(t, size // 2), (torch.arange(t)[:, None] + start) * 10000.0 ** (-torch.arange(size // 2).double() / (size // 2)))
    pairs = x.unflatten(-1, (heads, size // 2, 2) if neighbours else (heads, 2, size // 2))
    pairs = pairs if neighbours else pairs.transpose(-1, -2)
    turned = torch.view_as_real(torch.complex(pairs[..., 0], pairs[..., 1]) * turn[:, None])
    return (turned if neighbours else turned.transpose(-1, -2)).flatten(-3)


for shape in [(2, 3, 4), (1, 5, 7), (2, 1, 1)]:
    x = draw(*shape)
    add(f"SinusoidalPositions {text(x)}", "SinusoidalPositions", [x], [10000], sinusoid(x))
    add(f"SinusoidalPositions layer {text(x)}", "SinusoidalPositions", [x], [10000.0], sinusoid(x), parameters={})
for shape, heads in [((2, 3, 4), 1), ((1, 5, 12), 2), ((3, 1, 8), 4)]:
    x = draw(*shape)
    for neighbours in (False, True):
        add(f"RotaryPositions {text(x)}, {heads}, {neighbours}", "RotaryPositions", [x], [heads, 10000, None, neighbours], rotary(x, heads, neighbours))
lengths = torch.tensor([0, 3, 5])
mask = (torch.arange(5) < lengths[:, None]).double()
add("LengthMask 3", "LengthMask", [lengths], [5], mask)
for shape in [(3, 5), (3, 5, 2), (3, 5, 1, 4)]:
    x = draw(*shape)
    weighted = mask.reshape((3, 5) + (1,) * (x.dim() - 2))
    add(f"MaskedMean {text(x)}", "MaskedMean", [x, lengths], [], (x * weighted).sum(1) / weighted.sum(1).clamp(min=1))
x, at, row = draw(3, 5, 2), torch.tensor([4, 0, 2]), draw(3, 2)
changed = x.clone()
changed[torch.arange(3), at] = row
add("SetStep", "SetStep", [x, at, row], [], changed)

pathlib.Path(__file__).with_suffix(".json").write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
