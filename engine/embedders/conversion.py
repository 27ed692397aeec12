"""A sentence-transformers model to an OpenVINO graph, where its architecture allows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openvino as ov
import torch
from openvino.frontend import FrontEndManager
from openvino.frontend.pytorch.ts_decoder import TorchScriptPythonDecoder
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import Normalize, Transformer
from sentence_transformers.sentence_transformer.modules import Pooling

from engine.embedders.converted import PROOF, Card, Converted
from engine.embedders.sentence import hushed, prompts_of_model

_POOLINGS = {"mean", "cls"}
# Encoders whose token states depend on token ids and mask alone.
_ARCHITECTURES = {
    "albert", "bert", "camembert", "distilbert", "electra", "mpnet", "roberta", "xlm-roberta",
}  # fmt: skip
_LONGEST = 32768  # tokens; a tokenizer without a limit says an astronomic number


class _Pooled(torch.nn.Module):
    """A transformer from token ids and mask to one vector a row."""

    def __init__(self, transformer: torch.nn.Module, pooling: str) -> None:
        super().__init__()
        self._transformer = transformer
        self._is_mean = pooling == "mean"

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        answer = self._transformer(input_ids=input_ids, attention_mask=attention_mask)
        states: torch.Tensor = answer.last_hidden_state
        if not self._is_mean:
            return states[:, 0]
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        return (states * mask).sum(1) / mask.sum(1)


def is_convertible(model: SentenceTransformer) -> bool:
    """Return whether `model` is a known transformer, pooled by mean or first token, and no more.

    Lengths, expansions or settings of its own for queries, and prompts left out of the pooling,
    are for sentence-transformers itself.
    """
    kinds = [type(module) for module in model]
    if kinds not in ([Transformer, Pooling], [Transformer, Pooling, Normalize]):
        return False
    transformer, pooling = _parts(model)
    return (
        isinstance(pooling.pooling_mode, str)
        and pooling.pooling_mode in _POOLINGS
        and pooling.include_prompt
        and model.truncate_dim is None
        and transformer.config.model_type in _ARCHITECTURES
        and _is_plain(transformer)
        and _has_plain_tokenizer(transformer.tokenizer)
    )


def _parts(model: SentenceTransformer) -> tuple[Any, Any]:
    """Return the transformer and the pooling; torch knows its modules' attributes by name only."""
    return model[0], model[1]


def _is_plain(transformer: Any) -> bool:
    return (
        transformer.transformer_task == "feature-extraction"
        and transformer.query_length is None
        and transformer.document_length is None
        and transformer.query_expansion is None
        and not transformer.processing_kwargs
    )


def _has_plain_tokenizer(tokenizer: object) -> bool:
    return (
        getattr(tokenizer, "is_fast", False)
        and getattr(tokenizer, "padding_side", None) == "right"
        and getattr(tokenizer, "truncation_side", None) == "right"
        and getattr(tokenizer, "pad_token_id", None) is not None
        and getattr(tokenizer, "model_max_length", _LONGEST + 1) <= _LONGEST
    )


def convert(model: SentenceTransformer, folder: Path) -> Converted:
    """Write the graph, tokenizer and card of `model` into the empty `folder`.

    Raises:
        RuntimeError: OpenVINO has no counterpart of some operation.
        OSError: the disk is full.
    """
    transformer, pooling = _parts(model)
    tokenizer = transformer.tokenizer
    card = Card(
        prompts=prompts_of_model(model),
        max_length=tokenizer.model_max_length,
        pad_id=tokenizer.pad_token_id,
        dim=pooling.pooling_output_dimension,
        proof=tuple(_proof(model)),
    )
    converted = Converted(folder, card)
    with hushed():
        graph = _graph(model)
    ov.save_model(graph, converted.graph, compress_to_fp16=False)
    tokenizer.backend_tokenizer.save(str(converted.tokenizer))
    converted.seal()
    return converted


def _proof(model: SentenceTransformer) -> list[float]:
    vector = model.encode_document(
        [PROOF], prompt=prompts_of_model(model).document, normalize_embeddings=True
    )[0]
    return [float(number) for number in vector]


def _graph(model: SentenceTransformer) -> ov.Model:
    transformer, pooling = _parts(model)
    pooled = _Pooled(transformer.auto_model, pooling.pooling_mode).eval()
    example = {name: torch.ones(2, 8, dtype=torch.long) for name in ("input_ids", "attention_mask")}
    # OpenVINO's own `convert_model` does the same and reports its use over the network.
    frontend = FrontEndManager().load_by_framework("pytorch")
    decoder = TorchScriptPythonDecoder(pooled, example_input=example)
    graph = frontend.convert(frontend.load(decoder))
    for place, name in zip(graph.inputs, example, strict=True):
        place.get_tensor().set_names({name})
        place.get_node().set_partial_shape(ov.PartialShape([-1, -1]))
        place.get_node().set_element_type(ov.Type.i64)
    graph.validate_nodes_and_infer_types()
    return graph
