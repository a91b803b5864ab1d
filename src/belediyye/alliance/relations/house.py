"""How the room shows itself to the house."""


def enter() -> None: ...
