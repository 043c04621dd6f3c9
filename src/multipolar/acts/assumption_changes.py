"""A parameter of the model changes."""

from multipolar.act import Argument, Scene, act


@act(
    "An assumption changes",
    parameter=Argument("parameter", "mechanism.parameter; multipolar model --params lists them"),
    value=Argument("number", "its value from this year on", None, "parameter"),
)
def assumption_changes(scene: Scene, *, parameter: str, value: float | None) -> None:
    """Hold a parameter at a value from this year on; nothing gives back the one it was drawn at."""
    at = scene.plan.params.index(parameter)
    scene.params[at] = scene.given[at] if value is None else value
