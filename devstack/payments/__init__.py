"""A provider of payments to develop against: pages to pay on, signed callbacks, refunds.

It moves no money.  It answers, retries and signs as such providers do, and on request tells what
it has to tell twice, late, in another order, or not at all.
"""
