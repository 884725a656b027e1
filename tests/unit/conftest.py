"""How Hypothesis looks for counterexamples here: the same ones on every machine, and quickly."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "unit",
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("unit")
