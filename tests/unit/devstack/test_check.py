from devstack.check import addresses_in_locks


def test_a_lock_names_packages_and_hashes_only(tmp_path):
    requirements = tmp_path / "requirements"
    requirements.mkdir()
    (requirements / "dev.lock").write_text("nameko==3.0.0rc11 \\\n    --hash=sha256:00\n")

    assert addresses_in_locks(requirements) == ""


def test_a_lock_that_says_where_to_fetch_is_found(tmp_path):
    requirements = tmp_path / "requirements"
    requirements.mkdir()
    (requirements / "dev.lock").write_text("nameko==3\n--find-links wheels\n")
    (requirements / "runtime.lock").write_text("flask @ https:" + "//example.org/flask.whl\n")
    (tmp_path / "package-lock.json").write_text('{"resolved": "somewhere"}')

    assert addresses_in_locks(requirements).splitlines() == [
        "dev.lock:2: --find-links wheels",
        "runtime.lock:1: flask @ https:" + "//example.org/flask.whl",
        'package-lock.json: has "resolved" addresses',
    ]
