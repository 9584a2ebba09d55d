"""What booking answers and does, one part of it a module; the service class inherits them."""
