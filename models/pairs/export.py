"""Export a trained network to ONNX with int8 weights: ``python -m models.pairs.export --help``."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file

from models.pairs.network import PairNetwork, Scores
from models.pairs.train import encoder_folder

HERE = Path(__file__).parent
INPUTS = ("ids", "mask", "rows", "holders", "targets")


def export(weights: Path, folder: Path, shared_layers: int) -> Path:
    """Return the path of the quantised model written to `folder`, its tokenizer beside it."""
    network = PairNetwork(shared_layers, dropout=0.0)
    network.load_state_dict(load_file(weights))
    network.eval()
    ids = torch.tensor([[101, 2003, 2022, 102, 0], [101, 2003, 2022, 2023, 102]])
    marks = torch.zeros(3, 5)
    sample = (
        ids,
        (ids > 0).long(),
        torch.tensor([0, 0, 1]),
        marks.index_fill(1, torch.tensor([1]), 1.0),
        marks,
    )
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "pairs.onnx"
        torch.onnx.export(
            network,
            sample,
            plain,
            input_names=list(INPUTS),
            output_names=list(Scores._fields),
            dynamic_axes={
                "ids": {0: "sentences", 1: "tokens"},
                "mask": {0: "sentences", 1: "tokens"},
                "rows": {0: "pairs"},
                "holders": {0: "pairs", 1: "tokens"},
                "targets": {0: "pairs", 1: "tokens"},
            },
            opset_version=17,
            dynamo=False,
        )
        small = folder / "pairs.int8.onnx"
        quantize_dynamic(plain, small, weight_type=QuantType.QInt8, per_channel=True)
    shutil.copy(encoder_folder() / "tokenizer.json", folder / "tokenizer.json")
    return small


def main() -> None:
    """Export as the command line says and print the size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--folder", type=Path, default=HERE)
    parser.add_argument("--shared-layers", type=int, default=4)
    arguments = parser.parse_args()
    path = export(arguments.weights, arguments.folder, arguments.shared_layers)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
