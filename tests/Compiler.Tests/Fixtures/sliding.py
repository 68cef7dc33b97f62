"""Writes sliding.json: what PyTorch gives for convolutions, pools and resampling, as functions and as layers. Run by hand."""
import json
import pathlib

import torch
import torch.nn.functional as F

torch.manual_seed(11)
torch.set_default_dtype(torch.float64)
cases = []
CONVOLUTIONS = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
POOLS = {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}


def draw(*shape):
    """Three digits are enough, and keep the file small. All differ, so that maxima are where differences look for them."""
    count = int(torch.tensor(shape).prod())
    step = max(0.004, round(4 / max(count, 1), 3))
    return ((torch.randperm(count) - count / 2) * step + 0.0013).reshape(shape).mul(1e4).round().div(1e4)


def value(x, shared=False):
    item = {"shape": list(x.shape), "values": [float(v) for v in x.reshape(-1)]}
    if shared:
        item["shared"] = True
    return item


def add(call, note, inputs, arguments, output, parameters=None):
    item = {"name": f"{call} {note} of {'x'.join(map(str, inputs[0].shape))}", "call": call, "arguments": arguments,
            "inputs": [value(x, i > 0) for i, x in enumerate(inputs)], "output": value(output)}
    if parameters is not None:
        item["name"] = f"layer {item['name']}"
        item["parameters"] = {name: value(x, True) for name, x in parameters.items()}
    cases.append(item)


def layer(call, note, x, arguments, output, **parameters):
    """A layer is its function with weights of its own: a few cases show that its arguments arrive."""
    if sum(case["call"] == call and "parameters" in case for case in cases) < 4:
        add(call, note, [x], arguments, output, parameters)


def zeros(length, size, stride, dilation, same, pad):
    """Zeros before and behind an axis."""
    if pad >= 0:
        return pad, pad
    reach = (size - 1) * dilation + 1
    total = max(0, (-(-length // stride) - 1) * stride + reach - length) if same else 0
    return total // 2, total - total // 2


def bordered(x, sizes, strides, dilations, same, pads, fill=0.0):
    widths = []
    for axis in reversed(range(len(sizes))):
        widths += zeros(x.shape[2 + axis], sizes[axis], strides[axis], dilations[axis], same, pads[axis])
    return F.pad(x, widths, value=fill)


def convolve(x, k, b, stride, same, dilation, groups, pad):
    n = k.dim() - 2
    wide = bordered(x, k.shape[2:], [stride] * n, [dilation] * n, same, [pad] * n)
    return CONVOLUTIONS[n](wide, k, b, stride=stride, dilation=dilation, groups=groups)


def transpose(x, k, b, stride, same, dilation, groups, pad, extra):
    function = F.conv_transpose1d if k.dim() == 3 else F.conv_transpose2d
    if pad >= 0 or not same:
        return function(x, k, b, stride=stride, padding=max(pad, 0), output_padding=extra, groups=groups, dilation=dilation)
    # The whole result, cut so that sizes are multiplied by the stride, with zeros where it is too short.
    whole = function(x, k, None, stride=stride, groups=groups, dilation=dilation)
    for axis in range(2, x.dim()):
        length = x.shape[axis] * stride
        before = zeros(length, k.shape[axis], stride, dilation, True, -1)[0]
        missing = max(0, before + length - whole.shape[axis])
        whole = F.pad(whole, [0, 0] * (whole.dim() - 1 - axis) + [0, missing]).narrow(axis, before, length)
    return whole + b.reshape([1, -1] + [1] * (x.dim() - 2))


# stride, same, dilation, groups, pad
WAYS = [(1, True, 1, 1, -1), (2, False, 1, 1, -1), (1, False, 2, 1, -1), (2, True, 2, 2, -1), (3, False, 1, 2, 1), (1, True, 3, 1, 2), (2, False, 3, 2, 4), (1, True, 1, 2, -1)]
IMAGES = [(1, 2, 5, 7), (2, 1, 7, 5), (1, 2, 5, 6), (3, 4, 5, 3), (1, 2, 1, 4), (2, 1, 6, 5), (1, 4, 5, 5), (2, 2, 1, 1)]
for (stride, same, dilation, groups, pad), shape, (kh, kw) in zip(WAYS, IMAGES, [(3, 3), (3, 2), (2, 3), (2, 2), (1, 3), (3, 1), (3, 3), (3, 3)]):
    x = draw(*shape)
    k, b = draw(2 * groups, shape[1] // groups, kh, kw), draw(2 * groups)
    y = convolve(x, k, b, stride, same, dilation, groups, pad)
    note = f"kernel {kh}x{kw} stride {stride} same {same} dilation {dilation} groups {groups} pad {pad}"
    add("Conv2D", note, [x, k, b], [stride, same, dilation, groups, pad], y)
    layer("Conv2D", note, x, [2 * groups, 3, kh, kw, stride, 0, 0, dilation, groups, "Same" if same else "Valid", pad, True], y, Kernel=k, Bias=b)
    channels = shape[1]
    k, b = draw(2 * channels, 1, kh, kw), draw(2 * channels)
    y = convolve(x, k, b, stride, same, dilation, channels, pad)
    add("DepthwiseConv2D", note, [x, k, b], [stride, same, dilation, pad], y)
    layer("DepthwiseConv2D", note, x, [2, 3, kh, kw, stride, 0, 0, dilation, "Same" if same else "Valid", pad, True], y, Kernel=k, Bias=b)
    k, b = draw(channels, groups if channels == 2 * groups else 1, kh, kw) if channels % groups == 0 else None, None
    filters = k.shape[1] * groups
    b = draw(filters)
    extra = 1 if stride > 1 and (pad >= 0 or not same) else 0
    lengths = [(size - 1) * stride - 2 * max(pad, 0) + dilation * (n - 1) + 1 + extra for size, n in zip(shape[2:], (kh, kw))]
    if same and pad < 0 or min(lengths) >= 1:
        y = transpose(x, k, b, stride, same, dilation, groups, pad, extra)
        add("ConvTranspose2D", note, [x, k, b], [stride, same, dilation, groups, pad, extra], y)
        layer("ConvTranspose2D", note, x, [filters, 3, kh, kw, stride, 0, 0, dilation, groups, "Same" if same else "Valid", pad, extra, True], y, Kernel=k, Bias=b)
for stride, dilation, pad, shape, window in [((2, 1), (1, 2), (0, 1), (2, 2, 5, 6), (2, 3)), ((1, 3), (2, 1), (2, 0), (1, 1, 4, 7), (3, 2))]:
    x, k, b = draw(*shape), draw(3, shape[1], *window), draw(3)
    add("Conv2D", f"pairs stride {stride} dilation {dilation} pad {pad}", [x, k, b], [list(stride), list(dilation), list(pad), 1],
        F.conv2d(x, k, b, stride=stride, dilation=dilation, padding=pad))
x, k, b = draw(2, 2, 6, 5), draw(3, 2, 2, 3), draw(3)
layer("Conv2D", "steps 2 and 1", x, [3, 3, 2, 3, 1, 2, 1, 1, 1, "Valid", -1, True], F.conv2d(x, k, b, stride=(2, 1)), Kernel=k, Bias=b)
for stride, pad, shape in [(2, 0, (2, 3, 2, 3)), (2, 1, (1, 2, 3, 2)), (1, 1, (3, 1, 4, 3))]:
    x, k, b = draw(*shape), draw(shape[1], 2, 3, 3), draw(2)
    add("ConvTranspose2D", f"stride {stride} pad {pad}", [x, k, b], [stride, True, 1, 1, pad, 0], F.conv_transpose2d(x, k, b, stride=stride, padding=pad))

SEQUENCES = [(1, 2, 7), (2, 1, 6), (1, 2, 5), (3, 4, 6), (1, 2, 4), (2, 1, 5), (1, 4, 5), (2, 2, 1)]
for (stride, same, dilation, groups, pad), shape, size in zip(WAYS, SEQUENCES, [3, 2, 3, 2, 3, 1, 3, 3]):
    x, k, b = draw(*shape), draw(2 * groups, shape[1] // groups, size), draw(2 * groups)
    note = f"kernel {size} stride {stride} same {same} dilation {dilation} groups {groups} pad {pad}"
    y = convolve(x, k, b, stride, same, dilation, groups, pad)
    add("Conv1D", note, [x, k, b], [stride, same, dilation, groups, pad, False], y)
    layer("Conv1D", note, x, [2 * groups, size, stride, dilation, groups, "Same" if same else "Valid", pad, False, True], y, Kernel=k, Bias=b)
    y = CONVOLUTIONS[1](F.pad(x, ((size - 1) * dilation, 0)), k, b, stride=stride, dilation=dilation, groups=groups)
    add("Conv1D", "causal " + note, [x, k, b], [stride, same, dilation, groups, pad, True], y)
    layer("Conv1D", "causal " + note, x, [2 * groups, size, stride, dilation, groups, "Same", -1, True, True], y, Kernel=k, Bias=b)
    k = draw(shape[1], 1 + (shape[1] == 4), size)
    b = draw(k.shape[1] * groups)
    extra = 1 if stride > 1 and (pad >= 0 or not same) else 0
    if same and pad < 0 or (shape[2] - 1) * stride - 2 * max(pad, 0) + dilation * (size - 1) + 1 + extra >= 1:
        y = transpose(x, k, b, stride, same, dilation, groups, pad, extra)
        add("ConvTranspose1D", note, [x, k, b], [stride, same, dilation, groups, pad, extra], y)
        layer("ConvTranspose1D", note, x, [k.shape[1] * groups, size, stride, dilation, groups, "Same" if same else "Valid", pad, extra, True], y, Kernel=k, Bias=b)
for stride, pad, shape in [(2, 0, (2, 3, 2)), (2, 1, (1, 2, 3)), (1, 1, (3, 1, 4))]:
    x, k, b = draw(*shape), draw(shape[1], 2, 3), draw(2)
    add("ConvTranspose1D", f"stride {stride} pad {pad}", [x, k, b], [stride, True, 1, 1, pad, 0], F.conv_transpose1d(x, k, b, stride=stride, padding=pad))

VOLUMES = [(1, 2, 3, 4, 2), (2, 1, 4, 3, 3), (1, 1, 3, 3, 4), (1, 4, 3, 2, 3), (1, 2, 4, 2, 3), (2, 1, 2, 3, 3), (1, 2, 3, 1, 3), (1, 2, 1, 1, 1)]
for (stride, same, dilation, groups, pad), shape, window in zip(WAYS, VOLUMES, [(3, 3, 3), (3, 2, 2), (2, 2, 2), (2, 1, 2), (2, 2, 1), (1, 3, 1), (2, 2, 2), (2, 2, 2)]):
    x, k, b = draw(*shape), draw(groups, shape[1] // groups, *window), draw(groups)
    y = convolve(x, k, b, stride, same, dilation, groups, pad)
    note = f"kernel {window} stride {stride} same {same} dilation {dilation} groups {groups} pad {pad}"
    add("Conv3D", note, [x, k, b], [stride, same, dilation, groups, pad], y)
    layer("Conv3D", note, x, [groups, 3, *window, stride, 0, 0, 0, dilation, groups, "Same" if same else "Valid", pad, True], y, Kernel=k, Bias=b)

# size, stride, same, pad
POOLED = [(2, 0, False, -1), (3, 2, False, 1), (3, 1, True, -1), (2, 3, False, -1), (2, 1, False, 1), (3, 2, True, -1), (1, 2, False, 0), (1, 1, False, -1)]
for (size, stride, same, pad), image, sequence, volume in zip(
        POOLED, [(1, 2, 4, 6), (2, 1, 5, 7), (1, 2, 5, 4), (3, 2, 6, 5), (1, 1, 1, 3), (2, 2, 5, 6), (1, 3, 3, 5), (2, 1, 1, 1)],
        [(1, 2, 6), (2, 1, 7), (1, 2, 5), (3, 2, 6), (1, 1, 1), (2, 2, 5), (1, 3, 5), (2, 1, 1)],
        [(1, 2, 4, 2, 3), (1, 1, 3, 4, 5), (2, 1, 3, 2, 3), (1, 1, 3, 2, 4), (1, 1, 1, 2, 3), (1, 2, 3, 4, 2), (1, 2, 3, 2, 2), (2, 1, 1, 1, 1)]):
    step = stride or size
    note = f"size {size} stride {stride} same {same} pad {pad}"
    for n, suffix, shape in [(2, "", image), (1, "1D", sequence), (3, "3D", volume)]:
        x = draw(*shape)
        wide = bordered(x, [size] * n, [step] * n, [1] * n, same, [pad] * n, float("-inf"))
        y = POOLS[n](wide, size, stride=step)
        add("MaxPool" + suffix, note, [x], [size, stride, same, pad], y)
        layer("MaxPool" + suffix, note, x, [size, stride, "Same" if same else "Valid", pad], y)
        if n == 3:
            continue
        for counted in (True, False):
            # The mean of what is inside is the mean of all over the mean of ones.
            pool = {1: F.avg_pool1d, 2: F.avg_pool2d}[n]
            y = pool(bordered(x, [size] * n, [step] * n, [1] * n, same, [pad] * n), size, stride=step)
            if not counted:
                y = y / pool(bordered(torch.ones_like(x), [size] * n, [step] * n, [1] * n, same, [pad] * n), size, stride=step)
            if not same and pad >= 0:
                assert torch.allclose(y, pool(x, size, stride=step, padding=pad, count_include_pad=counted))
            add("AvgPool" + suffix, f"{note} counted {counted}", [x], [size, stride, same, pad, counted], y)
            layer("AvgPool" + suffix, f"{note} counted {counted}", x, [size, stride, "Same" if same else "Valid", pad, counted], y)
for shape in [(1, 2, 3), (2, 1, 5), (1, 3, 1), (3, 2, 4), (1, 2, 3, 4), (2, 1, 1, 5), (1, 4, 3, 1), (2, 2, 2, 3, 1), (1, 1, 1, 1, 1)]:
    x = draw(*shape)
    for name, y in [("GlobalAvgPool", x.flatten(2).mean(2)), ("GlobalMaxPool", x.flatten(2).max(2)[0])]:
        add(name, "all", [x], [], y)
        layer(name, "all", x, [], y)
for shape, size in [((1, 2, 4, 6), (2, 3)), ((2, 1, 5, 7), (2, 3)), ((1, 2, 3, 3), (1, 1)), ((1, 1, 7, 4), (3, 4)), ((2, 2, 2, 3), (4, 5)),
                    ((1, 3, 1, 5), (1, 2)), ((1, 1, 6, 5), (4, 1)), ((3, 1, 10, 3), (3, 2))]:
    x = draw(*shape)
    y = F.adaptive_avg_pool2d(x, size)
    add("AdaptiveAvgPool", f"to {size}", [x], list(size), y)
    layer("AdaptiveAvgPool", f"to {size}", x, list(size), y)
for shape, factor in [((1, 2, 3, 4), 2), ((2, 1, 1, 5), 3), ((1, 1, 2, 2), 1), ((1, 3, 4, 1), 2), ((2, 2, 1, 1), 4), ((1, 1, 3, 2), 5), ((3, 1, 2, 3), 2), ((1, 2, 2, 3), 3)]:
    x = draw(*shape)
    for bilinear in (False, True):
        y = F.interpolate(x, scale_factor=factor, mode="bilinear", align_corners=False) if bilinear else F.interpolate(x, scale_factor=factor)
        add("Upsample", f"by {factor} bilinear {bilinear}", [x], [factor, bilinear], y)
        layer("Upsample", f"by {factor} bilinear {bilinear}", x, [factor, bilinear], y)
    x = draw(shape[0], shape[1] * factor * factor, *shape[2:])
    add("PixelShuffle", f"by {factor}", [x], [factor], F.pixel_shuffle(x, factor))
    layer("PixelShuffle", f"by {factor}", x, [factor], F.pixel_shuffle(x, factor))
    x = draw(shape[0], shape[1], shape[2] * factor, shape[3] * factor)
    add("PixelUnshuffle", f"by {factor}", [x], [factor], F.pixel_unshuffle(x, factor))
    layer("PixelUnshuffle", f"by {factor}", x, [factor], F.pixel_unshuffle(x, factor))

text = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
pathlib.Path(__file__).with_suffix(".json").write_text(f"[\n{text}\n]\n")
print(len(cases), "cases,", len(text) // 1024, "KB")
