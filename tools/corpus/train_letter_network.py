#!/usr/bin/env python3
"""Trains the small network whose feature maps describe grey frames, on rendered letters.

The network never sees a digit: it learns to name letters (without those that look like a digit) drawn with every
installed Latin font, somewhere in a 56x56 frame with stray strokes and noise. Its six convolutions, batch normalisation
folded in, are written as gzipped float32 safetensors: conv1..conv6, kernel [3, 3, in, out] and bias [out]. Convolutions pad as
TensorFlow's 'same'.

    pip install torch==2.13.0 numpy Pillow
    python tools/corpus/train_letter_network.py packages/modality-video/assets/letter-network.safetensors.gz

About 10 minutes on one core. tools/corpus/README.md lists the font packages that the shipped weights were trained on.
"""
import argparse
import glob
import gzip
import json
import random
import struct

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageDraw, ImageFont
from torch import nn

# Letters, less those that look like a digit.
LETTERS = [c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghijkmnpqrtuvwxy" if c not in "OoSsZzIl"]
# Fonts whose Latin letters are boxes, symbols or another script.
NOT_LATIN = ("Navilu", "Dingbats", "D050000L", "StandardSymbols", "Symbola", "OpenSymbol")
FRAME, GLYPH = 56, 28
# (in, out, stride) of each convolution; the last width comes from the command line.
LAYERS = [(1, 16, 2), (16, 32, 2), (32, 48, 1), (48, 64, 2), (64, None, 1), (None, None, 1)]


def latin_fonts() -> list[str]:
    files = sorted(glob.glob("/usr/share/fonts/**/*.[to]tf", recursive=True))
    return [f for f in files if not any(word in f for word in NOT_LATIN)]


def glyph(letter: str, font: str) -> np.ndarray | None:
    """One letter fitted into a 20-pixel box in the middle of [28, 28], as MNIST's digits are; None if it has no ink."""
    image = Image.new("L", (128, 128))
    ImageDraw.Draw(image).text(
        (64, 64), letter, font=ImageFont.truetype(font, 60), fill=255, anchor="mm", stroke_width=random.choice([0, 0, 1, 2, 3])
    )
    if (box := image.getbbox()) is None:
        return None
    image = image.crop(box)
    scale = 20 / max(image.size)
    image = image.resize([max(2, round(side * scale)) for side in image.size], Image.BOX)
    out = np.zeros((GLYPH, GLYPH), np.float32)
    top, left = (GLYPH - image.size[1]) // 2, (GLYPH - image.size[0]) // 2
    out[top : top + image.size[1], left : left + image.size[0]] = np.asarray(image, np.float32) / 255
    return out


def glyphs(count: int) -> tuple[torch.Tensor, torch.Tensor]:
    fonts, images, classes = latin_fonts(), [], []
    while len(images) < count:
        index = random.randrange(len(LETTERS))
        try:
            image = glyph(LETTERS[index], random.choice(fonts))
        except OSError:
            continue
        if image is not None:
            images.append(image)
            classes.append(index)
    return torch.tensor(np.stack(images)), torch.tensor(classes)


def frames(letters: torch.Tensor, strokes_from: torch.Tensor) -> torch.Tensor:
    """Letters [n, 28, 28], bent, sized and placed at random in noisy frames [n, 1, 56, 56] with up to three strokes."""
    n = len(letters)
    uniform = lambda low, high: torch.empty(n).uniform_(low, high)
    angle, shear, size = uniform(-0.3, 0.3), uniform(-0.35, 0.35), uniform(0.8, 1.25)
    stretch = uniform(0.85, 1.15)
    reach = 1 - 0.5 * 0.72 * size
    shift = torch.stack([uniform(-1, 1) * reach, uniform(-1, 1) * reach], 1)
    cos, sin = torch.cos(angle), torch.sin(angle)
    turn = torch.stack([torch.stack([cos, -sin], 1), torch.stack([sin, cos], 1)], 1)
    bend = torch.stack([torch.stack([stretch, shear], 1), torch.stack([torch.zeros(n), 1 / stretch], 1)], 1)
    linear = turn @ bend * (FRAME / GLYPH / size)[:, None, None]
    theta = torch.cat([linear, -(linear @ shift[:, :, None])], 2)
    grid = F.affine_grid(theta, [n, 1, FRAME, FRAME], align_corners=False)
    wave = 0.06 * torch.sin(3 * grid.flip(3) + uniform(0, 6.3)[:, None, None, None]) * uniform(0, 1)[:, None, None, None]
    ink = F.grid_sample(letters[:, None], grid + wave, align_corners=False)
    ink = (ink * uniform(0.8, 1.3)[:, None, None, None]).clamp(0, 1)
    out = torch.maximum(ink, strokes(n, strokes_from))
    low = uniform(0, 0.15)[:, None, None, None]
    return (torch.maximum(out, low) + 0.03 * torch.randn(n, 1, FRAME, FRAME)).clamp(0, 1)


def strokes(n: int, source: torch.Tensor) -> torch.Tensor:
    """Up to three 8x8 pieces of other letters a frame, at 60 % of their brightness."""
    out = torch.zeros(n, FRAME, FRAME)
    frame = torch.arange(n)[:, None, None]
    down, right = torch.arange(8)[:, None], torch.arange(8)[None, :]
    corner = lambda side: torch.randint(side - 8, (n, 1, 1))
    count = torch.randint(4, (n, 1, 1))
    for k in range(3):
        piece = source[torch.randint(len(source), (n, 1, 1)), corner(GLYPH) + down, corner(GLYPH) + right]
        rows, columns = corner(FRAME) + down, corner(FRAME) + right
        out[frame, rows, columns] = torch.maximum(out[frame, rows, columns], 0.6 * piece * (count > k))
    return out[:, None]


class Block(nn.Module):
    """Convolution, batch normalisation, relu; padded as TensorFlow's 'same'."""

    def __init__(self, inputs: int, outputs: int, stride: int):
        super().__init__()
        self.pad = (0, 1, 0, 1) if stride == 2 else (1, 1, 1, 1)
        self.conv = nn.Conv2d(inputs, outputs, 3, stride, bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.relu(self.norm(self.conv(F.pad(x, self.pad))))

    def folded(self) -> tuple[np.ndarray, np.ndarray]:
        """The kernel [3, 3, in, out] and bias [out] of the convolution that computes the same in inference mode."""
        scale = self.norm.weight / torch.sqrt(self.norm.running_var + self.norm.eps)
        kernel = (self.conv.weight * scale[:, None, None, None]).permute(2, 3, 1, 0)
        return kernel.detach().numpy(), (self.norm.bias - self.norm.running_mean * scale).detach().numpy()


class LetterNetwork(nn.Module):
    def __init__(self, channels: int):
        super().__init__()
        self.blocks = nn.Sequential(*[Block(i or channels, o or channels, s) for i, o, s in LAYERS])
        self.head = nn.Linear(channels, len(LETTERS))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(self.blocks(x).amax((2, 3)))


def write_safetensors(path: str, tensors: dict[str, np.ndarray]) -> None:
    header, chunks, offset = {}, [], 0
    for name, array in tensors.items():
        chunk = np.ascontiguousarray(array, "<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [offset, offset + len(chunk)]}
        chunks.append(chunk)
        offset += len(chunk)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(gzip.compress(struct.pack("<Q", len(text)) + text + b"".join(chunks), mtime=0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--channels", type=int, default=64, help="width of the feature map")
    parser.add_argument("--letters", type=int, default=16000)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    random.seed(options.seed)
    torch.manual_seed(options.seed)

    images, classes = glyphs(options.letters)
    network = LetterNetwork(options.channels)
    steps = options.letters // options.batch
    optimizer = torch.optim.AdamW(network.parameters(), 2e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=options.epochs * steps)
    for epoch in range(options.epochs):
        right = 0
        for batch in torch.randperm(options.letters)[: steps * options.batch].view(steps, -1):
            scores = network(frames(images[batch], images))
            loss = F.cross_entropy(scores, classes[batch], label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            right += (scores.argmax(1) == classes[batch]).sum().item()
        print(f"epoch {epoch}: letters named {100 * right / steps / options.batch:.1f} %", flush=True)
    network.eval()
    tensors = {}
    for i, block in enumerate(network.blocks, 1):
        tensors[f"conv{i}/kernel"], tensors[f"conv{i}/bias"] = block.folded()
    write_safetensors(options.out, tensors)


if __name__ == "__main__":
    main()
