"""What in the gateway's documents says who a customer is, and where it lies."""

from common.personal import Personal, Place

ACCOUNT = Personal("gateway.account", ("phone", "name", "email", "address"))
SIGNED_IN = Personal("gateway.customer_token", ("phone",))

PLACES = {
    "customer_accounts": (Place(ACCOUNT),),
    "customer_tokens": (Place(SIGNED_IN),),
}
