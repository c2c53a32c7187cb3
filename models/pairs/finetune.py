"""Go on training on human-coded pairs: ``python -m models.pairs.finetune --help``.

The second and the third leg of the shipped weights. The pairs (``--marked``) teach how people code the
wire's sentences; passages of the corpus keep what the pairs have none of: NONE, modality, matter and
speaker. From the second leg's network two more go on, one beside the whole corpus and one beside a little
of it, with sources and targets that change places from pair to pair, so that who it is does not tell what
they do. The mean of the three networks' weights is what comes out: what each learned is kept, and what
each forgot comes back in part (Wortsman et al. 2022, arXiv:2203.05482 and arXiv:2109.01903).

``--cross-validate`` says what that is worth: five parts by line, each scored by networks that have not seen
it, all scored as one set. With ``--keep`` every network is kept in a folder and read from there the next
time, so that a run that was stopped goes on, and several can share the parts (``--folds``).
"""

from __future__ import annotations

import argparse
import copy
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from safetensors.torch import load_file, save_file
from torch.nn import functional

from config.gazetteer import PloverCode
from config.settings import CONFIG_FOLDER
from config.yamlfile import read_yaml
from models.pairs.data import is_held_out, read_corpus, read_marked, tokenise
from models.pairs.labels import CODES
from models.pairs.scores import code_scores
from models.pairs.swap import phrases_of, swapped
from models.pairs.train import (
    FIRST_PARTS,
    Course,
    add_settings,
    collate,
    fit,
    load_tokenizer,
    measure,
    scores_of,
    start_network,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

    from torch import Tensor

    from models.pairs.data import Passage, TokenPassage
    from models.pairs.network import PairNetwork

FOLDS = 5
MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Leg:
    """A course on coded pairs beside `replay` passages an epoch of some `parts` of the corpus (none: all).

    Each source and target is put in another's place with the probability `swap`.
    """

    course: Course
    parts: str = ""
    replay: int | None = None
    swap: float = 0.0


SECOND = Leg(Course(epochs=6, rate=2e-4, averaging=0.99, smoothing=0.1), parts=FIRST_PARTS, replay=500)
THIRD = {
    "third, beside the corpus": Leg(Course(epochs=2, rate=1e-4, found_share=1.0), swap=0.4),
    "third, coded pairs": Leg(
        Course(epochs=3, rate=1e-4, averaging=0.99, smoothing=0.1), parts=FIRST_PARTS, replay=500, swap=0.4
    ),
}


@dataclass(frozen=True, slots=True)
class Trainer:
    """Makes networks of coded pairs and a corpus, as the command line says."""

    corpus: Sequence[TokenPassage]
    arguments: argparse.Namespace

    def networks(self, start: PairNetwork, marked: Sequence[Passage], name: str) -> dict[str, PairNetwork]:
        """Return each leg's network, and their mean; `name` tells the pairs' part where they are kept."""
        second = self._kept(start, marked, SECOND, f"{name}, second")
        made = {"second": second}
        for leg, how in THIRD.items():
            made[leg] = self._kept(second, marked, how, f"{name}, {leg}")
        return made | {MEAN: mean_of(list(made.values()))}

    def _kept(self, start: PairNetwork, marked: Sequence[Passage], leg: Leg, name: str) -> PairNetwork:
        path = self.arguments.keep / f"{name}.safetensors" if self.arguments.keep else None
        if path and path.exists():
            network = copy.deepcopy(start)
            network.load_state_dict(load_file(path))
            return network
        network = self.taught(start, marked, leg, name)
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(".partial")
            save_file(network.state_dict(), partial)
            partial.rename(path)
        return network

    def taught(self, start: PairNetwork, marked: Sequence[Passage], leg: Leg, name: str) -> PairNetwork:
        """Return a network that went on from `start` for one leg."""
        tokenizer, phrases = load_tokenizer(), phrases_of(marked)
        corpus = [one for one in self.corpus if not leg.parts or one.name[0] in leg.parts]

        def choose(rng: random.Random) -> list[TokenPassage]:
            named = [swapped(one, phrases, leg.swap, rng) for one in marked] if leg.swap else marked
            beside = corpus if leg.replay is None else rng.sample(corpus, min(leg.replay, len(corpus)))
            return [*tokenise(named, tokenizer), *beside]

        def show(epoch: int, line: dict[str, float], _: PairNetwork) -> None:
            print(json.dumps({"leg": name, "epoch": epoch} | line), flush=True)

        return fit(copy.deepcopy(start), choose, leg.course, self.arguments, show)


def mean_of(networks: Sequence[PairNetwork]) -> PairNetwork:
    """Return a network whose weights are the mean of the given ones'."""
    mean = copy.deepcopy(networks[0])
    states = [network.state_dict() for network in networks]
    mean.load_state_dict({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})
    return mean


@torch.no_grad()
def calibrate(network: PairNetwork, passages: Sequence[TokenPassage]) -> tuple[float, float]:
    """Return the temperatures that suit the passages best, after dividing the network's code logits by them.

    One for found pairs and one for given, chosen by log loss (Guo et al. 2017, arXiv:1706.04599); no code
    changes its rank.
    """
    network.eval()
    batches = [
        collate(passages[start : start + 32], network.kind.device) for start in range(0, len(passages), 32)
    ]
    scores = [scores_of(network, batch) for batch in batches]
    wanted = torch.cat([batch["codes"] for batch in batches])

    def best(logits: Tensor) -> float:
        losses = {t / 100: functional.cross_entropy(logits / (t / 100), wanted) for t in range(50, 300)}
        return min(losses, key=lambda one: float(losses[one]))

    found, given = (
        best(torch.cat([one.codes for one in scores])),
        best(torch.cat([one.given for one in scores])),
    )
    for last, temperature in ((network.code, found), (network.given[3], given)):
        last.weight.div_(temperature)
        last.bias.div_(temperature)
    return found, given


@torch.no_grad()
def guesses(network: PairNetwork, passages: Sequence[TokenPassage]) -> list[str]:
    """Return the best code but NONE of each pair."""
    network.eval()
    found: list[str] = []
    for start in range(0, len(passages), 32):
        batch = collate(passages[start : start + 32], network.kind.device)
        scores = scores_of(network, batch).given[:, 1:]
        found.extend(CODES[place + 1] for place in scores.argmax(1).tolist())
    return found


def truths(passages: Iterable[TokenPassage]) -> list[str]:
    """Return the code of each pair, the first where several are given."""
    return [CODES[pair.code_weights.index(max(pair.code_weights))] for p in passages for pair in p.pairs]


def cross_validate(
    start: PairNetwork, marked: Sequence[Passage], trainer: Trainer, folds: Iterable[int]
) -> None:
    """Print the scores of the pairs, each part by networks that were trained on the others."""
    truth: list[str] = []
    guess: dict[str, list[str]] = defaultdict(list)
    for fold in folds:
        held = tokenise([p for p in marked if is_held_out(p.name, fold, FOLDS)], load_tokenizer())
        kept = [p for p in marked if not is_held_out(p.name, fold, FOLDS)]
        truth += truths(held)
        for leg, network in trainer.networks(start, kept, f"part {fold}").items():
            own = guesses(network, held)
            guess[leg] += own
            print_scores({"part": fold, "leg": leg}, truths(held), own)
    for leg, every in guess.items():
        print_scores({"part": "all of these", "leg": leg}, truth, every)


def print_scores(names: dict[str, int | str], truth: Sequence[str], guess: Sequence[str]) -> None:
    """Print a line of names and scores."""
    scores = code_scores(truth, guess, read_plover())
    print(json.dumps(names | {name: round(score, 4) for name, score in scores.items()}), flush=True)


def read_plover() -> dict[str, PloverCode]:
    """Return the PLOVER codes by name."""
    return {code.code: code for code in read_yaml(CONFIG_FOLDER / "plover.yaml", tuple[PloverCode, ...])}


def parse_arguments() -> argparse.Namespace:
    """Return the command line's settings."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_settings(parser)
    parser.add_argument("--marked", type=Path, required=True, help="JSON lines of human-coded pairs")
    parser.add_argument("--keep", type=Path, help="folder for the networks of all legs (95 MB each)")
    parser.add_argument("--cross-validate", action="store_true", help="score, and write no weights")
    parser.add_argument(
        "--folds", type=int, nargs="+", default=list(range(FOLDS)), help="parts to score in cross-validation"
    )
    arguments = parser.parse_args()
    if not arguments.start:
        parser.error("--start FILE: weights of models.pairs.train are needed to go on from")
    return arguments


def main() -> None:
    """Train as the command line says; the corpus' first tenth stays unseen, and is scored at the end."""
    arguments = parse_arguments()
    start, tokenizer = start_network(arguments), load_tokenizer()
    start.begin_given()
    marked = read_marked(arguments.marked)
    corpus = tokenise(read_corpus(arguments.corpus), tokenizer)
    trainer = Trainer([p for p in corpus if not is_held_out(p.name, 0)], arguments)
    every = tokenise(marked, tokenizer)
    print_scores({"leg": "start"}, truths(every), guesses(start, every))
    if arguments.cross_validate:
        cross_validate(start, marked, trainer, arguments.folds)
        return
    network = trainer.networks(start, marked, "all")[MEAN]
    held = [p for p in corpus if is_held_out(p.name, 0)]
    print(json.dumps(measure(network, held) | {"temperatures": calibrate(network, held)}), flush=True)
    save_file(network.state_dict(), arguments.out)


if __name__ == "__main__":
    main()
