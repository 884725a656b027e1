"""The command line."""


def main() -> None:
    """Do nothing yet."""
