"""How people prove who they are, and who lets whom in.

``passwords``, ``codes``, ``patience``, ``appointing``, ``leading``, ``owing`` and ``whereabouts``
are rules; ``people_kept``, ``factors_kept`` and ``signed_in`` are the part of the store that is
about people; ``account`` is what somebody may do about themselves, ``staff`` what a manager or
head office may do about others, ``commands`` what an operator may; ``devices`` knows where
somebody signed in before, ``oidc`` asks the chain's own provider who somebody is.
"""
