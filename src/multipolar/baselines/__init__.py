"""Forecasts that every model should beat. One file each."""

from multipolar.baseline import Baseline
from multipolar.catalogue import Catalogue

catalogue: Catalogue[Baseline] = Catalogue(__name__)
