"""A Docker daemon of our own, and stand-ins for the public images where no registry is reached."""
