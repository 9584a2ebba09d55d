"""What the image holds, and what it does not."""

import re

from tests.contract.deployment import ROOT, compose, pod


def test_the_image_runs_as_the_user_that_compose_and_cluster_name() -> None:
    text = (ROOT / "Dockerfile").read_text()
    product = text.split("AS product")[1]
    (user,) = re.findall(r"^USER (\S+)$", product, re.MULTILINE)
    security = pod("production", "gateway")["securityContext"]

    assert user == compose()["services"]["gateway"]["user"]
    assert user == f"{security['runAsUser']}:{security['runAsGroup']}"
    assert "ENTRYPOINT" not in text
    assert re.search(r"^CMD \[", product, re.MULTILINE), "a shell would keep SIGTERM to itself"
    assert "ARG" not in product, "a package index would stay in the image's history"
    assert text.rstrip().endswith("FROM product AS production"), "the default stage"


def test_only_what_the_image_is_made_of_is_sent_to_the_builder() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    taken_back = [pattern.removeprefix("!") for pattern in patterns if pattern.startswith("!")]

    assert patterns[0] == "*"
    assert not [path for path in taken_back if not (ROOT / path).exists()]
    copied = re.findall(
        r"^COPY ((?!--from).+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE
    )
    for path in " ".join(copied).split():
        assert any(path == taken or path.startswith(taken + "/") for taken in taken_back), path
