"""Nearest codes of many vectors."""

import torch

from codebook import nearest_codes

ROWS = 8192


class Quantise:
    """`run` puts all vectors on their codes, `ROWS` at a time: faster than all distances at once, and in little memory."""

    parameters = 0

    def __init__(self, case):
        self.vectors = torch.randn(case['vectors'], case['width'])
        self.embedding = torch.randn(case['codes'], case['width'])

    @torch.inference_mode()
    def run(self, repeats):
        for _ in range(repeats):
            torch.cat([nearest_codes(rows, self.embedding)[1] for rows in self.vectors.split(ROWS)])
