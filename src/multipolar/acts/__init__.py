"""What a scenario can do to a simulated world. One file each."""

from multipolar.act import Act
from multipolar.catalogue import Catalogue

catalogue: Catalogue[Act] = Catalogue(__name__)
