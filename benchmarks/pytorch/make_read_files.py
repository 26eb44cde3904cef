"""Writes the files that the reading cases read: python make_read_files.py FOLDER. Sparse numbers, as after a relu."""

import os
import pickle
import sys
import zipfile

import h5py
import numpy as np

HDF5_CLIPS = 250
ZIPPED_CLIPS = 150
rng = np.random.default_rng(0)


def features(*shape):
    return np.maximum(rng.standard_normal((10, *shape), dtype=np.float32) - 0.8, 0)


def write_h5(path, name, rows, shape, dtype):
    with h5py.File(path, "w") as file:
        data = file.create_dataset(name, (len(rows), *shape), dtype)
        for i, row in enumerate(rows):
            data[i] = row


class Generated:
    """A sequence whose rows are made when they are asked for."""

    def __init__(self, count, make):
        self.count, self.make = count, make

    def __len__(self):
        return self.count

    def __iter__(self):
        return (self.make() for _ in range(self.count))


def make_ave(root):
    os.makedirs(root)
    labels = np.eye(29, dtype=np.int64)[np.arange(HDF5_CLIPS) % 28]
    write_h5(f"{root}/visual_feature.h5", "avadataset", Generated(HDF5_CLIPS, lambda: features(7, 7, 512)), (10, 7, 7, 512), np.float32)
    write_h5(f"{root}/audio_feature.h5", "avadataset", Generated(HDF5_CLIPS, lambda: features(128)), (10, 128), np.float32)
    write_h5(f"{root}/labels.h5", "avadataset", labels[:, None].repeat(10, axis=1), (10, 29), np.int64)
    for split, order in {"train": rng.permutation(HDF5_CLIPS), "val": [0], "test": [1]}.items():
        write_h5(f"{root}/{split}_order.h5", "order", order, (), np.int64)


def make_vggsound(root):
    names = [f"clip-{clip:06d}" for clip in range(ZIPPED_CLIPS)]
    for modality, shape in {"audio": (128,), "video": (7, 7, 512)}.items():
        os.makedirs(f"{root}/{modality}/zip")
        for name in names:
            with zipfile.ZipFile(f"{root}/{modality}/zip/{name}.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                archive.writestr(f"{name}.pkl", pickle.dumps(features(*shape), protocol=4))
    with open(f"{root}/video_name_vggsound81k_checked.csv", "w") as file:
        file.write("".join(f"{line}\n" for line in ["id", *(f"{name}.mp4" for name in names)]))


make_ave(os.path.join(sys.argv[1], "ave"))
make_vggsound(os.path.join(sys.argv[1], "vggsound-avel"))
