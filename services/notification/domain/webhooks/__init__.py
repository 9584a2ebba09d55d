"""Rules of partner webhooks: who hears of what, what it says, when it is tried again."""
