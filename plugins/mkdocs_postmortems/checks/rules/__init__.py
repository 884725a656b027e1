"""The rules, one family a module; the format and honesty families have several."""
