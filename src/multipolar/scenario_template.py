"""A scenario file to start from: every part of it, with comments; it is valid as it stands."""

from multipolar.act import Argument
from multipolar.acts import catalogue
from multipolar.embedded import YEAR

HEAD = f"""# A scenario: where a run starts, what it assumes, and what happens in it.
# multipolar scenario check FILE    says whether it is valid, with the line of what is not
# multipolar scenario diff FILE     says what it changes against the baseline
# multipolar simulate FILE          runs it
# Lines that begin with # are comments; take the # away to use one.

title = "One line that says what is asked"
about = \"\"\"
What is assumed, and why.
\"\"\"

start = {YEAR}        # the year at whose end it starts; earlier years need MULTIPOLAR_DATA
until = {YEAR + 25}        # the last year
members = 1000      # how many futures
seed = 1            # of all luck: two scenarios with one seed share it

# Mechanisms that are switched off (multipolar model lists them).
# off = ["summits"]

# Parameters that are held in every future, with their unit (multipolar model --params).
# [assumptions]
# growth.trend = {{value = 1.5, unit = "%/year"}}
# summits.peace = 0.5

# States that act together. A bloc stands wherever states do.
# [bloc.seven]
# body = "g7"                       # a body or alliance (multipolar list commitments), or
# members = ["USA", "DEU", "JPN"]   # states by code or name
# one_actor = false                 # true counts it as one state, from the start

# Conditions that events may hang on, looked at at the end of every year.
# [condition.ahead]
# field = "gdp_ppp"                 # a field of the system, of states (summed) or of a pair
# states = "IND"
# above = "USA"                     # or below; a number, or states
# times = 1.0                       # factor of what it is held against
# ever = true                       # true from then on, once it has held
# running = 3                       # only after so many year-ends in a row
# [condition.not-ahead]
# not = "ahead"                     # or all = [...], any = [...],
#                                   # treaty = "..." (in_force = false),
#                                   # after = "name of an event", years = 2

# What happens: an act, and when: a year (it happens at its start), or a condition.
[[event]]
name = "lapse"
act = "treaty_lapses"
treaty = "russia-china-2001"
year = 2027
# if = "ahead"                      # instead of year: once, the year after the condition holds
# from_year = 2030                  # the year-ends at which it is looked at
# by_year = 2035
# delay = 1                         # years in between

# Every act, with what it takes:
"""


def template() -> str:
    """Return the text of a scenario file with comments."""
    lines = []
    for name in catalogue.names():
        spec = catalogue[name].spec
        lines.append(f"#\n# {name}: {spec.label}")
        lines += [f"#   {key:<12} {_told(a)}" for key, a in spec.arguments.items()]
        if spec.lasting:
            lines.append("#   until        done again every year to this one")
    return HEAD + "\n".join(lines) + "\n"


def _told(a: Argument) -> str:
    """Say what an argument is, its unit and default, and what it may be."""
    unit = (
        f" ({a.unit})" if a.kind == "number" and a.unit not in ("1", "field", "parameter") else ""
    )
    choices = f": {', '.join(a.choices)}" if a.choices else ""
    default = f"; {a.default} if left out" if a.default not in (None, "", ()) else ""
    return f"{a.meaning}{unit}{choices}{default}"
