"""How good a forecast was. One file each."""

from multipolar.catalogue import Catalogue
from multipolar.score import Score

catalogue: Catalogue[Score] = Catalogue(__name__)
