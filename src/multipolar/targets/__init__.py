"""What is asked of the years after an origin. One file each."""

from multipolar.catalogue import Catalogue
from multipolar.target import Target

catalogue: Catalogue[Target] = Catalogue(__name__)
