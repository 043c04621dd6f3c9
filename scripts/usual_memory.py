"""What pairs of states usually remember: the values that an opening without a record assumes.

Usage: ``python scripts/usual_memory.py [FIRST LAST]`` (2001 2010 unless given)

Reads the publishers' files from ``MULTIPOLAR_DATA``. Prints, for rivals, other neighbours and all
other pairs, the mean memory of disputes and past onsets, and the median years of peace and as a
pair. The constants of ``opening.py`` are taken from what it prints for 2001 to 2010.
"""

import sys

import numpy as np

from multipolar import past

MEANS, MEDIANS = ("grudge", "past_onsets"), ("peace_years", "dyad_age")


def main() -> None:
    """Print the table."""
    first, last = map(int, sys.argv[1:3]) if len(sys.argv) > 2 else (2001, 2010)
    found: dict[str, list[dict[str, np.ndarray]]] = {}
    for year in range(first, last + 1):
        dyad = past.fields(year).dyad
        rivals, near = dyad["rivalry"] > 0, dyad["contiguous"] > 0
        groups = {"rivals": rivals, "neighbours": near & ~rivals, "others": ~near & ~rivals}
        for name, chosen in groups.items():
            found.setdefault(name, []).append({k: dyad[k][chosen] for k in MEANS + MEDIANS})
    print(f"{'pairs':<12}{'count':>9}" + "".join(f"{k:>13}" for k in MEANS + MEDIANS))
    for name, years in found.items():
        whole = {k: np.concatenate([y[k] for y in years]) for k in MEANS + MEDIANS}
        values = [whole[k].mean() for k in MEANS] + [np.median(whole[k]) for k in MEDIANS]
        print(f"{name:<12}{len(whole['grudge']):>9,}" + "".join(f"{v:>13.3f}" for v in values))


if __name__ == "__main__":
    main()
