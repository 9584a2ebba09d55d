"""A mail catcher: takes every e-mail, delivers none, and shows them.

It speaks SMTP on one port of the loopback, and HTTP on another: a page at ``/``, the same for
programs at ``/mails`` (``?to=``), emptied by ``DELETE /mails``.
"""
