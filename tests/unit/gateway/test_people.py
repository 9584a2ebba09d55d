import time

from gateway.people import HASHER, Person, hashed, matches


def test_a_password_matches_itself_only():
    kept = hashed("correct horse")

    assert matches(kept, "correct horse")
    assert not matches(kept, "correct horse ")
    assert not matches(None, "nobody has this password")
    assert not matches("not a hash", "x")


def test_passwords_are_kept_as_costly_hashes():
    assert (HASHER.memory_cost, HASHER.time_cost, HASHER.parallelism) == (19 * 1024, 2, 1)
    assert hashed("x").startswith("$argon2id$")


def test_a_name_that_nobody_has_takes_as_long_as_a_wrong_password():
    kept = hashed("x")

    def shortest(password_hash):
        taken = []
        for _ in range(5):
            began = time.process_time()
            matches(password_hash, "guess")
            taken.append(time.process_time() - began)
        return min(taken)

    assert 0.4 < shortest(None) / shortest(kept) < 2.5


def test_a_person_acts_with_their_role_in_their_stores():
    actor = Person("li", "李", "reception", frozenset({"s-4s"}), "zh").acting("x-1")

    assert (actor.id, actor.kind, actor.role, actor.correlation_id) == (
        "li",
        "staff",
        "reception",
        "x-1",
    )
    assert "visits:write" in actor.may
    assert actor.sees("s-4s")
    assert not actor.sees("s-beau")
