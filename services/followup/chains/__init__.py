"""The chains of calls, one YAML file each: what the chain's people may change without Python."""

from importlib.resources import files
from typing import Any

import yaml


def read(name: str) -> dict[str, Any]:
    """Return the chain *name* as it is written."""
    text = files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    chain: dict[str, Any] = yaml.safe_load(text)
    return chain
