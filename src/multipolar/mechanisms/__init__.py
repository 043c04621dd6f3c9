"""The mechanisms, one cause a file; scanned, so a new file is in at once."""
