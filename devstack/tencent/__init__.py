"""A stand-in for Tencent Cloud SMS: it answers as the published API does, and texts nobody.

Requests must be signed (TC3-HMAC-SHA256) and name an application, a signature and a template
that its file of templates approves.  What handsets got is at ``/outbox``; reports are posted to
a callback and can be pulled, as the real ones.  ``/stand-in/trouble`` orders what goes wrong.
"""
