#!/bin/sh
# Makes the embedded faces: the Latin, Greek and Cyrillic letters, punctuation and
# symbols of Gentium Book Plus, with kerning, ligatures and marks, from Debian's
# package. Needs dpkg-deb, apt-get and fonttools (Debian: python3-fonttools).
set -eu
cd "$(dirname "$0")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
(cd "$scratch" && apt-get download -qq fonts-sil-gentiumplus=6.101-1 && dpkg-deb -x fonts-sil-gentiumplus_*.deb .)
for face in Regular Bold Italic; do
	/usr/bin/python3 - "$scratch/usr/share/fonts/truetype/gentiumplus/GentiumBookPlus-$face.ttf" "serif-$face.ttf" <<'PYTHON'
import sys
from fontTools import subset, ttLib

source, target = sys.argv[1:]
options = subset.Options(
    hinting=False, notdef_outline=True, recalc_timestamp=False, name_IDs=[1, 2, 3, 4, 6, 13, 14],
    layout_features=["kern", "liga", "ccmp", "locl", "mark", "mkmk", "calt", "rlig"])
options.drop_tables += ["DSIG", "FFTM", "Silf", "Silt", "Glat", "Gloc", "Feat", "Sill", "meta"]
blocks = [
    (0x20, 0x7e), (0xa0, 0x2ff), (0x300, 0x36f), (0x370, 0x3ff), (0x400, 0x52f),
    (0x1e00, 0x1fff), (0x2000, 0x206f), (0x2070, 0x209f), (0x20a0, 0x20cf), (0x2100, 0x218f),
    (0x2190, 0x22ff), (0x25a0, 0x26ff), (0xfb00, 0xfb06), (0xfffd, 0xfffd)]
font = subset.load_font(source, options)
subsetter = subset.Subsetter(options)
subsetter.populate(unicodes=[c for a, b in blocks for c in range(a, b + 1)])
subsetter.subset(font)
# A changed version must not have the reserved names (OFL 1.1, condition 3).
style = font["name"].getDebugName(2)
for record in font["name"].names:
    new = {1: "CV Serif", 3: "CV Serif " + style, 4: "CV Serif " + style, 6: "CVSerif-" + style.replace(" ", "")}
    if record.nameID in new:
        record.string = new[record.nameID]
subset.save_font(font, target, options)
PYTHON
done
