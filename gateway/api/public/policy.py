"""What the chain says of customers who serve themselves: read and set by its own people."""

from dataclasses import asdict, replace
from typing import Any

from flask import Response

from common.clock import real
from common.errors import Forbidden, Invalid
from gateway.api import bodies, requests
from gateway.api.noun import ALWAYS, Noun, may_answer
from gateway.api.replies import reply
from gateway.auth import current_actor
from gateway.customers.policy import CustomerPolicy
from gateway.parts import parts

READS, WRITES = "config:read", "chain:write"
OTHER_WORDS = "Has other words already."

customer_policy = Noun("customer-policy", "What customers may do by themselves. For the chain.")


@customer_policy.route("")
@may_answer(*ALWAYS, needs=READS)
@customer_policy.response(200, bodies.CustomerPolicy)
def read_customer_policy() -> Response:
    """Show countries, budget, limits and the text that customers agree to."""
    _of_the_chain(READS)
    return _shown(parts().customers.policy())


@customer_policy.route("", methods=["PATCH"])
@may_answer(*ALWAYS, Invalid, needs=WRITES)
@customer_policy.arguments(requests.CustomerPolicyTold())
@customer_policy.response(200, bodies.CustomerPolicy)
def change_customer_policy(asked: dict[str, Any]) -> Response:
    """Change what is named; the rest stays.  Other words need another version (PV-01)."""
    _of_the_chain(WRITES)
    kept = replace(parts().customers.policy(), **asked)
    if not parts().customers.keep_policy(kept):
        raise Invalid(fields={"privacy.version": [OTHER_WORDS]})
    return _shown(kept)


def _of_the_chain(permission: str) -> None:
    actor = current_actor()
    actor.must(permission)
    if not actor.everywhere:
        raise Forbidden(needs="the whole chain")


def _shown(policy: CustomerPolicy) -> Response:
    spent = parts().customers.spent(real().date())
    return reply({**asdict(policy), "codes_today": spent})
