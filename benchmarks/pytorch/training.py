"""One pre-training step of the official preset: forward, five CLUB steps, losses, gradient, clip per module, Adam, MM-EMA."""

import os
from itertools import combinations

import torch
from torch import nn
from torch.nn import functional

from codebook import Codebook, match_codes, official_code_matching
from model import ClubNetwork, CrossCpc, TextFrontEnd, VectorModality, VideoModality

CLUB_STEPS = 5
LOG_EVERY = 10


def build_modality(name, options, width):
    features = options['features']
    if name == 'video':
        return VideoModality(features[-1], width, options['specificWidth'])
    return VectorModality(256 if name == 'text' else features[0], width, options['specificWidth'])


class Training:
    """A case that trains: `prepare` builds the model and one batch, `run` takes a number of steps."""

    def __init__(self, case):
        width, self.segments = case['width'], case['segments']
        self.names = list(case['modalities'])
        self.modalities = nn.ModuleDict({m: build_modality(m, o, width) for m, o in case['modalities'].items()})
        text = case['modalities'].get('text')
        self.front_end = TextFrontEnd(text['features'][0]) if text else None
        self.club = nn.ModuleDict({m: ClubNetwork(width, self.modalities[m].club_width) for m in self.names})
        self.cpc = CrossCpc(self.names, width)
        self.codebook = Codebook(case['codes'], width)
        self.modules = {
            'encoder': [p for m in self.modalities.values() for p in m.encoder_parameters()],
            'decoder': [p for m in self.modalities.values() for p in m.decoder_parameters()],
            'cross-cpc': list(self.cpc.parameters()),
            **({'front-end': list(self.front_end.parameters())} if self.front_end else {}),
        }
        self.optimizer = torch.optim.Adam([p for ps in self.modules.values() for p in ps], lr=4e-4, fused=True)
        self.club_optimizer = torch.optim.Adam(self.club.parameters(), lr=1e-3, fused=True)
        self.batch = {m: torch.randn(case['batch'], self.segments, *o['features']) for m, o in case['modalities'].items()}
        self.done = 0
        if os.environ.get('BENCH_COMPILE'):
            self.compile()
        self.parameters = sum(p.numel() for ps in self.modules.values() for p in ps) + sum(p.numel() for p in self.club.parameters())

    def compile(self):
        """Encoders, decoders and CLUB by Inductor, all but Cross-CPC, which draws the segment it predicts and would be compiled for each."""
        from torch._inductor import config as inductor  # loaded where it is used: eager PyTorch starts without it

        # It fails on the graph of these encoders.
        inductor.pattern_matcher = False
        for part, names in [(p, ('encode', 'decode')) for p in self.modalities.values()] + [
            (p, ('negative_log_likelihood', 'sampled_bound')) for p in self.club.values()
        ]:
            for name in names:
                setattr(part, name, torch.compile(getattr(part, name), dynamic=False))

    def run(self, steps):
        for _ in range(steps):
            numbers = self.step()
            self.done += 1
            if self.done % LOG_EVERY == 0:
                torch.stack(numbers).tolist()

    def step(self):
        targets = {m: self.front_end(x) if m == 'text' else x for m, x in self.batch.items()}
        encoded = {m: self.modalities[m].encode(x) for m, x in targets.items()}
        semantic = {m: z for m, (z, _, _) in encoded.items()}
        found = {m: self.codebook.quantize(z) for m, z in semantic.items()}
        likelihood = self.fit_club(encoded, found)
        losses, accuracy = self.losses(targets, encoded, found)
        total = sum(losses)
        self.optimizer.zero_grad(set_to_none=True)
        total.backward()
        norms = [nn.utils.clip_grad_norm_(parameters, 0.5, foreach=True) for parameters in self.modules.values()]
        self.optimizer.step()
        self.codebook.update({m: z.detach() for m, z in semantic.items()}, {m: f[1] for m, f in found.items()})
        return [total.detach(), *(loss.detach() for loss in losses), likelihood, *norms, *accuracy.flatten()]

    def fit_club(self, encoded, found):
        inputs = {m: (found[m][3].detach(), encoded[m][2].detach()) for m in self.names}
        for _ in range(CLUB_STEPS):
            self.club_optimizer.zero_grad(set_to_none=True)
            loss = sum(self.club[m].negative_log_likelihood(*inputs[m]) for m in self.names)
            loss.backward()
            self.club_optimizer.step()
        return loss.detach()

    def losses(self, targets, encoded, found):
        losses = []
        for m in self.names:
            z, specific, club_view = encoded[m]
            quantized = found[m][3]
            losses.append(functional.mse_loss(self.modalities[m].decode(quantized, specific), targets[m]))
            losses.append(0.5 * functional.mse_loss(z, found[m][2]))
            others = [functional.mse_loss(z, found[o][2]) for o in self.names if o != m]
            losses.append(0.25 * sum(others) / len(others))
        self.club.requires_grad_(False)
        losses.extend(self.club[m].sampled_bound(found[m][3], encoded[m][2]) for m in self.names)
        self.club.requires_grad_(True)
        contrast, accuracy = self.cpc({m: encoded[m][0] for m in self.names})
        matches = [match_codes(found[m][0]) for m in self.names]
        losses.append(contrast)
        losses.append(0.5 * sum(official_code_matching(a, b) for a, b in combinations(matches, 2)))
        return losses, accuracy
