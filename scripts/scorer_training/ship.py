"""From a trained network to the files of the package, ONNX, fused and in 8 bits, and back to go on from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper

from scorer_training import net
from scorer_training.net import Item, Joint, collate

INPUTS = ("ids", "mask", "types", "s", "e", "segw", "pairb", "mt", "feat", "tie")
OUTPUTS = ("rel", "pol", "ext", "qua", "mod", "dat", "ptr")
_AXES = {
    "ids": "L", "mask": "L", "types": "L", "s": "M", "e": "M", "segw": "M", "mt": "T", "feat": "M", "pairb": "TM", "tie": "TM",
    "rel": "T", "pol": "T", "ext": "T", "qua": "T", "mod": "T", "dat": "T",
}  # fmt: skip


class _Plain(torch.nn.Module):
    """The network with arrays in and arrays out, in a fixed order."""

    def __init__(self, model: Joint, names: Sequence[str]) -> None:
        super().__init__()
        self.model, self.names = model, names

    def forward(self, *arrays: torch.Tensor) -> tuple[torch.Tensor, ...]:
        out = self.model(**dict(zip(self.names, arrays, strict=True)))
        return tuple(out[name] for name in OUTPUTS)


def export(model: Joint, sample: Sequence[Item], path: Path) -> None:
    """Write the network to ``path``: 8-bit matrices per column, 8-bit word vectors per row, the rest in 32 bits."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.transformers import optimizer
    from onnxruntime.transformers.fusion_options import FusionOptions

    batch, _ = collate(sample)
    names = list(INPUTS)
    axes = {
        k: {0: "B", **{n + 1: letter for n, letter in enumerate(v)}}
        for k, v in _AXES.items()
        if k in {*names, *OUTPUTS}
    }
    axes["ptr"] = {0: "B", 1: "T", 3: "M1"}
    options = FusionOptions("bert")
    options.enable_embed_layer_norm = False
    options.enable_skip_layer_norm = False  # fused with the sum before it, it takes a sixth longer here
    with TemporaryDirectory() as folder:
        raw, fused = str(Path(folder) / "raw.onnx"), str(Path(folder) / "fused.onnx")
        torch.onnx.export(
            _Plain(model.eval().float(), names), tuple(batch[n] for n in names), raw, input_names=names,
            output_names=list(OUTPUTS), dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        heads = model.enc.config.num_attention_heads
        optimizer.optimize_model(
            raw, "bert", num_heads=heads, hidden_size=model.enc.config.hidden_size, optimization_options=options, opt_level=0
        ).save_model_to_file(fused)  # fmt: skip
        onnx.save(_small_vectors(onnx.load(fused)), fused)
        quantize_dynamic(
            fused, path, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Attention", "Gemm"],
            extra_options={"MatMulConstBOnly": True, "DefaultTensorType": onnx.TensorProto.FLOAT},
        )  # fmt: skip


def loaded(model: Joint, path: Path) -> Joint:
    """The network with the weights of a file: a network's own, or those that :func:`export` wrote."""
    return restored(model, path) if path.suffix == ".onnx" else net.loaded(model, path)


def restored(model: Joint, path: Path) -> Joint:
    """The network with the weights of a file that :func:`export` wrote, as exact as 8 bits are.

    What serves in training only (the side task's head) keeps its weights.
    """
    graph = onnx.load(path).graph
    stored = {w.name: torch.from_numpy(numpy_helper.to_array(w).copy()) for w in graph.initializer}

    def matrix(name: str) -> torch.Tensor:
        apart = stored[f"{name}_quantized"].float() - stored[f"{name}_zero_point"].float()
        return (apart * stored[f"{name}_scale"]).T

    weights = {k.removeprefix("model."): v for k, v in stored.items() if k.startswith("model.")}
    weights["enc.model.embeddings.word_embeddings.weight"] = stored["words"].float() * stored["scales"]
    parts = ("query", "key", "value")
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            layer = node.name.removeprefix("/model/").removesuffix("/MatMul_quant").replace("/", ".")
            layer = re.sub(r"(key|place)\.\1", r"\1", layer)
            weights[f"{layer}.weight"] = matrix(node.input[1].removesuffix("_quantized"))
        elif node.op_type == "QAttention":
            name = node.input[1].removesuffix("_weight_quantized")
            layer = f"enc.model.encoder.layer.{name.split('_')[1]}.attention.self"
            for part, w, b in zip(
                parts, matrix(f"{name}_weight").chunk(3), stored[f"{name}_bias"].chunk(3), strict=True
            ):
                weights |= {f"{layer}.{part}.weight": w, f"{layer}.{part}.bias": b}
        elif node.op_type == "Expand" and node.input[0] in stored:
            weights["null"] = stored[node.input[0]].flatten()
    known = model.state_dict()
    if odd := weights.keys() - known.keys():
        raise ValueError(f"{path}: no such weights in the network: {', '.join(sorted(odd))}")
    model.load_state_dict(known | weights)
    return model.eval()


def _small_vectors(model: onnx.ModelProto) -> onnx.ModelProto:
    """Word vectors in 8 bits, each with a scale of its own."""
    graph = model.graph
    weights = {w.name: w for w in graph.initializer}
    for at, node in enumerate(graph.node):
        if node.op_type == "Gather" and node.input[0] in weights and weights[node.input[0]].dims[0] > 10_000:
            vectors = numpy_helper.to_array(weights[node.input[0]])
            scale = np.maximum(np.abs(vectors).max(1, keepdims=True) / 127, 1e-12).astype(np.float32)
            graph.initializer.remove(weights[node.input[0]])
            graph.initializer.extend(
                [numpy_helper.from_array(np.round(vectors / scale).astype(np.int8), "words"), numpy_helper.from_array(scale, "scales")]
            )  # fmt: skip
            ids, out = node.input[1], node.output[0]
            graph.node.remove(node)
            new = [
                helper.make_node("Gather", ["words", ids], ["word"]), helper.make_node("Cast", ["word"], ["wide"], to=onnx.TensorProto.FLOAT),
                helper.make_node("Gather", ["scales", ids], ["scale"]), helper.make_node("Mul", ["wide", "scale"], [out]),
            ]  # fmt: skip
            for k, one in enumerate(new):
                graph.node.insert(at + k, one)
            break
    return model
