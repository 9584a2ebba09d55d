"""Stock nameko, untuned: the yardstick.

Persistent messages, confirms both ways, a connection object for each publish, nameko's own
runner and consumers, and the same web server in front.
"""
