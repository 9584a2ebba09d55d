"""What a person at the command line is offered, beside the jobs on all of the data."""
