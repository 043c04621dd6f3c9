"""Rows of the record for fits: what the model knew, and what came, one subject a file."""
