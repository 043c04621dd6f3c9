"""Build-time parts of the embedded world: not shipped with the package."""
