"""Sound and pictures of random clips as the official code reads them: h5py row by row, or one pickle per archive."""

import csv
import os
import pickle
import zipfile

import numpy as np


class Hdf5Clips:
    def __init__(self, folder):
        import h5py

        names = {"audio": "audio_feature.h5", "video": "visual_feature.h5"}
        self.files = {m: h5py.File(os.path.join(folder, "ave", name), "r") for m, name in names.items()}
        with h5py.File(os.path.join(folder, "ave", "train_order.h5"), "r") as file:
            self.order = file["order"][:]

    def __len__(self):
        return len(self.order)

    def read(self, modality, row):
        return self.files[modality]["avadataset"][self.order[row]]

    def close(self):
        for file in self.files.values():
            file.close()


class ZippedClips:
    def __init__(self, folder):
        self.root = os.path.join(folder, "vggsound-avel")
        with open(os.path.join(self.root, "video_name_vggsound81k_checked.csv"), newline="") as file:
            self.names = [row["id"].removesuffix(".mp4") for row in csv.DictReader(file)]

    def __len__(self):
        return len(self.names)

    def read(self, modality, row):
        name = self.names[row]
        with zipfile.ZipFile(os.path.join(self.root, modality, "zip", f"{name}.zip")) as archive:
            return pickle.loads(archive.read(f"{name}.pkl"))

    def close(self):
        pass


FORMATS = {"hdf5": Hdf5Clips, "zip": ZippedClips}


class Reading:
    """`cold` opens the data set and closes it again each time; `cached` reads from one that has read it all before."""

    parameters = 0

    def __init__(self, case):
        self.case = case
        self.clips = None

    def run(self, repeats):
        for _ in range(repeats):
            self.clips = self.clips or FORMATS[self.case["format"]](self.case["folder"])
            self.read_all()
            if self.case["pass"] == "cold":
                self.clips.close()
                self.clips = None

    def read_all(self):
        rows = [i * 7919 % len(self.clips) for i in range(self.case["samples"])]
        for first in range(0, len(rows), self.case["batch"]):
            for modality in ("audio", "video"):
                np.stack([self.clips.read(modality, row) for row in rows[first : first + self.case["batch"]]])
