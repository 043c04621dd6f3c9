"""The process that works on one job of the explorer.

It is started with the folder of the job, tells how far it is as lines of JSON
on its output, and ends when its input does: so it never outlives the explorer.
What it makes is kept in the folder as it goes, whole chunks at a time.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from multipolar.app_folder import BASE, CLAIMS, RUN, SCENARIO, Job
from multipolar.errors import MultipolarError
from multipolar.files import read_text, write_whole

Tell = Callable[[Mapping[str, Any]], None]
PAUSE = 1.0
"""Seconds between two partial fans, at least."""
PART = 8.0
"""Times as long as a partial fan takes, that pass before the next."""
LARGEST = 1_000_000


def work(home: Path, threads: int | None, tell: Tell) -> None:
    """Do what a job asks for."""
    job = Job.read(json.loads((home / "job.json").read_text(encoding="utf-8")))
    if job.kind == "claims":
        _claims(home, tell)
    else:
        _run(home, job, threads, tell)


def _run(home: Path, job: Job, threads: int | None, tell: Tell) -> None:
    from multipolar.app_findings import findings, medians
    from multipolar.branching import forked
    from multipolar.scenario_reading import scenario_text

    scenario = scenario_text(_text(home / SCENARIO), job.name)
    if job.branch:
        base = scenario_text(_text(home / BASE), str(job.branch["name"]))
        scenario = forked(base, scenario, int(job.branch["at"]), job.until)
    place = home / RUN
    partial = _Partial(home, tell)
    ensemble = scenario.simulate(
        members=job.members, until=job.until, seed=job.seed, threads=threads, output=place,
        resume=place.exists(), progress=partial,
    )  # fmt: skip
    tell({"stage": "summing up", "done": job.members, "total": job.members})
    partial.write(ensemble)
    _put(home / "medians.json", medians(ensemble))
    _put(home / "findings.json", findings(scenario, ensemble))


class _Partial:
    """Told how far a run is; writes the fans of what is complete now and then."""

    def __init__(self, home: Path, tell: Tell) -> None:
        self.home, self.tell = home, tell
        self.next = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        self.tell({"stage": stage, "done": done, "total": total})
        now = time.monotonic()
        if stage == "running" and 0 < done < total and now >= self.next:
            from multipolar.ensemble import open_run

            self.write(open_run(self.home / RUN))
            self.next = time.monotonic() + max(PAUSE, PART * (time.monotonic() - now))

    def write(self, ensemble: Any) -> None:
        from multipolar.app_findings import fans

        found = fans(ensemble)
        _put(self.home / "fans.json", found)
        self.tell({"fans": found["members"]})


def _claims(home: Path, tell: Tell) -> None:
    from multipolar.claim import claims_text
    from multipolar.claim_check import check_claim
    from multipolar.output import plain

    job = json.loads((home / "job.json").read_text(encoding="utf-8"))
    found = claims_text(_text(home / CLAIMS), job["name"])
    out = []
    for k, claim in enumerate(found.claims):
        tell({"stage": claim.name, "done": k, "total": len(found.claims)})
        out.append(plain(check_claim(claim)))
        _put(home / "verdicts.json", {"title": found.title, "verdicts": out})
    tell({"stage": "done", "done": len(out), "total": len(out)})


def _text(path: Path) -> str:
    return read_text(path, path.name, most=LARGEST)


def _put(path: Path, value: Any) -> None:
    from multipolar.output import plain

    write_whole(path, json.dumps(plain(value), ensure_ascii=False, allow_nan=False))


def _leave_with_parent() -> None:
    """End when the explorer does: its end of the pipe closes."""
    while os.read(0, 1024):
        pass
    os._exit(0)


def main() -> None:
    """Work on the job whose folder is given; tell on the standard output how it goes."""
    home, threads = Path(sys.argv[1]), int(sys.argv[2]) or None
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever prints goes to the log
    if hasattr(os, "nice"):
        os.nice(5)  # the page stays quick while it runs
    threading.Thread(target=_leave_with_parent, daemon=True).start()

    def tell(message: Mapping[str, Any]) -> None:
        out.write(json.dumps(message) + "\n")
        out.flush()

    try:
        work(home, threads, tell)
    except MultipolarError as error:
        tell({"error": str(error)})
        raise SystemExit(1) from None
    except OSError as error:
        tell({"error": f"{error.filename or home}: {error.strerror or error}"})
        raise SystemExit(1) from None
    except MemoryError:
        tell({"error": "the memory of this computer is full; ask for fewer futures"})
        raise SystemExit(1) from None
    tell({"end": "done"})


if __name__ == "__main__":
    main()
