"""Whether somebody has their second factor with them."""

from datetime import datetime

from gateway.identity import codes
from gateway.identity.factors_kept import FactorsKept


def is_proved(store: FactorsKept, login: str, code: str, now: datetime) -> bool:
    """Say whether *code* is one of *login*'s that counts now; used, it counts no more.

    It is a code of the app, or one of the recovery codes.
    """
    kept = store.second_factor(login)
    secret = codes.unlocked(kept) if kept else None
    step = codes.step_of(secret, code, now) if secret else None
    if step is not None:
        return store.use_step(login, step)
    return store.use_recovery_code(login, codes.recovery_hash(login, code))
