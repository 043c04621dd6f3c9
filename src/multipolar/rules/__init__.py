"""Rules of polarity: who counts as a pole. One file each."""

from multipolar.catalogue import Catalogue
from multipolar.rule import Rule

catalogue: Catalogue[Rule] = Catalogue(__name__)
