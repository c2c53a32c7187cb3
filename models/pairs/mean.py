"""Average networks that went on from one start: ``python -m models.pairs.mean --help``.

What each learned on top of the start is kept, and what each forgot comes back in part (Wortsman et al. 2022,
arXiv:2203.05482 and arXiv:2109.01903). The corpus' first tenth, unseen, sets the temperatures anew.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from safetensors.torch import save_file

from models.pairs.data import is_held_out, read_corpus, tokenise
from models.pairs.finetune import calibrate, mean_of
from models.pairs.network import PairNetwork
from models.pairs.train import HERE, load_tokenizer, load_weights, measure


def load(path: Path, shared_layers: int) -> PairNetwork:
    """Return the network of a file of weights."""
    network = PairNetwork(shared_layers, dropout=0.0)
    network.load_state_dict(load_weights(path))
    return network


def main() -> None:
    """Write the mean of the files and print what it is worth on the corpus."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path, nargs="+", help="from models.pairs.finetune")
    parser.add_argument("--out", type=Path, default=Path("pairs.safetensors"))
    parser.add_argument("--corpus", type=Path, default=HERE.parent / "corpus")
    parser.add_argument("--shared-layers", type=int, default=4)
    arguments = parser.parse_args()
    network = mean_of([load(path, arguments.shared_layers) for path in arguments.weights])
    held = [p for p in read_corpus(arguments.corpus) if is_held_out(p.name, 0)]
    passages = tokenise(held, load_tokenizer())
    scores = measure(network, passages) | {"temperatures": calibrate(network, passages)}
    print(json.dumps(scores), flush=True)
    save_file(network.state_dict(), arguments.out)


if __name__ == "__main__":
    main()
