"""
Writes curves.json: how the reference models learn in PyTorch, in double precision, for twenty steps on one batch. Run by hand.

Parameters and most data are numbers that C# computes again: number i of a tensor is low + (high − low) · k / 2²⁴, rounded to single precision, where k
is the upper 24 bits of SplitMix64 (Steele, Lea and Flood 2014) at position i of the stream that the tensor's full name, "LeNet/Hidden.Dense.Kernel", has
by FNV-1a in 64 bits.
"""
import json
import math
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

import classifiers
import objectives

STEPS = 20
TEXT = "the night train runs along the sea. nobody speaks and the lamps go out one by one. "
LETTERS = " .abcdefghijklmnopqrstuvwxyz"


def numbers(name, shape, low, high):
    stream = 14695981039346656037
    for letter in name.encode():
        stream = (stream ^ letter) * 1099511628211 % 2**64
    count = math.prod(shape)
    z = np.uint64(stream) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    values = low + (high - low) * ((z >> np.uint64(40)).astype(np.float64) / 2**24)
    return torch.from_numpy(values.astype(np.float32).astype(np.float64)).view(shape)


def bounds(name, shape):
    """Gains near one, slopes near a quarter, other vectors near zero; of all others the variance is one over the inputs of an output."""
    if name.endswith("Gain"):
        return 0.8, 1.2
    if name.endswith("Slope"):
        return 0.1, 0.4
    if len(shape) < 2:
        return -0.1, 0.1
    bound = math.sqrt(3 / (shape[0] if len(shape) == 2 else math.prod(shape[1:])))
    return -bound, bound


class Data:
    """The tensors of a batch, by their names in C#, in the order of the loss's arguments."""
    def __init__(self, model):
        self.model, self.items, self.tensors = model, [], []

    def real(self, name, *shape, low=-1.0, high=1.0):
        self.items.append({"name": name, "shape": shape, "low": low, "high": high})
        self.tensors.append(numbers(f"{self.model}/{name}", shape, low, high))
        return self.tensors[-1]

    def given(self, name, tensor):
        if tensor.is_floating_point():
            tensor = tensor.float().double()
        self.items.append({"name": name, "shape": list(tensor.shape), "values": tensor.flatten().tolist()})
        self.tensors.append(tensor)

    def integers(self, name, *shape, low=0, below):
        tensor = (numbers(f"{self.model}/{name}", shape, 0, 1) * (below - low)).long() + low
        self.given(name, tensor)
        return tensor

    def labels(self, count, classes):
        self.given("labels", torch.arange(count) * 3 % classes)


def images(data, name, count, *shape, classes):
    data.real(name, count, *shape)
    data.labels(count, classes)


def words(data):
    data.integers("inputs", 8, 14, below=30)
    data.labels(8, 4)


def movements(data):
    data.real("inputs", 6, 12, 3)
    data.labels(6, 5)


def characters(data):
    codes = torch.tensor([LETTERS.index(letter) for letter in TEXT])
    rows = torch.stack([codes[start:start + 17] for start in range(0, 64, 16)])
    data.given("inputs", rows[:, :-1])
    data.given("labels", rows[:, 1:])


def series(data):
    data.real("history", 8, 16, 5)
    data.real("targets", 8, 4, 5)


def spots(data):
    image = data.real("image", 3, 1, 16, 16)
    data.given("targets", (F.avg_pool2d(image, 3, stride=1, padding=1) > 0).double())


def antiderivatives(data):
    sensors = data.real("sensors", 8, 20)
    places = data.real("places", 8, 10, 2, low=0.0)
    integral = torch.cumsum(sensors, dim=1) / 20
    data.given("values", torch.gather(integral, 1, (places[..., 0] * 20).long()) * places[..., 1])


def brightness(data):
    data.real("x", 8, 64, low=0.0)


def visits(data):
    data.integers("history", 8, 10, below=40)
    data.integers("length", 8, low=2, below=11)
    data.integers("candidate", 8, below=40)
    data.given("clicked", (torch.arange(8) % 3 == 0).double().view(8, 1))


def sgd(rate, momentum=0.0, nesterov=False, penalty=0.0):
    settings = {"name": "Sgd", "learningRate": rate, "momentum": momentum, "nesterov": nesterov, "l2": penalty}
    return settings, lambda p: torch.optim.SGD(p, lr=rate, momentum=momentum, nesterov=nesterov, weight_decay=penalty)


def adam(rate):
    return {"name": "Adam", "learningRate": rate}, lambda p: torch.optim.Adam(p, lr=rate)


def adamw(rate, decay):
    return {"name": "AdamW", "learningRate": rate, "weightDecay": decay}, lambda p: torch.optim.AdamW(p, lr=rate, weight_decay=decay)


MODELS = [
    (classifiers.Mlp, lambda data: images(data, "inputs", 8, 20, classes=5), sgd(0.05, 0.9)),
    (classifiers.LeNet, lambda data: images(data, "inputs", 4, 1, 32, 32, classes=10), sgd(0.02, 0.9, penalty=5e-4)),
    (classifiers.ResNet8, lambda data: images(data, "inputs", 4, 3, 16, 16, classes=10), sgd(0.02, 0.9, nesterov=True, penalty=5e-4)),
    (classifiers.DsCnn, lambda data: images(data, "inputs", 4, 1, 49, 10, classes=12), adam(2e-3)),
    (classifiers.LstmClassifier, words, adam(5e-3)),
    (classifiers.GruClassifier, movements, adam(5e-3)),
    (classifiers.CharTransformer, characters, adamw(3e-3, 0.01)),
    (classifiers.TinyViT, lambda data: images(data, "image", 4, 3, 16, 16, classes=10), adamw(2e-3, 0.05)),
    (classifiers.MlpMixer, lambda data: images(data, "image", 4, 3, 16, 16, classes=10), adamw(2e-3, 0.05)),
    (objectives.TsMixer, series, adam(5e-3)),
    (objectives.UNet, spots, adam(5e-3)),
    (objectives.DeepONet, antiderivatives, adam(2e-3)),
    (objectives.Autoencoder, brightness, sgd(1.0, 0.9)),
    (objectives.Din, visits, adam(3e-3)),
]


def curve(build, fill, descent):
    name = build.__name__
    model, (settings, optimizer) = build(), descent
    parameters = []
    with torch.no_grad():
        for parameter, view in model.names():
            low, high = bounds(parameter, view.shape)
            view.copy_(numbers(f"{name}/{parameter}", view.shape, low, high))
            parameters.append({"name": parameter, "shape": list(view.shape), "low": low, "high": high})
    count = sum(parameter.numel() for parameter in model.parameters())
    assert count == sum(math.prod(parameter["shape"]) for parameter in parameters), name
    data = Data(name)
    fill(data)
    step = optimizer(model.parameters())
    losses = []
    for _ in range(STEPS):
        step.zero_grad()
        loss = model.loss(*data.tensors)
        loss.backward()
        losses.append(loss.item())
        step.step()
    print(f"{name:16} {count:6} {losses[0]:.5f} {losses[-1]:.5f}")
    return {"name": name, "count": count, "optimizer": settings, "losses": losses, "data": data.items, "parameters": parameters}


torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
curves = ",\n".join(json.dumps(curve(*model)) for model in MODELS)
pathlib.Path(__file__).with_name("curves.json").write_text(f"[\n{curves}\n]\n")
