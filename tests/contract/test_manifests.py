"""What a cluster would say to the manifests, asked without one."""

from collections.abc import Callable
from functools import cache
from typing import Any

import kubernetes_validate
import pytest
import yaml
from kubernetes_validate import utils

from tests.contract.deployment import OVERLAYS, manifests, of_kind

OLDEST, NEWEST = "1.30", kubernetes_validate.latest_version()

_schema: Callable[..., Any] = cache(utils.schema_contents)


@pytest.fixture(autouse=True)
def read_each_schema_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(utils, "schema_contents", _schema)


@pytest.mark.parametrize("overlay", OVERLAYS)
@pytest.mark.parametrize("version", [OLDEST, NEWEST])
def test_every_manifest_is_as_kubernetes_defines_it(overlay: str, version: str) -> None:
    for manifest in manifests(overlay):
        kubernetes_validate.validate(manifest, version, strict=True)


def test_a_misspelt_field_is_caught() -> None:
    manifest = yaml.safe_load(yaml.safe_dump(of_kind("local", "Deployment")["booking"]))
    spec = manifest["spec"]["template"]["spec"]
    spec["terminationGracePeriodSecond"] = spec.pop("terminationGracePeriodSeconds")

    with pytest.raises(kubernetes_validate.ValidationError, match="terminationGracePeriodSecond"):
        kubernetes_validate.validate(manifest, NEWEST, strict=True)


def test_a_kind_that_nobody_knows_is_caught() -> None:
    manifest = {"apiVersion": "apps/v1", "kind": "Deploiment", "metadata": {"name": "booking"}}

    with pytest.raises(kubernetes_validate.SchemaNotFoundError):
        kubernetes_validate.validate(manifest, NEWEST, strict=True)
