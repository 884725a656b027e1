"""How findings and rules are told: to a reader, to a program, beside a merge request."""
