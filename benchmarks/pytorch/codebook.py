"""The shared codebook of the official preset in PyTorch: quantisation, MM-EMA, counters and reset. K codes of width D."""

import torch
from torch.nn import functional


def nearest_codes(z, embedding):
    """argmin over codes of the squared distance: [N, D], [K, D] -> distances [N, K], indices [N]."""
    distances = torch.addmm(embedding.square().sum(1) + z.square().sum(1, keepdim=True), z, embedding.t(), alpha=-2)
    return distances, distances.argmin(dim=1)


class Codebook:
    def __init__(self, codes, width):
        self.embedding = torch.empty(codes, width).uniform_(-1 / codes, 1 / codes)
        self.ema_count = torch.ones(codes)
        self.ema_sum = self.embedding.clone()
        self.since_use = torch.full((codes,), -1.0)

    def quantize(self, z):
        """[B, T, D] -> distances [B, T, K], indices [B, T], codes, and the codes straight through."""
        distances, indices = nearest_codes(z.flatten(0, 1), self.embedding)
        codes = functional.embedding(indices, self.embedding).view_as(z)
        return distances.view(*z.shape[:2], -1), indices.view(z.shape[:2]), codes, z + (codes - z).detach()

    @torch.no_grad()
    def update(self, semantic, indices, decay=0.99, epsilon=1e-5):
        """Counters, then one aligned MM-EMA update after the other, then the reset."""
        names = list(semantic)
        total = sum(semantic.values())
        share = 0.5 / (len(names) - 1)
        size = len(self.embedding)
        counts = {m: torch.bincount(indices[m].flatten(), minlength=size).float() for m in names}
        used = sum(counts.values()) > 0
        self.since_use = torch.where(used, 0.0, self.since_use + 1)
        for m in names:
            vectors = semantic[m] * (0.5 - share) + total * share
            sums = torch.zeros_like(self.ema_sum).index_add_(0, indices[m].flatten(), vectors.flatten(0, 1))
            self.ema_count.mul_(decay).add_(counts[m], alpha=1 - decay)
            n = self.ema_count.sum()
            self.ema_count = (self.ema_count + epsilon) / (n + size * epsilon) * n
            self.ema_sum.mul_(decay).add_(sums, alpha=1 - decay)
            self.embedding = self.ema_sum / self.ema_count[:, None]
        self.reset()

    def reset(self, patience=300, active_within=100):
        dead = (self.since_use > patience).nonzero().flatten()
        active = ((self.since_use >= 0) & (self.since_use < active_within)).nonzero().flatten()
        if len(dead) == 0 or len(active) == 0:
            return
        donors = active[torch.randint(len(active), (len(dead),))]
        noise = torch.empty(len(dead), self.embedding.shape[1]).uniform_(-1 / 1024, 1 / 1024)
        self.embedding[dead] = self.embedding[donors] + noise
        self.since_use[dead] = 0


def match_codes(distances):
    """[B, T, K] -> P and log P, [B, K]."""
    probability = torch.softmax(-distances.clamp_min(1e-12).sqrt(), dim=-1).mean(dim=1)
    return probability, torch.log(probability + 1e-10)


def official_code_matching(a, b):
    """The official form of L_cmcm of one pair of modalities."""
    (probability_a, log_a), (probability_b, log_b) = a, b
    scores = probability_a @ log_b.t() + probability_b @ log_a.t()
    shifted = scores - scores.detach().min()
    return (torch.log(shifted.exp().sum(dim=1) + 1e-5) - shifted.diagonal()).mean()
