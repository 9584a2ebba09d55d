"""What in reporting's documents says who somebody is: nothing but what it has not taken in yet.

Its rows know customers by their ids alone, and what was published names none.
"""

from common.bus.inbox import MESSAGE
from common.personal import Place

PLACES = {"inbox": (Place(MESSAGE, "message"),)}
