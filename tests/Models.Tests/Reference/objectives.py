"""The reference models that are trained for something else than classes, in PyTorch."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from names import dense, kernel, norm


class MixingLayer(nn.Module):
    def __init__(self, steps, series, hidden):
        super().__init__()
        self.norm1, self.norm2 = nn.BatchNorm1d(steps * series), nn.BatchNorm1d(steps * series)
        self.time = nn.Sequential(nn.Linear(steps, steps), nn.ReLU())
        self.features = nn.Sequential(nn.Linear(series, hidden), nn.ReLU(), nn.Linear(hidden, series))

    def forward(self, x):
        x = x + self.time(self.norm1(x.flatten(1)).view_as(x).transpose(1, 2)).transpose(1, 2)
        return x + self.features(self.norm2(x.flatten(1)).view_as(x))

    def names(self, name):
        yield from norm(f"{name}.Norm1.BatchNorm", self.norm1)
        yield from dense(f"{name}.Time.Dense", self.time[0])
        yield from norm(f"{name}.Norm2.BatchNorm", self.norm2)
        yield from dense(f"{name}.Features.Dense", self.features[0])
        yield from dense(f"{name}.Features.Dense2", self.features[2])


class TsMixer(nn.Module):
    def __init__(self):
        super().__init__()
        self.mixing, self.project = nn.Sequential(MixingLayer(16, 5, 16), MixingLayer(16, 5, 16)), nn.Linear(16, 4)

    def forward(self, history):
        return self.project(self.mixing(history).transpose(1, 2)).transpose(1, 2)

    def loss(self, history, targets):
        return F.mse_loss(self(history), targets)

    def names(self):
        for i, layer in enumerate(self.mixing):
            yield from layer.names(f"Mixing.{i}")
        yield from dense("Project.Dense", self.project)


class DoubleConvolution(nn.Sequential):
    def __init__(self, channels, filters):
        super().__init__(nn.Conv2d(channels, filters, 3, padding=1), nn.ReLU(), nn.Conv2d(filters, filters, 3, padding=1), nn.ReLU())

    def names(self, name):
        yield from kernel(f"{name}.Both.Conv2D", self[0])
        yield from kernel(f"{name}.Both.Conv2D2", self[2])


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down1, self.down2, self.bottom = DoubleConvolution(1, 6), DoubleConvolution(6, 12), DoubleConvolution(12, 24)
        self.enlarge2, self.up2 = nn.ConvTranspose2d(24, 12, 2, stride=2), DoubleConvolution(24, 12)
        self.enlarge1, self.up1 = nn.ConvTranspose2d(12, 6, 2, stride=2), DoubleConvolution(12, 6)
        self.logits = nn.Conv2d(6, 1, 1)

    def forward(self, image):
        fine = self.down1(image)
        coarse = self.down2(F.max_pool2d(fine, 2))
        bottom = self.bottom(F.max_pool2d(coarse, 2))
        up = self.up2(torch.cat([coarse, self.enlarge2(bottom)], dim=1))
        return self.logits(self.up1(torch.cat([fine, self.enlarge1(up)], dim=1)))

    def loss(self, image, targets):
        return F.binary_cross_entropy_with_logits(self(image), targets)

    def names(self):
        yield from self.down1.names("Down1")
        yield from self.down2.names("Down2")
        yield from self.bottom.names("Bottom")
        yield from kernel("Enlarge2.ConvTranspose2D", self.enlarge2)
        yield from self.up2.names("Up2")
        yield from kernel("Enlarge1.ConvTranspose2D", self.enlarge1)
        yield from self.up1.names("Up1")
        yield from kernel("Logits.Conv2D", self.logits)


class Stack(nn.Sequential):
    """Fully connected layers with an activation between them."""
    def __init__(self, activation, *sizes, last=False):
        layers = [layer for pair in zip(sizes, sizes[1:]) for layer in (nn.Linear(*pair), activation())]
        super().__init__(*(layers if last else layers[:-1]))

    def names(self, name):
        for i, layer in enumerate(layer for layer in self if isinstance(layer, nn.Linear)):
            yield from dense(f"{name}.Dense{i + 1 if i else ''}", layer)


class DeepONet(nn.Module):
    def __init__(self):
        super().__init__()
        self.branch, self.trunk = Stack(nn.Tanh, 20, 32, 32, 16), Stack(nn.Tanh, 2, 32, 32, 16, last=True)
        self.offset = nn.Parameter(torch.zeros(1))

    def forward(self, sensors, places):
        return torch.einsum("nk,nqk->nq", self.branch(sensors), self.trunk(places)) + self.offset

    def loss(self, sensors, places, values):
        return F.mse_loss(self(sensors, places), values)

    def names(self):
        yield from self.branch.names("Branch")
        yield from self.trunk.names("Trunk")
        yield "Offset", self.offset


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encode, self.decode = Stack(nn.Sigmoid, 64, 32, 16, 6), Stack(nn.Sigmoid, 6, 16, 32, 64)

    def forward(self, x):
        return torch.sigmoid(self.decode(self.encode(x)))

    def loss(self, x):
        return F.binary_cross_entropy(self(x), x)

    def names(self):
        yield from self.encode.names("Encode")
        yield from self.decode.names("Decode")


class Dice(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.slope, self.norm = nn.Parameter(torch.zeros(size)), nn.BatchNorm1d(size, affine=False)

    def forward(self, x):
        above = torch.sigmoid(self.norm(x))
        return above * x + (1 - above) * self.slope * x


class Din(nn.Module):
    def __init__(self):
        super().__init__()
        self.items = nn.Embedding(40, 8)
        self.relevance = nn.Sequential(nn.Linear(32, 16), nn.PReLU(), nn.Linear(16, 8), nn.PReLU(), nn.Linear(8, 1))
        self.click = nn.Sequential(nn.Linear(24, 24), Dice(24), nn.Linear(24, 12), Dice(12), nn.Linear(12, 1))

    def forward(self, history, length, candidate):
        seen, wanted = self.items(history), self.items(candidate)
        each = wanted.unsqueeze(1).expand_as(seen)
        relevance = self.relevance(torch.cat([seen, each, seen - each, seen * each], dim=2))
        counts = torch.arange(history.shape[1]) < length.unsqueeze(1)
        interest = (relevance.masked_fill(~counts.unsqueeze(2), 0) * seen).sum(dim=1)
        return self.click(torch.cat([interest, wanted, interest * wanted], dim=1))

    def loss(self, history, length, candidate, clicked):
        return F.binary_cross_entropy_with_logits(self(history, length, candidate), clicked)

    def names(self):
        yield "Items.Embedding.Table", self.items.weight
        for i, place in enumerate([0, 2, 4]):
            yield from dense(f"Relevance.Dense{i + 1 if i else ''}", self.relevance[place])
            yield from dense(f"Click.Dense{i + 1 if i else ''}", self.click[place])
        for i, place in enumerate([1, 3]):
            yield f"Relevance.PRelu{i + 1 if i else ''}.Slope", self.relevance[place].weight.view(())
            yield f"Click.Use{i + 1 if i else ''}.Slope", self.click[place].slope
