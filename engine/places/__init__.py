"""Places by the names people give them: countries, regions and cities in five languages.

`places.tsv` is made by `scripts/build_places.py`, `demonyms.tsv` is kept by hand. Both are read
when a place is first asked for.
"""

from engine.places.gazetteer import EITHER, Place, demonym, find, longest_name, names_of, places_in

__all__ = ["EITHER", "Place", "demonym", "find", "longest_name", "names_of", "places_in"]
