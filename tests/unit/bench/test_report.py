import json
import platform

from bench import report
from bench.report import Result
from bench.slices import Figure

WEEK = Result.of("week", Figure(0.7, 0.65, 0.75), ours={"per_second": 250.0})
SEEN = Result("booking-heard", 0.2)
MISSED = Result("race", 0.9)


def test_the_table_shows_every_row_with_its_limits():
    lines = report.table([WEEK, SEEN, MISSED]).splitlines()

    assert lines[1].split()[-9:] == [
        *("0.7", "×", "0.65", "to", "0.75", "0.6", "0.9"),
        *("floor", "met"),
    ]
    assert lines[2].endswith("0.2 ×")
    assert lines[3].endswith("FLOOR MISSED")


def test_the_file_says_no_more_of_the_machine_than_its_cores(tmp_path):
    file = tmp_path / "deep" / "bench.json"

    report.write([WEEK, MISSED], file, quick=True)

    told = json.loads(file.read_text())
    assert told["machine"].split()[1] == "cores"
    assert platform.node() not in file.read_text()
    assert [row["verdict"] for row in told["rows"]] == ["floor", "missed"]
    assert told["rows"][0]["notes"] == {"ours": {"per_second": 250.0}}
    assert told["rows"][0]["floor"] == 0.6
