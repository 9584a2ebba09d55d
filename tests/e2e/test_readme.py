"""The README's example does what it says."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_a_booking_by_curl(page, world, tmp_path):
    [block] = re.findall(r"```sh\n(.*?)```", (ROOT / page).read_text(), re.DOTALL)
    moved = block.replace("2026-03-10", world.at(1, "00:00")[:10]).replace(
        "2026-03-11", world.at(2, "00:00")[:10]
    )
    unique = moved.replace("my-first-booking", f"readme-{world.first_day}")
    (tmp_path / ".run").mkdir()
    (tmp_path / ".run/stack.json").write_text(json.dumps(world.info))

    said = subprocess.run(
        ["bash", "-e", "-c", unique], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    *_, booking = answers_in(said.stdout)
    assert booking["status"] == "confirmed"


def answers_in(text):
    answers, decoder = [], json.JSONDecoder()
    while text := text.strip():
        answer, end = decoder.raw_decode(text)
        answers.append(answer)
        text = text[end:]
    return answers
