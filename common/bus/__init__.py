"""The bus: all of nameko and kombu, and what mends them.

``serves`` answers calls, ``hears`` takes events, ``does`` does due work, ``every`` ticks.
``client`` is how a process without nameko calls.  Business rules never import this.
"""
