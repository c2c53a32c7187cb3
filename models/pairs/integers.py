"""Matrix products in whole numbers: three times as fast as in floats, and the same sums on every machine.

Weights are int8 with one scale a column, inputs uint8 with one scale and zero a product. Two things keep
that as accurate as floats, and each answer independent of what else is in its batch:

- inputs are measured once, on texts of the corpus, and not anew in each batch. Some channels are many times
  as large as the others; dividing them by a factor that the weights are multiplied with evens that out
  (SmoothQuant, Xiao et al. 2022, arXiv:2211.10438);
- weights keep to 7 bits, [-63, 63]: on processors without VNNI the sum of two products is kept in 16 bits,
  and could not hold those of 8.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

SMALLEST_SIDE = 384  # matrices with a smaller one are heads, and stay floats
MOST, STEPS = 63, 255
EVENNESS = 0.75  # how far inputs are evened out at the cost of weights; 0.5 loses accuracy, 0.9 gains none
LEAST_INPUT, LEAST_WEIGHT = 1e-3, 1e-4
DOMAIN = helper.make_opsetid("com.microsoft", 1)


@dataclass(frozen=True, slots=True)
class Product:
    """A product of states and a matrix of weights, plus a bias, by the names of its tensors."""

    inner: str
    states: str
    matrix: str
    bias: str
    output: str


@dataclass(frozen=True, slots=True)
class Input:
    """How the states of a channel become whole numbers: ``round(states / factors / scale) + zero``."""

    factors: Floats
    scale: np.float32
    zero: np.uint8


def in_integers(model: onnx.ModelProto, feeds: Iterable[Mapping[str, NDArray]]) -> onnx.ModelProto:
    """Return the model with its products in whole numbers, their inputs measured on `feeds`, without padding.

    Products of the same states (query, key and value) become one.
    """
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    products = _products(model, weights)
    groups: dict[str, list[Product]] = {}
    for product in products:
        groups.setdefault(product.states, []).append(product)
    bounds = _measure(model, list(groups), feeds)
    replaced = {name for one in products for name in (one.matrix, one.bias)}
    tensors = [tensor for tensor in model.graph.initializer if tensor.name not in replaced]
    made: dict[str, list[onnx.NodeProto]] = {}
    for states, group in groups.items():
        matrix = np.concatenate([weights[one.matrix] for one in group], axis=1)
        bias = np.concatenate([weights[one.bias] for one in group])
        tensors += _tensors(states, _input(*bounds[states], matrix), matrix, bias)
        if len(group) > 1:
            widths = np.array([weights[one.bias].size for one in group], dtype=np.int64)
            tensors.append(numpy_helper.from_array(widths, f"{states}.widths"))
        made[group[0].inner] = _nodes(states, [one.output for one in group])
    gone = {name for one in products for name in (one.inner, one.output)}
    nodes: list[onnx.NodeProto] = []
    for node in model.graph.node:
        name = node.output[0]
        nodes += made.get(name, []) if name in gone else [node]
    graph = helper.make_graph(nodes, model.graph.name, model.graph.input, model.graph.output, tensors)
    opsets = [*model.opset_import, DOMAIN]
    return helper.make_model(graph, opset_imports=opsets, ir_version=model.ir_version)


def _products(model: onnx.ModelProto, weights: Mapping[str, NDArray]) -> tuple[Product, ...]:
    """Return the products with large matrices to which a bias is added."""
    biases = {
        (added if given in weights else given): (given if given in weights else added, node.output[0])
        for node in model.graph.node
        if node.op_type == "Add"
        for given, added in [node.input]
        if given in weights or added in weights
    }
    return tuple(
        Product(node.output[0], *node.input, *biases[node.output[0]])
        for node in model.graph.node
        if node.op_type == "MatMul"
        and node.input[1] in weights
        and min(weights[node.input[1]].shape) >= SMALLEST_SIDE
    )


def _measure(
    model: onnx.ModelProto, names: Sequence[str], feeds: Iterable[Mapping[str, NDArray]]
) -> dict[str, tuple[Floats, Floats]]:
    """Return the lowest and the highest value of each channel (width,) of the tensors."""
    open_model = onnx.ModelProto()
    open_model.CopyFrom(model)
    known = {output.name for output in open_model.graph.output}
    open_model.graph.output.extend(
        helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names if name not in known
    )
    session = onnxruntime.InferenceSession(open_model.SerializeToString(), providers=["CPUExecutionProvider"])
    bounds: dict[str, tuple[Floats, Floats]] = {}
    for feed in feeds:
        for name, states in zip(names, session.run(names, feed), strict=True):
            rows = states.reshape(-1, states.shape[-1])
            low, high = bounds.get(name, (rows[0], rows[0]))
            bounds[name] = np.minimum(low, rows.min(0)), np.maximum(high, rows.max(0))
    return bounds


def _input(low: Floats, high: Floats, matrix: Floats) -> Input:
    reach = np.maximum(np.maximum(-low, high), LEAST_INPUT)
    heaviest = np.maximum(np.abs(matrix).max(1), LEAST_WEIGHT)
    factors = (reach**EVENNESS / heaviest ** (1 - EVENNESS)).astype(np.float32)
    lowest, highest = min(float((low / factors).min()), 0), max(float((high / factors).max()), 0)
    scale = np.float32((highest - lowest) / STEPS)
    return Input(factors, scale, np.uint8(round(-lowest / float(scale))))


def _tensors(name: str, given: Input, matrix: Floats, bias: Floats) -> list[onnx.TensorProto]:
    evened = matrix * given.factors[:, None]
    scales = (np.abs(evened).max(0) / MOST).astype(np.float32)
    values = {
        "even": 1 / given.factors,
        "scale": np.array(given.scale),
        "zero": np.array(given.zero),
        "matrix": np.round(evened / scales).astype(np.int8),
        "columns": scales,
        "bias": bias,
    }
    return [numpy_helper.from_array(value, f"{name}.{key}") for key, value in values.items()]


def _nodes(name: str, outputs: Sequence[str]) -> list[onnx.NodeProto]:
    """Return nodes that even the states out, make them whole numbers, and multiply."""
    joint = outputs[0] if len(outputs) == 1 else f"{name}.joint"
    parts = ("whole", "matrix", "scale", "columns", "zero", "", "bias")
    inputs = [part and f"{name}.{part}" for part in parts]
    nodes = [
        helper.make_node("Mul", [name, f"{name}.even"], [f"{name}.evened"]),
        helper.make_node(
            "QuantizeLinear", [f"{name}.evened", f"{name}.scale", f"{name}.zero"], [f"{name}.whole"]
        ),
        helper.make_node("MatMulIntegerToFloat", inputs, [joint], domain=DOMAIN.domain),
    ]
    if joint not in outputs:
        nodes.append(helper.make_node("Split", [joint, f"{name}.widths"], list(outputs), axis=-1))
    return nodes
