"""How people prove who they are, and who lets whom in.

``passwords``, ``codes``, ``patience``, ``appointing`` and ``owing`` are rules; ``people_kept``
and ``signed_in`` are the part of the store that is about people; ``account`` is what somebody
may do about themselves, ``staff`` what a manager or head office may do about others.
"""
