"""The model of the official preset in PyTorch: encoders, decoders, CLUB and Cross-CPC networks. B batch, T segments, D width."""

import torch
from torch import nn


class SemanticEncoder(nn.Module):
    """Affine map and transformer encoder over T: [B, T, F] -> [B, T, D]."""

    def __init__(self, features, width):
        super().__init__()
        self.affine = nn.Linear(features, width)
        layer = nn.TransformerEncoderLayer(width, nhead=4, dim_feedforward=1024, dropout=0.1, batch_first=True)
        self.layers = nn.TransformerEncoder(layer, num_layers=2, enable_nested_tensor=False)

    def forward(self, x):
        return self.layers(self.affine(x))


class SpatialPooling(nn.Module):
    """The official pooling, whose softmax weighs every cell with 1: [B, T, H, W, C] -> [B, T, C]."""

    def __init__(self, channels):
        super().__init__()
        self.gate = nn.Sequential(
            nn.Linear(channels, channels // 8, bias=False),
            nn.ReLU(),
            nn.Linear(channels // 8, channels, bias=False),
            nn.Sigmoid(),
        )

    def forward(self, x):
        mean = x.mean(dim=(2, 3))
        return (self.gate(mean) + 1) * mean * (x.shape[2] * x.shape[3])


class VectorModality(nn.Module):
    """Audio, or text behind its front end: one vector of features per segment."""

    def __init__(self, features, width, specific_width):
        super().__init__()
        self.semantic = SemanticEncoder(features, width)
        self.specific = nn.Sequential(nn.Linear(features, specific_width), nn.ReLU())
        self.code = nn.Linear(width, specific_width)
        self.output = nn.Linear(2 * specific_width, features)
        self.club_width = specific_width

    def semantic_parameters(self):
        return self.semantic.parameters()

    def encode_semantic(self, x):
        return self.semantic(x)

    def encode(self, x):
        specific = self.specific(x)
        return self.encode_semantic(x), specific, specific

    def decode(self, quantized, specific):
        return self.output(torch.cat([self.code(quantized), specific], dim=-1))

    def encoder_parameters(self):
        return [*self.semantic.parameters(), *self.specific.parameters()]

    def decoder_parameters(self):
        return [*self.code.parameters(), *self.output.parameters()]


class ResidualBlock(nn.Module):
    """The official block: its first relu works in place, so the block returns relu(x) + r(x)."""

    def __init__(self, width, hidden):
        super().__init__()
        self.branch = nn.Sequential(
            nn.Conv2d(width, hidden, 3, padding=1, bias=False),
            nn.ReLU(inplace=True),
            nn.Conv2d(hidden, width, 1, bias=False),
        )

    def forward(self, x):
        activated = torch.relu(x)
        return activated + self.branch(activated)


# Wide convolutions are faster on NCHW, narrow ones on channels-last memory (measured: 3.0 against 4.1 s, 246 against 330 ms a step).
WIDE = 1024


class VideoModality(nn.Module):
    """Video: a grid of frame features per segment, [B, T, H, W, C]."""

    def __init__(self, channels, width, specific_width, club_width=512):
        super().__init__()
        half = specific_width // 2
        self.pooling = SpatialPooling(channels)
        self.semantic = SemanticEncoder(channels, width)
        self.specific = nn.Sequential(
            nn.Conv2d(channels, half, 3),
            nn.ReLU(inplace=True),
            nn.Conv2d(half, specific_width, 3),
            nn.ReLU(inplace=True),
            nn.Conv2d(specific_width, specific_width, 1),
            ResidualBlock(specific_width, specific_width),
            nn.ReLU(inplace=True),
        )
        self.club = nn.Sequential(nn.Linear(specific_width, half), nn.ReLU(), nn.Linear(half, club_width))
        self.code = nn.Linear(width, width)
        self.expand = nn.Sequential(
            nn.ConvTranspose2d(width + specific_width, half, 3),
            ResidualBlock(half, half),
            nn.ReLU(inplace=True),
            nn.ConvTranspose2d(half, channels, 3),
            nn.ReLU(inplace=True),
            nn.ConvTranspose2d(channels, channels, 1),
        )
        self.club_width = club_width
        self.memory_format = torch.contiguous_format if specific_width >= WIDE else torch.channels_last
        self.to(memory_format=self.memory_format)

    def semantic_parameters(self):
        return [*self.pooling.parameters(), *self.semantic.parameters()]

    def encode_semantic(self, x):
        return self.semantic(self.pooling(x))

    def encode(self, x):
        frames = x.flatten(0, 1).permute(0, 3, 1, 2).contiguous(memory_format=self.memory_format)
        specific = self.specific(frames)
        club_view = self.club(specific.mean(dim=(2, 3))).unflatten(0, x.shape[:2])
        return self.encode_semantic(x), specific, club_view

    def decode(self, quantized, specific):
        code = self.code(quantized).flatten(0, 1)[:, :, None, None].expand(-1, -1, *specific.shape[2:])
        frames = self.expand(torch.cat([code, specific], dim=1))
        return frames.permute(0, 2, 3, 1).unflatten(0, quantized.shape[:2])

    def encoder_parameters(self):
        return [p for part in (self.pooling, self.semantic, self.specific, self.club) for p in part.parameters()]

    def decoder_parameters(self):
        return [*self.code.parameters(), *self.expand.parameters()]


class TextFrontEnd(nn.Module):
    """Two bidirectional LSTM layers over the words: [B, T, F] -> [B, T, 256]."""

    def __init__(self, features, width=128):
        super().__init__()
        self.lstm = nn.LSTM(features, width, num_layers=2, bidirectional=True, batch_first=True)

    def forward(self, x):
        return self.lstm(x)[0]


class ClubNetwork(nn.Module):
    """q(c|x): mean and log variance of c [B, T, C] from x [B, T, D]."""

    def __init__(self, width, club_width, hidden=128):
        super().__init__()

        def network():
            return [nn.Linear(width, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU()]

        self.mean = nn.Sequential(*network(), nn.Linear(hidden, club_width))
        self.log_variance = nn.Sequential(*network(), nn.Linear(hidden, club_width), nn.Tanh())

    def negative_log_likelihood(self, x, c):
        mean, log_variance = self.mean(x), self.log_variance(x)
        return ((mean - c).square() * torch.exp(-log_variance) + log_variance).sum(-1).mean() / 2

    def sampled_bound(self, x, c):
        mean, log_variance = self.mean(x), self.log_variance(x)
        weight = torch.exp(-log_variance.mean(dim=1))
        paired = (mean - c).square().mean(dim=1)
        unpaired = (mean - c[torch.randperm(len(c))]).square().mean(dim=1)
        return ((unpaired - paired) * weight).sum(-1).mean() / 2


class CrossCpc(nn.Module):
    """The official Cross-CPC: two LSTM layers per modality, one predicted segment, contrast over contexts, self pairs times .1."""

    def __init__(self, modalities, width):
        super().__init__()
        self.contexts = nn.ModuleDict({m: nn.LSTM(width, width, num_layers=2, batch_first=True) for m in modalities})
        self.predictors = nn.ModuleDict({m: nn.Linear(width, width) for m in modalities})

    def forward(self, semantic):
        names = list(semantic)
        first = semantic[names[0]]
        t = int(torch.randint(1, first.shape[1] - 1, ()))
        predictions = torch.stack([self.predictors[m](self.contexts[m](semantic[m][:, : t + 1])[0][:, t]) for m in names])
        targets = torch.stack([semantic[m][:, t + 1] for m in names])
        scores = torch.einsum('oid,mjd->moij', targets, predictions)
        log_probability = scores.log_softmax(dim=-1)
        diagonal = torch.diagonal(log_probability, dim1=2, dim2=3)
        weights = torch.full((len(names), len(names)), 1.0).fill_diagonal_(0.1)
        with torch.no_grad():
            hits = log_probability.argmax(dim=2) == torch.arange(len(first))
        return -(diagonal.mean(dim=-1) * weights).sum(), hits.float().mean(dim=-1)
