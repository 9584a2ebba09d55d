"""The Twilio stand-in: an account of our own on a laptop, with handsets to look at.

Takes    Messages and Calls as Twilio's published API does (2010-04-01), signed webhooks back
Keeps    every message and call in memory, with what the handset saw and heard
Obeys    /stand-in/...: trouble, outages, inbound SMS, a customer who answers, presses and hangs up
Shows    /outbox for programs, / for people
"""
