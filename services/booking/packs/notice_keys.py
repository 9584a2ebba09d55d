"""What a store says of its own about telling customers what follows from visits and files.

Followup reads it, with what the store says about tasks.
"""

from services.booking.packs.key import Key
from services.booking.packs.kinds import ListOf, Whole, YesNo

TOLD = (
    ("maintenance_due", "Told that maintenance comes near", "RM-06"),
    ("missed_visit", "Told that they were missed", "NS-01"),
    ("after_call", "Told to book before coming, after a call", "CF-09"),
    ("survey", "Asked to rate a visit", "SV-13"),
    ("case_answered", "Told that there is an answer", "FU-07"),
    ("refund", "Told that money is on its way back", "CP-16"),
    ("campaign", "Told of campaigns in writing", "CM-04"),
)
NOTICES = (
    *(Key(f"policy.care.notices.{kind}", YesNo(), says, id, default=True)
      for kind, says, id in TOLD),
    Key("policy.care.maintenance_due.leads", ListOf(Whole(1, 90), most=5, once=True),
        "So long before", "RM-06", "days", [14, 3]),
)  # fmt: skip
