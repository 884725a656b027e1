"""Lines of a text, by places in it."""


def start_of_line(text: str, place: int) -> int:
    """Where the line begins that `place` is on."""
    return text.rfind("\n", 0, place) + 1


def end_of_line(text: str, place: int) -> int:
    """Where the line after the one of `place` begins.

    A place at the beginning of a line is taken for the end of the one before.
    """
    if place and text[place - 1] == "\n":
        return place
    end = text.find("\n", place)
    return len(text) if end < 0 else end + 1


def indent_at(text: str, place: int) -> str:
    """The blanks that the line of `place` begins with."""
    line = text[start_of_line(text, place) : place]
    return line[: len(line) - len(line.lstrip(" "))]
