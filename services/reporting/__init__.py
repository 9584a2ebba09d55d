"""Reporting: the figures of every store and day, each of which opens row by row.

Owns      one row a booking and the figures folded from the rows, the lists that booking
          published, and who came without a booking (database ``reporting``)
Offers    catalogue, report, rows
Announces nothing
Hears     every event of every service
"""
