"""A worker of the explorer that simulates nothing: it does what the title of its scenario says."""

import json
import os
import sys
import time
import tomllib
from pathlib import Path


def tell(**message):
    print(json.dumps(message), flush=True)


def main():
    home = Path(sys.argv[1])
    job = json.loads((home / "job.json").read_text())
    does = tomllib.loads((home / "scenario.toml").read_text())["title"]
    run = home / "run.zarr"
    (run / "done").mkdir(parents=True, exist_ok=True)
    facts = {"attributes": {"chunk": 1, "members": job["members"]}}
    (run / "zarr.json").write_text(json.dumps(facts))
    again = (run / "done" / "000000.json").exists()
    tell(stage="running", done=0, total=job["members"])
    if does == "refuses":
        tell(error="there is no such thing")
        raise SystemExit(1)
    (run / "done" / "000000.json").write_text("{}")
    (home / "pid").write_text(str(os.getpid()))
    tell(stage="running", done=1, total=job["members"])
    (home / "fans.json").write_text(json.dumps({"members": 1}))
    tell(fans=1)
    if does == "breaks":
        msg = "a fault that nobody foresaw"
        raise RuntimeError(msg)
    if does == "waits" or (does == "waits once" and not again):
        time.sleep(60)
    for k in range(1, job["members"]):
        (run / "done" / f"{k:06d}.json").write_text("{}")
        tell(stage="running", done=k + 1, total=job["members"])
    tell(end="done")


if __name__ == "__main__":
    main()
