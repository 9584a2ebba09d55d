"""Whether whoever books must prove that the telephone is theirs: only where there is a reason.

A code costs money and patience, so whom the chain knows books without one.
"""

from dataclasses import dataclass

from gateway.customers.policy import CustomerPolicy

PASS, PROVE, WAIT, REFUSE = "pass", "prove", "wait", "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What is known of a number when somebody books with it.

    ``known``: they came before, or somebody booked for them; ``open`` visits are to come,
    ``missed`` were missed in a year.  ``many_of_prefix`` and ``many_of_address``: numbers like
    it, or that address, have booked much within an hour.  ``proven``: they brought a code.
    """

    known: bool
    open: int
    missed: int
    many_of_prefix: bool = False
    many_of_address: bool = False
    blocked: bool = False
    proven: bool = False


def judged(signs: Signs, policy: CustomerPolicy) -> str:
    """Return ``pass``, ``prove`` that the number is theirs, ``wait`` or ``refuse``."""
    if signs.blocked:
        return REFUSE
    if signs.open >= policy.most_open:
        return WAIT if signs.proven else PROVE
    return PASS if signs.proven or not reasons(signs, policy) else PROVE


def reasons(signs: Signs, policy: CustomerPolicy) -> list[str]:
    """Return why a code is asked for, in words for the log; the asker is not told."""
    found = {
        "unknown_number": not signs.known,
        "many_open": signs.open >= policy.open_before_code,
        "no_shows": signs.missed >= policy.missed_before_code,
        "prefix_velocity": signs.many_of_prefix,
        "address_velocity": signs.many_of_address,
    }
    return [reason for reason, stands in found.items() if stands]
