"""Train the head that sees at a glance which pairs take no stance: ``python -m models.pairs.glance --help``.

The network itself stays as it is and is the teacher (Hinton et al. 2015, arXiv:1503.02531): what it says of
each pair of the corpus, and of the pairs of its mentions that nobody labelled, is what the head learns to
foresee. At the end it prints, for the tenth of the corpus that is held out, which share of the pairs each
least chance would let through, and which share of the stances that the network finds.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from safetensors.torch import save_file
from torch.nn import functional

from config.settings import MIN_CONFIDENCE
from models.pairs.data import TokenPair, is_held_out, overlap, read_corpus, read_marked, tokenise
from models.pairs.labels import CODES
from models.pairs.network import Glance, PairNetwork, pool
from models.pairs.train import HERE, collate, load_tokenizer, load_weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from torch import Tensor

    from models.pairs.data import TokenPassage

NOWHERE = (0, 0)
UNLABELLED = 8  # pairs a passage, beside its own
CHANCES = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3)
NONE = tuple(float(code == "NONE") for code in CODES)


@dataclass(frozen=True, slots=True)
class Taught:
    """Pairs as the head sees them (n, 4 * width), the teacher's codes (n, 17), and who is held out (n,)."""

    pooled: Tensor
    codes: Tensor
    is_held: Tensor

    @property
    def found(self) -> Tensor:
        """Whether the extraction would take a stance, by pair."""
        surest = self.codes.max(1)
        return ((surest.indices != 0) & (surest.values >= MIN_CONFIDENCE)) | (
            1 - self.codes[:, 0] >= MIN_CONFIDENCE
        )


def with_unlabelled(passage: TokenPassage, rng: random.Random) -> TokenPassage:
    """Return the passage with some of the pairs of its mentions that nobody labelled."""
    known = {(pair.holder, pair.target) for pair in passage.pairs}
    mentions = sorted({span for pair in known for span in pair} - {NOWHERE})
    both = [*permutations(mentions, 2), *((mention, NOWHERE) for mention in mentions)]
    asked = [one for one in both if one not in known and not overlap(*one)]
    chosen = rng.sample(asked, min(UNLABELLED, len(asked)))
    more = (TokenPair(holder, target, NONE, -1, NOWHERE, NOWHERE) for holder, target in chosen)
    return replace(passage, pairs=(*passage.pairs, *more))


@torch.no_grad()
def teach(network: PairNetwork, passages: Sequence[TokenPassage], batch: int = 24) -> Taught:
    """Return what the head sees of every pair, and what the network says of it."""
    network.eval()
    pooled, codes, is_held = [], [], []
    ordered = sorted(passages, key=lambda passage: len(passage.ids))
    for start in range(0, len(ordered), batch):
        chosen = ordered[start : start + batch]
        given = collate(chosen)
        rows, holders, targets = given["rows"], given["holders"], given["targets"]
        states, bias = network.read(given["ids"], given["mask"])
        states, bias, mask = states[rows], bias[rows], given["mask"][rows]
        pooled.append(pool(states, mask.to(states.dtype), holders, targets))
        codes.append(network.judge(states, bias, mask, holders, targets).codes.softmax(-1))
        held = torch.tensor([not one.is_given and is_held_out(one.name, 0) for one in chosen])
        is_held.append(held[rows])
    return Taught(torch.cat(pooled), torch.cat(codes), torch.cat(is_held))


def fit_glance(taught: Taught, arguments: argparse.Namespace) -> Glance:
    """Return a head that foresees the teacher's chance of any stance, trained on what is not held out."""
    torch.manual_seed(arguments.seed)
    glance = Glance()
    places = (~taught.is_held).nonzero()[:, 0]
    steps = arguments.epochs * -(-len(places) // arguments.batch)
    optimizer = torch.optim.AdamW(glance.parameters(), lr=arguments.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, arguments.rate, total_steps=steps)
    wanted = 1 - taught.codes[:, 0]
    for epoch in range(1, arguments.epochs + 1):
        total = 0.0
        for chosen in places[torch.randperm(len(places))].split(arguments.batch):
            loss = functional.binary_cross_entropy_with_logits(glance(taught.pooled[chosen]), wanted[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += float(loss.detach()) * len(chosen)
        print(json.dumps({"epoch": epoch, "loss": round(total / len(places), 4)}), flush=True)
    return glance.eval()


@torch.no_grad()
def shares(glance: Glance, taught: Taught) -> Iterator[dict[str, float]]:
    """Yield the shares of held-out pairs, and of their stances, that each least chance lets through."""
    chance = torch.sigmoid(glance(taught.pooled))[taught.is_held]
    found = taught.found[taught.is_held]
    for least in CHANCES:
        through = chance >= least
        yield {
            "least_chance": least,
            "pairs": round(float(through.float().mean()), 3),
            "stances": round(float(through[found].float().mean()), 4),
        }


def main() -> None:
    """Train as the command line says and write the weights of network and head to one file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path, help="of the network, from models.pairs.train or finetune")
    parser.add_argument("--out", type=Path, help="file to write; without it the weights' own")
    parser.add_argument("--corpus", type=Path, default=HERE.parent / "corpus")
    parser.add_argument("--marked", type=Path, help="JSON lines of human-coded pairs, to learn from as well")
    parser.add_argument("--shared-layers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--batch", type=int, default=256, help="pairs a step")
    parser.add_argument("--rate", type=float, default=1e-3)
    arguments = parser.parse_args()
    weights = load_weights(arguments.weights)
    network = PairNetwork(arguments.shared_layers, dropout=0.0)
    network.load_state_dict(weights)
    rng, tokenizer = random.Random(arguments.seed), load_tokenizer()
    passages = tokenise(read_corpus(arguments.corpus), tokenizer)
    taught_by = [with_unlabelled(passage, rng) for passage in passages]
    if arguments.marked:
        taught_by += tokenise(read_marked(arguments.marked), tokenizer)
    taught = teach(network, taught_by)
    glance = fit_glance(taught, arguments)
    for line in shares(glance, taught):
        print(json.dumps(line), flush=True)
    head = {f"glance.{name}": tensor for name, tensor in glance.state_dict().items()}
    save_file(weights | head, arguments.out or arguments.weights)


if __name__ == "__main__":
    main()
