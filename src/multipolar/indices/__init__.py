"""Capability indices: what power is made of. One file each."""

from multipolar.catalogue import Catalogue
from multipolar.index import Index

catalogue: Catalogue[Index] = Catalogue(__name__)
