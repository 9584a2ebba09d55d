"""What in followup's documents says who somebody is, and where it lies.

Ids of customers are keyed hashes; they stay beside what is sealed, to find by.
"""

from common.bus.inbox import MESSAGE
from common.bus.outbox import ENTRY
from common.personal import Personal, Place
from common.privacy import blind

BY_ID = {"customer": ("id",)}

TASK = Personal("followup.task", ("customer", "subject", "brief", "outcome", "history"), BY_ID)
CASE = Personal("followup.case", ("customer", "subject", "words", "solution", "steps"), BY_ID)
FILE = Personal("followup.file", ("id", "name", "address", "phone", "number", "wishes", "visits"))
CUSTOMER = Personal("followup.customer", ("name", "phone", "email", "subject"))
NOTICE = Personal(
    "followup.notice",
    ("customer", "facts", "about"),
    BY_ID,
    {"about_key": lambda notice: blind(notice["about"])},
)
"""What a notice is about may be a car, and then the plate says whose."""
RATING = Personal("followup.rating", ("comment",))

OUTBOX = Place(ENTRY, "outbox")
PLACES = {
    "tasks": (Place(TASK), OUTBOX),
    "cases": (Place(CASE),),
    "files": (Place(FILE),),
    "customers": (Place(CUSTOMER),),
    "notices": (Place(NOTICE), OUTBOX),
    "ratings": (Place(RATING),),
    "erasures": (OUTBOX,),
    "inbox": (Place(MESSAGE, "message"),),
}
