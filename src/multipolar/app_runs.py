"""Runs in the explorer: asked for, read back, compared, told; and claims that are checked."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from multipolar.app_cache import Kept
from multipolar.app_data import missing
from multipolar.app_folder import (
    BASE,
    CLAIMS,
    MEMBERS,
    RUN,
    SCENARIO,
    SEED,
    Folder,
    Job,
    fresh,
)
from multipolar.app_http import LARGEST, Asked, shown, whole, words
from multipolar.app_scenarios import Scenarios, download, problems
from multipolar.branching import forked
from multipolar.claim import claims_text, read_claims, shipped_claims
from multipolar.claim import shipped_file as shipped_claims_file
from multipolar.claim_template import TEMPLATE
from multipolar.comparison import Comparison, compare, summary
from multipolar.embedded import YEAR
from multipolar.ensemble import Ensemble, open_run
from multipolar.errors import DataError, Problem, RunError
from multipolar.output import plain
from multipolar.report import shipped_scoreboard, standing_out
from multipolar.report_page import LABELS
from multipolar.scenario import Scenario
from multipolar.scenario_effects import changes
from multipolar.scenario_reading import scenario_text
from multipolar.scenario_schema import LONGEST
from multipolar.summary import name_of

ASKED = ("scenario", "text", "members", "until", "seed", "branch")
STANDING = 5
"""Differences that are told in sentences."""


class Runs:
    """What may be asked about runs that are kept in a folder.

    Parameters
    ----------
    folder
        Of the explorer.
    scenarios
        Those that a run may be of.
    """

    def __init__(self, folder: Folder, scenarios: Scenarios) -> None:
        self.folder, self.scenarios = folder, scenarios
        self.opened: Kept[tuple[str, int], Ensemble] = Kept(self._open, 4)
        self.compared: Kept[tuple[str, int, str, int], Comparison] = Kept(self._compare, 4)

    # asked for

    def asked(self, asked: Asked, jobs: Mapping[str, Job]) -> tuple[Job, dict[str, str]]:
        """Return the run that a request asks for, checked, and its texts.

        Raises
        ------
        Problem
            422: it names the field, and the range or the line. 404: there is no such scenario or
            run.
        """
        asked.only(*ASKED)
        body = asked.body
        name, text = self._text(body)
        found = read(text, name)
        if found.start != YEAR and (told := missing()):
            raise Problem(409, told, missing=True)
        branch, base, texts = None, None, {SCENARIO: text}
        if body.get("branch") is not None:
            base, branch = self._base(body["branch"], jobs)
            texts[BASE] = self.folder.text(base.id, SCENARIO) or ""
        low, high = found.start + 1, found.start + LONGEST
        kept = {} if base is None else base.plain()
        first = {"members": min(found.members, MEMBERS[1]), "until": found.until,
                 "seed": min(found.seed, SEED[1])}  # fmt: skip
        members, until, seed = (
            whole(n, _or(body.get(n), kept.get(n), first[n]), *bounds)
            for n, bounds in (("members", MEMBERS), ("until", (low, high)), ("seed", SEED))
        )
        if base and branch:
            _check_branch(base, branch, (members, until, seed), found, texts[BASE])
        stamp, now = fresh()
        job = Job(stamp, "run", found.title, name, now, members=members, until=until, seed=seed,
                  start=found.start, branch=branch, total=members)  # fmt: skip
        return job, texts

    def _text(self, body: Mapping[str, Any]) -> tuple[str, str]:
        name, text = body.get("scenario"), body.get("text")
        if (name is None) == (text is None):
            raise Problem(422, "needed either scenario, a name, or text, a file", field="scenario")
        if text is not None:
            return "scenario", words("text", text, LARGEST)
        name = words("scenario", name, 60)
        try:
            return name, self.scenarios.text(name)
        except Problem as problem:
            raise Problem(422, problem.told, field="scenario") from None

    def _base(self, given: object, jobs: Mapping[str, Job]) -> tuple[Job, dict[str, Any]]:
        """Return the run that another branches from, and how."""
        if not isinstance(given, Mapping) or set(given) != {"of", "at"}:
            told = f"branch: {shown(given)}; needed of, a run, and at, a year"
            raise Problem(422, told, field="branch")
        of = given["of"]
        base = jobs.get(of) if isinstance(of, str) else None
        if base is None or base.kind != "run":
            raise Problem(422, f"branch.of: no run {shown(of)}", field="branch.of")
        if base.branch:
            told = "branch.of: that run is a branch itself; branch from the one it comes from"
            raise Problem(422, told, field="branch.of", of=base.branch["of"])
        at = whole("branch.at", given["at"], base.start + 1, base.until - 1)
        return base, {"of": base.id, "at": at, "title": base.title, "name": base.name}

    def claims(self, asked: Asked) -> tuple[Job, dict[str, str]]:
        """Return the check of claims that a request asks for, and its text."""
        asked.only("file", "text")
        file, text = asked.body.get("file"), asked.body.get("text")
        if (file is None) == (text is None):
            raise Problem(422, "needed either file, a name, or text", field="file")
        if text is None:
            if file not in shipped_claims():
                told = f"file: {shown(file)}; needed one of {', '.join(shipped_claims())}"
                raise Problem(422, told, field="file")
            name, text = str(file), shipped_claims_file(str(file)).read_text(encoding="utf-8")
        else:
            name, text = "claims", words("text", text, LARGEST)
        try:
            found = claims_text(text, name)
        except DataError as error:
            raise _wrong_text(error) from None
        stamp, now = fresh()
        job = Job(stamp, "claims", found.title, name, now, total=len(found.claims))
        return job, {CLAIMS: text}

    # read back

    def one(self, job: Job) -> dict[str, Any]:
        """Return the texts and the findings of a job."""
        if job.kind == "claims":
            return {"text": self.folder.text(job.id, CLAIMS), "findings": None,
                    "verdicts": self.folder.found(job.id, "verdicts.json")}  # fmt: skip
        text = self.folder.text(job.id, SCENARIO)
        return {"text": text, "findings": self.folder.found(job.id, "findings.json"),
                "changes": _changes(text, job)}  # fmt: skip

    def fans(self, job: Job) -> Response:
        """Return the fans of a run, also of one that is not complete."""
        text = self.folder.text(job.id, "fans.json")
        if text is None:
            raise Problem(409, "no future of this run is complete yet", state=job.state)
        return Response(text, 200, {"cache-control": "no-store"}, "application/json")

    def year(self, job: Job, asked: Asked) -> dict[str, Any]:
        """Return the median share of capability of each state in a year of a run."""
        found = self.folder.found(job.id, "medians.json")
        if found is None:
            raise Problem(409, "the run is not complete", state=job.state)
        years = found["years"]
        year = whole("year", asked.path["year"], years[0], years[-1])
        at = years.index(year)
        shares = {c: v[at] for c, v in found["shares"].items() if v[at] is not None}
        return {"year": year, "shares": shares, "said": "median over futures"}

    def medians(self, job: Job) -> Response:
        """Return the median share of capability of each state in every year of a run."""
        text = self.folder.text(job.id, "medians.json")
        if text is None:
            raise Problem(409, "the run is not complete", state=job.state)
        return Response(text, 200, {"cache-control": "no-store"}, "application/json")

    def scenario(self, job: Job) -> Response:
        """Return the scenario of a run as a file to send."""
        name = SCENARIO if job.kind == "run" else CLAIMS
        text = self.folder.text(job.id, name)
        if text is None:
            raise Problem(404, "the file is not there any more")
        if job.branch:
            text = (f"# Branched at the end of {job.branch['at']} from: {job.branch['title']}\n"
                    f"{text}")  # fmt: skip
        return download(text, f"{job.name}.toml")

    def ensemble(self, job: Job) -> Ensemble:
        """Return the futures of a run that are complete.

        Raises
        ------
        Problem
            409: none is.
        """
        if job.kind != "run":
            raise Problem(404, "that is no run")
        done = self.folder.counted(job.id)
        if not done:
            raise Problem(409, "no future of this run is complete yet", state=job.state)
        return self.opened((job.id, done))

    def _open(self, key: tuple[str, int]) -> Ensemble:
        return open_run(self.folder.of(key[0], RUN))

    def chronicle(self, job: Job, asked: Asked) -> dict[str, Any]:
        """Return one future of a run in sentences."""
        run = self.ensemble(job)
        member = whole("member", asked.path["member"], 0, job.members - 1)
        states = [s for s in asked.query.get("states", "").split(",") if s][:20]
        told = run.chronicle(member, states=states, full=asked.query.get("full") == "1")
        return {"member": member, "members": len(run.members), "states": states,
                "years": [{"year": y, "said": said} for y, said in told.items()]}  # fmt: skip

    # compared

    def compare(self, one: Job, other: Job) -> dict[str, Any]:
        """Return how two runs that share their luck differ, and how surely."""
        for job in (one, other):
            self.ensemble(job)
        key = (one.id, self.folder.counted(one.id), other.id, self.folder.counted(other.id))
        found = self.compared(key)
        rows = summary(found)
        for r in rows:
            r["label"] = _label(r["measure"], r["of"])
        return {
            "one": {"id": one.id, "title": one.title}, "other": {"id": other.id,
                                                                 "title": other.title},
            "members": found.members, "group": found.group, "identical": found.identical,
            "first": found.first, "rows": rows, "said": _said(found, rows),
            "changes": self._between(one, other),
            "fans": [_fan(d.fan(), d.measure, d.of) for d in found.differences if d.moved > 0],
        }  # fmt: skip

    def _compare(self, key: tuple[str, int, str, int]) -> Comparison:
        a, b = self.opened(key[:2]), self.opened(key[2:])
        return compare(a, b, names=(key[0], key[2]))

    def _between(self, one: Job, other: Job) -> list[dict[str, Any]]:
        texts = [self.folder.text(j.id, SCENARIO) or "" for j in (one, other)]
        try:
            found = [scenario_text(t, j.name) for t, j in zip(texts, (one, other), strict=True)]
        except DataError:
            return []
        return [plain(c) for c in changes(*found) if c.kind != "frame"]


def _or(*given: Any) -> Any:
    """Return the first that is given."""
    return next((g for g in given if g is not None), None)


def read(text: str, name: str) -> Scenario:
    """Return the scenario of a text.

    Raises
    ------
    Problem
        422: every problem with its line.
    """
    try:
        return scenario_text(text, name)
    except DataError as error:
        raise _wrong_text(error) from None


def _wrong_text(error: DataError) -> Problem:
    found = problems(str(error))
    return Problem(422, found[0]["message"], field="text", line=found[0]["line"], problems=found)


def _check_branch(
    base: Job, branch: Mapping[str, Any], asked: tuple[int, int, int], found: Scenario, text: str
) -> None:
    """Raise unless a branch shares its luck with the run that it comes from."""
    for name, value, own in zip(("members", "until", "seed"), asked,
                                (base.members, base.until, base.seed), strict=True):  # fmt: skip
        if value != own:
            told = f"{name}: {value}; a branch has those of its run, {own}: else they share no luck"
            raise Problem(422, told, field=name)
    one = read(text, base.name)
    if one.start != found.start:
        told = f"the run starts in {one.start} and the scenario in {found.start}"
        raise Problem(422, told, field="text")
    try:
        forked(one, found, int(branch["at"]), base.until)
    except RunError as error:
        raise Problem(422, str(error), field="branch.at") from None


def _changes(text: str | None, job: Job) -> list[dict[str, Any]]:
    """Return what a scenario changes against the baseline."""
    if text is None:
        return []
    try:
        found = scenario_text(text, job.name)
    except DataError:
        return []
    return [plain(c) for c in changes(Scenario(), found) if c.kind != "frame"]


def _fan(frame: Any, measure: str, of: str) -> dict[str, Any]:
    names = ("q05", "q25", "q50", "q75", "q95", "mean", "error")
    columns = {n: [float(f"{v:.6g}") for v in frame[n].to_list()] for n in names}
    return {"measure": measure, "of": of, "label": _label(measure, of),
            "years": frame["year"].to_list(), **columns}  # fmt: skip


def _label(measure: str, of: str) -> str:
    plain_ = LABELS.get(measure, measure.replace("_", " ").removesuffix(" events").capitalize())
    return f"{plain_}: {name_of(of, YEAR)}" if of else plain_


def _said(found: Comparison, rows: list[dict[str, Any]]) -> list[str]:
    """Say what differs most clearly, with its spread."""
    if found.identical == 1.0:
        return ["Every future is the same in both, to the last bit: the difference is exactly 0."]
    since = f"They differ from {found.first} on; " if found.first else ""
    out = [f"{since}{found.identical:.0%} of the {found.members:,} futures are the same in both, "
           "to the last bit."]  # fmt: skip
    clear = [r for r in rows if r["clear"] and r["mc_error"] and r["mc_error"] > 0]
    clear.sort(key=lambda r: -abs(r["difference"]) / r["mc_error"])
    out += [
        f"{r['label']}: {r['difference']:+.3g} on average by {r['year']} (90 % of futures "
        f"{r['q05']:+.3g} to {r['q95']:+.3g}; Monte-Carlo error {r['mc_error']:.2g}; "
        f"{r['one']:.3g} in the first)."
        for r in clear[:STANDING]
    ]
    if standing_out(found) is None:
        out.append("No difference stands out from chance in so many futures.")
    return out


def claims(_: Asked) -> dict[str, Any]:
    """Return the claims that come with the package, and a file to begin with."""
    files = []
    for name in shipped_claims():
        found = read_claims(name)
        files.append({"name": name, "title": found.title, "claims": plain(found.claims)})
    return {"files": files, "template": TEMPLATE}


def scoreboard(_: Asked) -> dict[str, Any]:
    """Return the scoreboard of the backtest that comes with the package; empty if none does."""
    return {"lines": plain(shipped_scoreboard())}
