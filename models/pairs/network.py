"""The network: a sentence is read once, then its last layers again for each marked pair.

MiniLM-L6 (Wang et al. 2020, arXiv:2002.10957; sentence-transformers' weights, Apache-2.0) cut in
two: the lower layers encode the sentence once; learned vectors are then added to the tokens of
holder and target, and the upper layers run for each pair. Marking the pair inside the encoder
keeps the accuracy of one pass a pair (Baldini Soares et al. 2019, arXiv:1906.03158) for a
fraction of its cost. Most pairs of a text take no stance, which a small head sees at a glance on what
the lower layers made of the sentence: `GlancingNetwork` runs the upper layers for the others alone.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import Tensor, nn

from models.pairs.labels import CODES, MODALITIES

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH, HEADS, INNER, LAYERS, VOCABULARY, POSITIONS = 384, 12, 1536, 6, 30522, 512
GLANCE_WIDTH = 128
FAR = -10_000.0


class Scores(NamedTuple):
    """Logits a pair: codes and given (n, 17), modalities (n, 4); pointers over tokens (n, length).

    `codes` are for pairs that were found in a text, most of which take no stance; `given` for pairs that
    somebody chose, as people code the wire's sentences. Pointers choose [CLS], position 0, where there is
    no issue or no speaker.
    """

    codes: Tensor
    given: Tensor
    modalities: Tensor
    issue_starts: Tensor
    issue_ends: Tensor
    speaker_starts: Tensor
    speaker_ends: Tensor


class Layer(nn.Module):
    """One post-norm transformer layer, as in BERT."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.mix = nn.Linear(WIDTH, WIDTH)
        self.mix_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.widen, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.narrow_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """Return the next states (batch, length, width); `bias` (batch, 1, 1, length) hides padding."""
        batch, length, _ = states.shape
        size = WIDTH // HEADS

        def split(flat: Tensor) -> Tensor:
            return flat.reshape(batch, length, HEADS, size).transpose(1, 2)

        query, key, value = split(self.query(states)), split(self.key(states)), split(self.value(states))
        weights = torch.softmax(query @ key.transpose(2, 3) / math.sqrt(size) + bias, dim=-1)
        mixed = (self.dropout(weights) @ value).transpose(1, 2).reshape(batch, length, WIDTH)
        states = self.mix_norm(states + self.dropout(self.mix(mixed)))
        inner = torch.nn.functional.gelu(self.widen(states))
        return self.narrow_norm(states + self.dropout(self.narrow(inner)))


class PairNetwork(nn.Module):
    """Scores of ordered pairs of mentions, several pairs a sentence."""

    def __init__(self, shared_layers: int = 4, dropout: float = 0.1) -> None:
        super().__init__()
        self.shared_layers = shared_layers
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.marks = nn.Parameter(torch.randn(2, WIDTH) * 0.3)
        self.dropout = nn.Dropout(dropout)
        self.middle = nn.Sequential(nn.Linear(4 * WIDTH, WIDTH), nn.GELU(), nn.Dropout(dropout))
        self.code = nn.Linear(WIDTH, len(CODES))
        self.given = nn.Sequential(
            nn.Linear(4 * WIDTH, WIDTH), nn.GELU(), nn.Dropout(dropout), nn.Linear(WIDTH, len(CODES))
        )
        self.modality = nn.Linear(WIDTH, len(MODALITIES))
        self.pointers = nn.Linear(WIDTH, 4)

    def forward(self, ids: Tensor, mask: Tensor, rows: Tensor, holders: Tensor, targets: Tensor) -> Scores:
        """Return the scores of n pairs in m sentences.

        `ids` and `mask` are (m, length); `rows` (n,) is the sentence of each pair; `holders` and
        `targets` (n, length) are 1 on the tokens of the mention (all 0 for no target).
        """
        states, bias = self.read(ids, mask)
        return self.judge(states[rows], bias[rows], mask[rows], holders, targets)

    def read(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the states (m, length, width) after the lower layers, and the bias that hides padding."""
        positions = torch.arange(ids.shape[1], device=ids.device)
        states = self.dropout(self.norm(self.words(ids) + self.positions(positions) + self.kind))
        bias = ((1 - mask.to(states.dtype)) * FAR)[:, None, None, :]
        for layer in self.layers[: self.shared_layers]:
            states = layer(states, bias)
        return states, bias

    def judge(self, states: Tensor, bias: Tensor, mask: Tensor, holders: Tensor, targets: Tensor) -> Scores:
        """Return the scores of n pairs from the states of their sentences, once for each pair."""
        states = states + holders[..., None] * self.marks[0] + targets[..., None] * self.marks[1]
        for layer in self.layers[self.shared_layers :]:
            states = layer(states, bias)
        return self._score(states, mask.to(states.dtype), holders, targets)

    def _score(self, states: Tensor, mask: Tensor, holders: Tensor, targets: Tensor) -> Scores:
        pooled = pool(states, mask, holders, targets)
        middle = self.middle(pooled)
        pointers = self.pointers(states) + ((1 - mask) * FAR)[..., None]
        starts, ends, speaker_starts, speaker_ends = pointers.unbind(-1)
        return Scores(
            self.code(middle),
            self.given(pooled),
            self.modality(middle),
            starts,
            ends,
            speaker_starts,
            speaker_ends,
        )

    @torch.no_grad()
    def begin_given(self) -> None:
        """Let the answers for given pairs be those for found ones, to begin with."""
        for theirs, own in ((self.given[0], self.middle[0]), (self.given[3], self.code)):
            theirs.weight.copy_(own.weight)
            theirs.bias.copy_(own.bias)


class Glance(nn.Module):
    """How likely a pair takes any stance, from the states of its sentence before any pair was marked."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.wide, self.narrow = nn.Linear(4 * WIDTH, GLANCE_WIDTH), nn.Linear(GLANCE_WIDTH, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, pooled: Tensor) -> Tensor:
        """Return a logit a pair (n,) of its pooled states (n, 4 * width)."""
        return self.narrow(self.dropout(nn.functional.gelu(self.wide(pooled)))).squeeze(-1)


class GlancingNetwork(nn.Module):
    """A `PairNetwork` whose upper layers read the pairs alone that a `Glance` lets through."""

    def __init__(self, network: PairNetwork, glance: Glance) -> None:
        super().__init__()
        self.network, self.glance = network, glance

    def forward(  # noqa: PLR0917 - the inputs of the exported model
        self, ids: Tensor, mask: Tensor, rows: Tensor, holders: Tensor, targets: Tensor, least: Tensor
    ) -> tuple[Tensor, Scores]:
        """Return the places of the pairs that were read, and their scores.

        Tensors as in `PairNetwork.forward`; `least` is the smallest chance of a stance that is let through,
        so that 0 reads every pair.
        """
        states, bias = self.network.read(ids, mask)
        pooled = pool(states[rows], mask[rows].to(states.dtype), holders, targets)
        places = torch.nonzero(torch.sigmoid(self.glance(pooled)) >= least)[:, 0]
        rows, holders, targets = rows[places], holders[places], targets[places]
        return places, self.network.judge(states[rows], bias[rows], mask[rows], holders, targets)


def pool(states: Tensor, mask: Tensor, holders: Tensor, targets: Tensor) -> Tensor:
    """Return (n, 4 * width): the state of [CLS], and the means of the text, the holder and the target."""
    means = (_mean(states, weights) for weights in (mask, holders, targets))
    return torch.cat([states[:, 0], *means], dim=-1)


def _mean(states: Tensor, weights: Tensor) -> Tensor:
    """Return the mean state of the tokens weighted 1; zeros where there are none."""
    return (states * weights[..., None]).sum(1) / weights.sum(1, keepdim=True).clamp(min=1)


def load_encoder(network: PairNetwork, weights: Mapping[str, Tensor]) -> None:
    """Fill the encoder with BERT weights (names as in transformers' `BertModel`)."""
    state = {
        "words.weight": weights["embeddings.word_embeddings.weight"],
        "positions.weight": weights["embeddings.position_embeddings.weight"],
        "kind": weights["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    names = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "mix": "attention.output.dense",
        "mix_norm": "attention.output.LayerNorm",
        "widen": "intermediate.dense",
        "narrow": "output.dense",
        "narrow_norm": "output.LayerNorm",
    }
    for index in range(LAYERS):
        for ours, theirs in names.items():
            for part in ("weight", "bias"):
                state[f"layers.{index}.{ours}.{part}"] = weights[f"encoder.layer.{index}.{theirs}.{part}"]
    missing, unexpected = network.load_state_dict(state, strict=False)
    heads = ("marks", "middle.", "code.", "given.", "modality.", "pointers.")
    if unexpected or any(not name.startswith(heads) for name in missing):
        message = f"encoder weights do not fit: missing {missing}, unexpected {unexpected}"
        raise ValueError(message)
