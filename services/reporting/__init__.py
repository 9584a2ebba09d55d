"""Reporting: the figures of every store and day, each of which opens row by row.

Owns      one row a booking and the figures folded from the rows, the lists that booking
          published, who came without a booking, and what stores' months are assessed by
          (database ``reporting``)
Offers    catalogue, report, rows; assessment, import_rates, set_terms
Announces nothing
Hears     every event of every service
"""
