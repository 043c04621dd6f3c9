"""A field of the simulated world is changed."""

from multipolar.act import Argument, Scene, act
from multipolar.steps import pair


@act(
    "A field is changed",
    field=Argument("field", "which; multipolar model --fields names them"),
    states=Argument("states", "of whom: none for the system, two for pairs", ()),
    times=Argument("number", "factor", 1.0, "1", -1e6, 1e6),
    plus=Argument("number", "addend, after the factor, in the unit of the field", 0.0, "field"),
)
def field_changes(
    scene: Scene, *, field: str, states: list[str], times: float, plus: float
) -> None:
    """Change any value, within its range: the way to do what no other act does."""
    spec = scene.plan.fields[field]
    places = scene.there(states)
    if spec.dims in ("dyad", "directed"):
        if len(places) < 2:
            return
        a, b = places
        array, at = (
            scene.side(field, a, b) if spec.dims == "directed" else (scene[field], pair(a, b))
        )
        places = [at]
    else:
        array = scene[field]
    for k in places if spec.dims != "system" else [0]:
        array[k] = min(max(float(array[k]) * times + plus, spec.low), spec.high)
