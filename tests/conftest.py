"""Settings of the whole suite."""

from hypothesis import settings

settings.register_profile("multipolar", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("multipolar")
