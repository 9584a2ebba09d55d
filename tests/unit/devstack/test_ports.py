import json

from devstack.ports import Ports, next_free


def always(port: int) -> bool:
    return True


def test_a_name_keeps_its_port_from_one_run_to_the_next(tmp_path):
    first = Ports(tmp_path / "ports.json", always)["gateway"]

    assert Ports(tmp_path / "ports.json", always)["gateway"] == first


def test_a_port_once_given_is_given_again_although_a_server_has_taken_it(tmp_path):
    taken = set()
    ports = Ports(tmp_path / "ports.json", lambda port: port not in taken)

    taken.add(ports["gateway"])

    assert ports["gateway"] in taken


def test_a_port_that_somebody_took_meanwhile_is_replaced(tmp_path):
    taken = Ports(tmp_path / "ports.json", always)["gateway"]

    again = Ports(tmp_path / "ports.json", lambda port: port != taken)["gateway"]

    assert again != taken
    assert json.loads((tmp_path / "ports.json").read_text()) == {"gateway": again}


def test_two_names_never_share_a_port(tmp_path):
    (tmp_path / "ports.json").write_text('{"booking-0": 20000, "booking-1": 20000}')
    ports = Ports(tmp_path / "ports.json", always)

    assert ports["booking-0"] == 20000
    assert ports["booking-1"] != 20000


def test_ports_stay_below_those_the_kernel_gives_to_clients(tmp_path):
    ports = Ports(tmp_path / "ports.json", always)

    assert all(15_000 <= ports[str(number)] <= 32_000 for number in range(200))


def test_a_half_written_file_counts_as_none(tmp_path):
    (tmp_path / "ports.json").write_text('{"gateway": 20')

    assert Ports(tmp_path / "ports.json", always)["gateway"] >= 15_000


def test_the_next_free_port_is_found_by_counting():
    assert next_free(8000, always) == 8000
    assert next_free(8000, lambda port: port not in (8000, 8001)) == 8002
