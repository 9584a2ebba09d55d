"""The rules of booking.  No clock, no database, no bus: values in, values out."""
