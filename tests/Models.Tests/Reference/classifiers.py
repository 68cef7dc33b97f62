"""The reference models that classify, in PyTorch."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from names import dense, kernel, norm, recurrent, transformer


def encoder(size, heads, hidden):
    return nn.TransformerEncoderLayer(size, heads, hidden, dropout=0, activation="gelu", batch_first=True, norm_first=True)


class Classifier(nn.Module):
    def loss(self, x, labels):
        logits = self(x)
        return F.cross_entropy(logits.flatten(0, -2), labels.flatten())


class Mlp(Classifier):
    def __init__(self):
        super().__init__()
        self.first, self.second, self.logits = nn.Linear(20, 32), nn.Linear(32, 16), nn.Linear(16, 5)

    def forward(self, x):
        return self.logits(F.relu(self.second(F.relu(self.first(x)))))

    def names(self):
        yield from dense("First.Dense", self.first)
        yield from dense("Second.Dense", self.second)
        yield from dense("Logits.Dense", self.logits)


class LeNet(Classifier):
    def __init__(self):
        super().__init__()
        self.strokes, self.shapes, self.whole = nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, 5), nn.Conv2d(16, 120, 5)
        self.hidden, self.logits = nn.Linear(120, 84), nn.Linear(84, 10)

    def forward(self, x):
        x = F.avg_pool2d(torch.tanh(self.strokes(x)), 2)
        x = F.avg_pool2d(torch.tanh(self.shapes(x)), 2)
        x = torch.tanh(self.whole(x)).flatten(1)
        return self.logits(torch.tanh(self.hidden(x)))

    def names(self):
        yield from kernel("Strokes.Conv2D", self.strokes)
        yield from kernel("Shapes.Conv2D", self.shapes)
        yield from kernel("Whole.Conv2D", self.whole)
        yield from dense("Hidden.Dense", self.hidden)
        yield from dense("Logits.Dense", self.logits)


class Normalised(nn.Module):
    """A convolution without bias and a batch normalisation."""
    def __init__(self, channels, filters, size, layer="Conv2D", **options):
        super().__init__()
        self.layer = layer
        self.convolution, self.norm = nn.Conv2d(channels, filters, size, bias=False, **options), nn.BatchNorm2d(filters)

    def forward(self, x):
        return self.norm(self.convolution(x))

    def names(self, name):
        yield from kernel(f"{name}.{self.layer}", self.convolution)
        yield from norm(f"{name}.BatchNorm", self.norm)


class ResidualBlock(nn.Module):
    def __init__(self, channels, filters, stride=1):
        super().__init__()
        self.first = Normalised(channels, filters, 3, stride=stride, padding=1)
        self.second = Normalised(filters, filters, 3, padding=1)
        self.shortcut = Normalised(channels, filters, 1, stride=stride) if stride > 1 else None

    def forward(self, x):
        y = self.second(F.relu(self.first(x)))
        return F.relu(y + (x if self.shortcut is None else self.shortcut(x)))

    def names(self, name):
        yield from self.first.names(f"{name}.First")
        yield from self.second.names(f"{name}.Second")
        if self.shortcut is not None:
            yield from self.shortcut.names(f"{name}.Shortcut")


class ResNet8(Classifier):
    def __init__(self):
        super().__init__()
        self.stem = Normalised(3, 8, 3, padding=1)
        self.stages = nn.Sequential(ResidualBlock(8, 8), ResidualBlock(8, 16, 2), ResidualBlock(16, 32, 2))
        self.head = nn.Linear(32, 10)

    def forward(self, x):
        return self.head(self.stages(F.relu(self.stem(x))).mean(dim=(2, 3)))

    def names(self):
        yield from self.stem.names("Stem")
        for i, stage in enumerate(self.stages):
            yield from stage.names(f"Stage{i + 1}")
        yield from dense("Head.Dense", self.head)


class SeparableBlock(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.across = Normalised(channels, channels, 3, "DepthwiseConv2D", padding=1, groups=channels)
        self.between = Normalised(channels, channels, 1)

    def forward(self, x):
        return F.relu(self.between(F.relu(self.across(x))))

    def names(self, name):
        yield from self.across.names(f"{name}.Across")
        yield from self.between.names(f"{name}.Between")


class DsCnn(Classifier):
    def __init__(self):
        super().__init__()
        # 49 frames and 10 coefficients to 25 and 5: of an odd number of zeros, one more stands at the end.
        self.stem = nn.Sequential(nn.ZeroPad2d((1, 1, 4, 5)), Normalised(1, 16, (10, 4), stride=2), nn.ReLU())
        self.blocks = nn.Sequential(*[SeparableBlock(16) for _ in range(4)])
        self.head = nn.Linear(16, 12)

    def forward(self, x):
        return self.head(self.blocks(self.stem(x)).mean(dim=(2, 3)))

    def names(self):
        yield from self.stem[1].names("Stem")
        for i, block in enumerate(self.blocks):
            yield from block.names(f"Blocks.{i}")
        yield from dense("Head.Dense", self.head)


class LstmClassifier(Classifier):
    def __init__(self):
        super().__init__()
        self.words, self.read, self.logits = nn.Embedding(30, 12), nn.LSTM(12, 16, batch_first=True), nn.Linear(16, 4)

    def forward(self, x):
        _, (state, _) = self.read(self.words(x))
        return self.logits(state[-1])

    def names(self):
        yield "Words.Embedding.Table", self.words.weight
        yield from recurrent("Read.Lstm", self.read)
        yield from dense("Logits.Dense", self.logits)


class GruClassifier(Classifier):
    def __init__(self):
        super().__init__()
        self.read, self.logits = nn.GRU(3, 12, num_layers=2, bidirectional=True, batch_first=True), nn.Linear(24, 5)

    def forward(self, x):
        _, state = self.read(x)
        return self.logits(torch.cat([state[-2], state[-1]], dim=1))

    def names(self):
        yield from recurrent("Read.Gru", self.read)
        yield from dense("Logits.Dense", self.logits)


class CharTransformer(Classifier):
    def __init__(self):
        super().__init__()
        self.characters, self.places = nn.Embedding(28, 24), nn.Embedding(32, 24)
        self.blocks = nn.ModuleList([encoder(24, 4, 48) for _ in range(2)])
        self.norm, self.head = nn.LayerNorm(24), nn.Linear(24, 28, bias=False)

    def forward(self, x):
        steps = x.shape[1]
        later = torch.triu(torch.ones(steps, steps, dtype=torch.bool), diagonal=1)
        y = self.characters(x) + self.places(torch.arange(steps))
        for block in self.blocks:
            y = block(y, src_mask=later)
        return self.head(self.norm(y))

    def names(self):
        yield "Characters.Embedding.Table", self.characters.weight
        yield "Characters.PositionEmbedding.Table", self.places.weight
        yield from transformer("Blocks.TransformerDecoder", self.blocks[0])
        yield from transformer("Blocks.TransformerDecoder2", self.blocks[1])
        yield from norm("Head.LayerNorm", self.norm)
        yield from dense("Head.Dense", self.head)


class TinyViT(Classifier):
    def __init__(self):
        super().__init__()
        self.words = nn.Conv2d(3, 24, 4, stride=4)
        self.question, self.places = nn.Parameter(torch.zeros(1, 24)), nn.Parameter(torch.zeros(17, 24))
        self.blocks = nn.Sequential(encoder(24, 3, 48), encoder(24, 3, 48))
        self.norm, self.head = nn.LayerNorm(24), nn.Linear(24, 10)

    def forward(self, x):
        words = self.words(x).flatten(2).transpose(1, 2)
        words = torch.cat([self.question.expand(len(x), 1, 24), words], dim=1) + self.places
        return self.head(self.norm(self.blocks(words)[:, 0]))

    def names(self):
        yield "Question", self.question
        yield "Words.Dense.Kernel", self.words.weight.view(24, 48).t()
        yield "Words.Dense.Bias", self.words.bias
        yield "Places.PositionEmbedding.Table", self.places
        yield from transformer("Blocks.TransformerEncoder", self.blocks[0])
        yield from transformer("Blocks.TransformerEncoder2", self.blocks[1])
        yield from norm("Head.LayerNorm", self.norm)
        yield from dense("Head.Dense", self.head)


class MixerBlock(nn.Module):
    def __init__(self, squares, channels):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(channels), nn.LayerNorm(channels)
        self.tokens = nn.Sequential(nn.Linear(squares, 12), nn.GELU(), nn.Linear(12, squares))
        self.channels = nn.Sequential(nn.Linear(channels, 40), nn.GELU(), nn.Linear(40, channels))

    def forward(self, x):
        x = x + self.tokens(self.norm1(x).transpose(1, 2)).transpose(1, 2)
        return x + self.channels(self.norm2(x))

    def names(self, name):
        for part, normal, layers in [("Tokens", self.norm1, self.tokens), ("Channels", self.norm2, self.channels)]:
            yield from norm(f"{name}.Norm{1 if part == 'Tokens' else 2}.LayerNorm", normal)
            yield from dense(f"{name}.{part}.Dense", layers[0])
            yield from dense(f"{name}.{part}.Dense2", layers[2])


class MlpMixer(Classifier):
    def __init__(self):
        super().__init__()
        self.squares = nn.Conv2d(3, 20, 4, stride=4)
        self.blocks = nn.Sequential(MixerBlock(16, 20), MixerBlock(16, 20))
        self.norm, self.logits = nn.LayerNorm(20), nn.Linear(20, 10)

    def forward(self, x):
        squares = self.squares(x).flatten(2).transpose(1, 2)
        return self.logits(self.norm(self.blocks(squares)).mean(dim=1))

    def names(self):
        yield "Squares.Dense.Kernel", self.squares.weight.view(20, 48).t()
        yield "Squares.Dense.Bias", self.squares.bias
        for i, block in enumerate(self.blocks):
            yield from block.names(f"Blocks.{i}")
        yield from norm("Norm.LayerNorm", self.norm)
        yield from dense("Logits.Dense", self.logits)
