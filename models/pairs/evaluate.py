"""Score a trained network on human-coded pairs: ``python -m models.pairs.evaluate --help``.

The file holds JSON lines with `marked` text (``<s>source</s>``, ``<t>target</t>``) and `root`, as the PLV set
of PLOVER root codes has them.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import load_file

from models.pairs.data import read_marked, tokenise
from models.pairs.labels import CODES
from models.pairs.network import PairNetwork
from models.pairs.train import collate, load_tokenizer, macro_f1, scores_of

QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), "V-COOP"),
    **dict.fromkeys(("CONCEDE", "COOPERATE", "AID", "RETREAT"), "M-COOP"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "V-CONF"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "M-CONF"),
}


def _merged(code: str) -> str:
    """Return the code as sets that merge CONCEDE and RETREAT into YIELD have it."""
    return "YIELD" if code in {"CONCEDE", "RETREAT"} else code


@torch.no_grad()
def main() -> None:
    """Print macro-F1 over root codes and quad classes, actors given, NONE not allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("--shared-layers", type=int, default=4)
    arguments = parser.parse_args()
    network = PairNetwork(arguments.shared_layers, dropout=0.0)
    network.load_state_dict(load_file(arguments.weights))
    network.eval()
    passages = [p for p in tokenise(read_marked(arguments.file), load_tokenizer()) if p.pairs]
    truth, guess, silent = [], [], 0
    for begin in range(0, len(passages), 32):
        batch = collate(passages[begin : begin + 32])
        scores = scores_of(network, batch).codes
        silent += int((scores.argmax(1) == 0).sum())
        truth += [CODES[i] for i in batch["codes"].argmax(1).tolist()]
        guess += [CODES[i + 1] for i in scores[:, 1:].argmax(1).tolist()]
    merged = [[_merged(code) for code in codes] for codes in (truth, guess)]
    roots = sorted(set(merged[0]) | set(merged[1]))
    numbers = [[roots.index(code) for code in codes] for codes in merged]
    quads = sorted(set(QUADS.values()))
    quad_numbers = [[quads.index(QUADS[code]) for code in codes] for codes in (truth, guess)]
    print(
        json.dumps(
            {
                "pairs": len(truth),
                "root_f1": round(macro_f1(*numbers, range(len(roots))), 3),
                "quad_f1": round(macro_f1(*quad_numbers, range(4)), 3),
                "called_none": silent,
            }
        )
    )


if __name__ == "__main__":
    main()
