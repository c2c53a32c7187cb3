"""Go on training on human-coded pairs: ``python -m models.pairs.finetune --help``.

The pairs (``--marked``) teach how people code the wire's sentences; passages of the corpus, drawn anew
each epoch, keep what the pairs have none of: NONE, modality, matter and speaker. Several seeds are
trained from the same start and their weights averaged (Wortsman et al. 2022, arXiv:2203.05482). With
``--swap`` sources and targets change places from pair to pair, so that who it is does not tell what they do.
``--cross-validate`` says what that is worth: five parts by line, each scored by a network that has not
seen it, all scored as one set.
"""

from __future__ import annotations

import argparse
import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from safetensors.torch import save_file
from torch.nn import functional

from config.gazetteer import PloverCode
from config.settings import CONFIG_FOLDER
from config.yamlfile import read_yaml
from models.pairs.data import is_held_out, read_corpus, read_marked, tokenise
from models.pairs.labels import CODES
from models.pairs.scores import code_scores
from models.pairs.swap import phrases_of, swapped
from models.pairs.train import add_settings, collate, fit, load_tokenizer, measure, scores_of, start_network

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

    from torch import Tensor

    from models.pairs.data import Passage, TokenPassage
    from models.pairs.network import PairNetwork

FOLDS = 5


def finetune(
    start: PairNetwork,
    marked: Sequence[Passage],
    corpus: Sequence[TokenPassage],
    arguments: argparse.Namespace,
) -> PairNetwork:
    """Return the mean of networks trained from `start` on `marked` and `replay` passages."""
    tokenizer, phrases = load_tokenizer(), phrases_of(marked)

    def choose(rng: random.Random) -> list[TokenPassage]:
        named = [swapped(one, phrases, arguments.swap, rng) for one in marked] if arguments.swap else marked
        replayed = rng.sample(corpus, min(arguments.replay, len(corpus)))
        return [*tokenise(named, tokenizer), *replayed]

    def show(epoch: int, line: dict[str, float], _: PairNetwork) -> None:
        print(json.dumps({"epoch": epoch} | line), flush=True)

    made = []
    for seed in arguments.seeds:
        torch.manual_seed(seed)
        made.append(
            fit(copy.deepcopy(start), choose, argparse.Namespace(**vars(arguments) | {"seed": seed}), show)
        )
    return mean_of(made)


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
    start: PairNetwork,
    marked: Sequence[Passage],
    corpus: Sequence[TokenPassage],
    arguments: argparse.Namespace,
) -> None:
    """Print the scores of the pairs, each part by a network that was trained on the others."""
    tokenizer = load_tokenizer()
    truth: list[str] = []
    guess: list[str] = []
    for fold in range(FOLDS):
        held = tokenise([p for p in marked if is_held_out(p.name, fold, FOLDS)], tokenizer)
        kept = [p for p in marked if not is_held_out(p.name, fold, FOLDS)]
        own_truth, own_guess = truths(held), guesses(finetune(start, kept, corpus, arguments), held)
        print(json.dumps({"fold": fold} | code_scores(own_truth, own_guess, read_plover())), flush=True)
        truth += own_truth
        guess += own_guess
    print(json.dumps({"folds": FOLDS} | code_scores(truth, guess, read_plover())), flush=True)


def read_plover() -> dict[str, PloverCode]:
    """Return the PLOVER codes by name."""
    return {code.code: code for code in read_yaml(CONFIG_FOLDER / "plover.yaml", tuple[PloverCode, ...])}


def parse_arguments() -> argparse.Namespace:
    """Return the command line's settings; the defaults made its second leg, the Makefile has the third."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_settings(parser, epochs=6, rate=2e-4)
    parser.set_defaults(averaging=0.99, smoothing=0.1)
    parser.add_argument(
        "--keep-given", action="store_true", help="go on from the start's own answers for given pairs"
    )
    parser.add_argument(
        "--swap", type=float, default=0.0, help="share of sources and targets put in each other's place"
    )
    parser.add_argument("--marked", type=Path, required=True, help="JSON lines of human-coded pairs")
    parser.add_argument("--replay", type=int, default=500, help="passages of the corpus an epoch")
    parser.add_argument(
        "--seeds", type=int, nargs="+", default=[4], help="of the networks whose weights are averaged"
    )
    parser.add_argument("--cross-validate", action="store_true", help="score, and keep no weights")
    return parser.parse_args()


def main() -> None:
    """Train as the command line says; the corpus' first tenth stays unseen, and is scored at the end."""
    arguments = parse_arguments()
    start, tokenizer = start_network(arguments), load_tokenizer()
    if not arguments.keep_given:
        start.begin_given()
    marked = read_marked(arguments.marked)
    corpus = tokenise(read_corpus(arguments.corpus), tokenizer)
    seen = [p for p in corpus if not is_held_out(p.name, 0)]
    every = tokenise(marked, tokenizer)
    unseen = code_scores(truths(every), guesses(start, every), read_plover())
    print(json.dumps({"start": unseen}), flush=True)
    if arguments.cross_validate:
        cross_validate(start, marked, seen, arguments)
        return
    network = finetune(start, marked, seen, arguments)
    held = [p for p in corpus if is_held_out(p.name, 0)]
    print(json.dumps(measure(network, held) | {"temperatures": calibrate(network, held)}), flush=True)
    save_file(network.state_dict(), arguments.out)


if __name__ == "__main__":
    main()
