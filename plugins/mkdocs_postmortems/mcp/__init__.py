"""What an assistant asks before it proposes an experiment: the Model Context Protocol, read only.

Written with the standard library alone: an assistant starts the server anew for each talk, and the
official SDK takes several times as long to start and twice the memory.
"""
