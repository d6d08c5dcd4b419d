"""Makes the font files from IBM Plex Sans: `python3 make.py <folder of @ibm/plex-sans>` (fonttools)."""

import pathlib
import sys

from fontTools import subset, ttLib

LATIN = [(0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x1E80, 0x1E85), (0x1EF2, 0x1EF3)]
SIGNS = [(0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022), (0x2039, 0x203A), (0x2190, 0x2193)]
SINGLE = [0x192, 0x1E9E, 0x2026, 0x202F, 0x2030, 0x2032, 0x2033, 0x20AC, 0x2116, 0x2122, 0x2212]
CHARACTERS = [c for first, last in LATIN + SIGNS for c in range(first, last + 1)] + SINGLE
# Nothing but what a PDF needs to draw the glyphs.
DROPPED = ["GSUB", "GPOS", "GDEF", "DSIG", "gasp", "meta", "OS/2"]
COPYRIGHT, FAMILY, STYLE, FULL, POSTSCRIPT, LICENCE = 0, 1, 2, 4, 6, 13

for weight in ["Regular", "SemiBold"]:
    woff = pathlib.Path(sys.argv[1]) / f"fonts/complete/woff/IBMPlexSans-{weight}.woff"
    font = ttLib.TTFont(woff)
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True
    options.drop_tables += DROPPED
    options.name_IDs = [COPYRIGHT, FAMILY, STYLE, FULL, POSTSCRIPT, LICENCE]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    # The licence reserves the name Plex for the font as IBM made it.
    for record in font["name"].names:
        text = record.toUnicode()
        if record.nameID in (FAMILY, FULL, POSTSCRIPT):
            record.string = text.replace("IBM Plex Sans", "Ticket Sans").replace("IBMPlexSans", "TicketSans")
    font.flavor = None
    font.recalcTimestamp = False
    font.save(pathlib.Path(__file__).with_name(f"ticket-sans-{weight.lower()}.ttf.bin"))
