"""Fits, one a file: parameters of a mechanism and the record they are held to."""
