"""What every service shares: the contracts they speak and the bus they stand on.

Nothing here knows a business rule, and nothing here imports ``services`` or
``gateway``.  A helper moves in when a second service needs it, not before.
"""
