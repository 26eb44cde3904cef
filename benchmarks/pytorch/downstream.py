"""A classification head on frozen codes; as in the official code, every epoch encodes all clips again."""

import torch
from torch import nn
from torch.nn import functional

from codebook import Codebook
from training import build_modality


class Head(nn.Module):
    """logits = W2 max_t(W1 q_t + b1) + b2."""

    def __init__(self, width, classes, hidden=256):
        super().__init__()
        self.project = nn.Linear(width, hidden)
        self.classify = nn.Linear(hidden, classes)

    def forward(self, quantized):
        return self.classify(self.project(quantized).amax(dim=1))


class Downstream:
    """`run` trains a new head for `case['epochs']` epochs."""

    def __init__(self, case):
        self.case = case
        (modality, options), = case['modalities'].items()
        self.modality = build_modality(modality, options, case['width']).eval()
        self.codebook = Codebook(case['codes'], case['width'])
        self.codebook.embedding = torch.randn(case['codes'], case['width'])
        self.features = torch.randn(case['distinct'], case['segments'], *options['features'])
        self.labels = torch.randint(case['classes'], (case['clips'],))
        self.parameters = sum(p.numel() for p in self.modality.semantic_parameters())

    def run(self, repeats):
        for _ in range(repeats):
            self.train_head()

    def train_head(self):
        head = Head(self.case['width'], self.case['classes'])
        optimizer = torch.optim.Adam(head.parameters(), lr=1e-3, fused=True)
        for _ in range(self.case['epochs']):
            for rows in torch.randperm(self.case['clips']).split(self.case['batch']):
                with torch.inference_mode():
                    _, _, codes, _ = self.codebook.quantize(self.modality.encode_semantic(self.features[rows % self.case['distinct']]))
                optimizer.zero_grad(set_to_none=True)
                functional.cross_entropy(head(codes.clone()), self.labels[rows]).backward()
                optimizer.step()
