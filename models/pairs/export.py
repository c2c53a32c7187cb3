"""Export a trained network to ONNX with int8 weights: ``python -m models.pairs.export --help``.

Weights are kept as int8, with one scale a column (a row of the embeddings). The products of the encoder's
layers are done in whole numbers (`integers.py`); the rest, little of it, in floats. What a sentence scores
does not depend on its company, as it would with ONNX Runtime's dynamic quantisation, which measures each
batch anew.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors.torch import load_file

from models.pairs.data import is_held_out, read_corpus, tokenise
from models.pairs.integers import in_integers
from models.pairs.network import Glance, GlancingNetwork, PairNetwork, Scores
from models.pairs.train import HERE, collate, encoder_folder, load_tokenizer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

SMALLEST = 10_000  # numbers in a matrix that is worth it
MATRIX = 2
LAST_AXIS = "last_axis"
INPUTS = ("ids", "mask", "rows", "holders", "targets", "least")
MEASURED = 512  # passages of the corpus on which inputs are measured


def export(network: GlancingNetwork, feeds: Iterator[dict[str, NDArray]], folder: Path) -> Path:
    """Return the path of the quantised model written to `folder`, its tokenizer beside it.

    `feeds` are passages, without padding, on which the inputs of the layers are measured.
    """
    ids = torch.tensor([[101, 2003, 2022, 102, 0], [101, 2003, 2022, 2023, 102]])
    marks = torch.zeros(3, 5)
    sample = (
        ids,
        (ids > 0).long(),
        torch.tensor([0, 0, 1]),
        marks.index_fill(1, torch.tensor([1]), 1.0),
        marks,
        torch.tensor(0.0),
    )
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "pairs.onnx"
        torch.onnx.export(
            network,
            sample,
            plain,
            input_names=list(INPUTS),
            output_names=["places", *Scores._fields],
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
        onnx.save(shrunk(in_integers(onnx.load(plain), feeds)), small)
    shutil.copy(encoder_folder() / "tokenizer.json", folder / "tokenizer.json")
    return small


def load_network(weights: Path, shared_layers: int) -> GlancingNetwork:
    """Return the network and its glance from one file. Raises RuntimeError for weights of another shape."""
    network = GlancingNetwork(PairNetwork(shared_layers, dropout=0.0), Glance())
    tensors = load_file(weights)
    named = {n if n.startswith("glance.") else f"network.{n}": tensor for n, tensor in tensors.items()}
    network.load_state_dict(named)
    return network.eval()


def measured_feeds(corpus: Path) -> Iterator[dict[str, NDArray]]:
    """Yield passages of the corpus, none of them held out, as the exported model takes them."""
    passages = tokenise(read_corpus(corpus), load_tokenizer())
    seen = [passage for passage in passages if not is_held_out(passage.name, 0)]
    for passage in random.Random(1).sample(seen, MEASURED):
        batch = collate([passage])
        yield {name: batch[name].numpy() for name in INPUTS[:-1]} | {"least": np.array(0, dtype=np.float32)}


def shrunk(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return the model with every large matrix as int8 and its scales."""
    graph = model.graph
    tables = {node.input[0] for node in graph.node if node.op_type == "Gather"}
    kept: list[onnx.TensorProto] = []
    nodes: list[onnx.NodeProto] = []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < SMALLEST or values.ndim != MATRIX:
            kept.append(tensor)
            continue
        axis = 0 if tensor.name in tables else 1
        kept += _small_tensors(tensor.name, values, axis)
        if axis == 1:
            inputs = [f"{tensor.name}.int8", f"{tensor.name}.scale"]
            nodes.append(helper.make_node("DequantizeLinear", inputs, [tensor.name], axis=axis))
    small = {tensor.name for tensor in kept}
    for node in graph.node:
        is_lookup = node.op_type == "Gather" and f"{node.input[0]}.int8" in small
        nodes += _small_lookup(node) if is_lookup else [node]
    kept.append(numpy_helper.from_array(np.array([-1], dtype=np.int64), LAST_AXIS))
    made = helper.make_graph(nodes, graph.name, graph.input, graph.output, kept)
    small_model = helper.make_model(made, opset_imports=model.opset_import, ir_version=model.ir_version)
    onnx.checker.check_model(small_model)
    return small_model


def _small_tensors(name: str, values: np.ndarray, axis: int) -> list[onnx.TensorProto]:
    scales = np.abs(values).max(axis=1 - axis, keepdims=True).astype(np.float32) / 127
    scales[scales == 0] = 1
    small = np.round(values / scales).astype(np.int8)
    return [
        numpy_helper.from_array(small, f"{name}.int8"),
        numpy_helper.from_array(scales.reshape(-1), f"{name}.scale"),
    ]


def _small_lookup(node: onnx.NodeProto) -> list[onnx.NodeProto]:
    """Return nodes that look rows up before they are made floats: the table itself stays int8 in memory."""
    table, places, output = node.input[0], node.input[1], node.output[0]
    rows, scales = f"{output}.rows", f"{output}.scales"
    return [
        helper.make_node("Gather", [f"{table}.int8", places], [rows], axis=0),
        helper.make_node("Gather", [f"{table}.scale", places], [scales], axis=0),
        helper.make_node("Cast", [rows], [f"{rows}.float"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", [scales, LAST_AXIS], [f"{scales}.column"]),
        helper.make_node("Mul", [f"{rows}.float", f"{scales}.column"], [output]),
    ]


def main() -> None:
    """Export as the command line says and print the size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, help="from models.pairs.glance")
    parser.add_argument("--folder", type=Path, default=HERE)
    parser.add_argument("--corpus", type=Path, default=HERE.parent / "corpus")
    parser.add_argument("--shared-layers", type=int, default=4)
    arguments = parser.parse_args()
    network = load_network(arguments.weights, arguments.shared_layers)
    path = export(network, measured_feeds(arguments.corpus), arguments.folder)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
