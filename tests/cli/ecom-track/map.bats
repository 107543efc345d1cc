load ../../lib/helpers

setup() {
  sandbox_setup
  ecom-track add shipment=P-1 carrier=fedex number=JP1 order= >/dev/null
  cat >events.csv <<'END'
shipment,at,status,text,place,country
P-1,2026-01-03T18:00:00+09:00,picked_up,Picked up,Tokyo,JP
P-1,2026-01-04T09:00:00-09:00,in_transit,"<script>alert(1)</script> & ""more""","ANCHORAGE, AK",US
P-1,2026-01-05T09:00:00-08:00,delivered,Delivered,"LOS ANGELES, CA",US
END
  ecom-track import events.csv >/dev/null
}

# well_formed FILE: XML by a reader that is not ours, without scripts or anything to fetch
well_formed() {
  python3 - "$1" <<'END'
import sys, xml.etree.ElementTree as tree
root = tree.parse(sys.argv[1]).getroot()
assert root.tag == "{http://www.w3.org/2000/svg}svg", root.tag
for element in root.iter():
    name = element.tag.split("}")[-1]
    assert name not in ("script", "image", "foreignObject", "use", "a"), name
    for key in element.attrib:
        assert not key.lower().startswith("on") and "href" not in key, key
    for key in ("x", "y", "cx", "cy", "width", "height"):
        value = element.get(key)
        if value is not None:
            assert value == value and float(value) < 1e5, (key, value)
END
}

@test "a map is well formed SVG and tells its stops" {
  ecom-track map P-1 --now 2026-01-06 >map.svg
  well_formed map.svg
  for text in "Tokyo, JP" "ANCHORAGE, AK" "LOS ANGELES, CA" "Natural Earth" "CC BY 4.0" 'class="land"'; do
    grep -qF "$text" map.svg || { echo "no $text"; false; }
  done
}

# RFC 7946: types and their coordinates (3.1), WGS 84 longitude and latitude (4), lines cut at the antimeridian (3.1.9).
@test "GeoJSON is what RFC 7946 asks for" {
  ecom-track map P-1 --geojson >map.json
  python3 - map.json <<'END'
import json, sys
def position(p):
    assert len(p) == 2 and -180 <= p[0] <= 180 and -90 <= p[1] <= 90, p
def line(l):
    assert len(l) >= 2, l
    for p in l: position(p)
    for a, b in zip(l, l[1:]): assert abs(a[0] - b[0]) <= 180, (a, b)
check = {"Point": position, "LineString": line, "MultiLineString": lambda ls: [line(l) for l in ls]}
data = json.load(open(sys.argv[1]))
assert data["type"] == "FeatureCollection" and "crs" not in data
for f in data["features"]:
    assert f["type"] == "Feature" and isinstance(f["properties"], dict)
    check[f["geometry"]["type"]](f["geometry"]["coordinates"])
kinds = [f["geometry"]["type"] for f in data["features"]]
assert kinds == ["Point", "Point", "Point", "MultiLineString"], kinds
tokyo, _, angeles = (f["geometry"]["coordinates"] for f in data["features"][:3])
assert abs(tokyo[0] - 139.7) < 0.3 and abs(tokyo[1] - 35.7) < 0.3, tokyo
assert abs(angeles[0] + 118.2) < 0.3 and abs(angeles[1] - 34.05) < 0.3, angeles
ends = data["features"][3]["geometry"]["coordinates"]
assert len(ends) == 2 and ends[0][-1][0] == 180 and ends[1][0][0] == -180 and ends[0][-1][1] == ends[1][0][1], ends
# Tokyo to Anchorage about 5,570 km, Anchorage to Los Angeles about 3,770 km, by any atlas.
assert abs(data["features"][3]["properties"]["km"] - 9340) < 100, data["features"][3]["properties"]
END
}

@test "a page holds map, timeline and table, and no script" {
  ecom-track map P-1 --html --now 2026-01-06 >page.html
  python3 - page.html <<'END'
import sys
from html.parser import HTMLParser
VOID = {"meta", "br", "img", "link", "input", "hr"}
class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.seen, self.words = [], set(), ""
    def handle_starttag(self, tag, attributes):
        self.seen.add(tag)
        if tag not in VOID: self.open.append(tag)
        for key, value in attributes:
            assert not key.startswith("on") and key not in ("src", "href", "action"), key
    def handle_startendtag(self, tag, attributes):
        pass
    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (self.open[-3:], tag)
        self.open.pop()
    def handle_data(self, data):
        self.words += data
page = Page()
page.feed(open(sys.argv[1], encoding="utf-8").read())
assert not page.open, page.open
assert {"svg", "table", "ol", "article"} <= page.seen and not {"script", "iframe", "img"} & page.seen, page.seen
assert '<script>alert(1)</script> & "more"' in page.words
assert "9340" not in page.words and "fedex JP1" in page.words
END
  assert_equal "$(ecom-track show P-1 --html --now 2026-01-06 | cksum)" "$(cksum <page.html)"
}

@test "where no place is known the map says so" {
  ecom-track import --create carrier=x number=N1 at=2026-01-03T18:00:00Z status=in_transit place="Hub 7" >/dev/null
  ecom-track import carrier=x number=N1 at=2026-01-04T18:00:00Z status=in_transit place="Hub <8>" >/dev/null
  ecom-track map N1 >map.svg
  well_formed map.svg
  grep -qF 'not to scale' map.svg
  grep -qF 'Hub &lt;8&gt;' map.svg
  assert_exit 0 ecom-track map N1 --geojson
  assert_json '.features == []'
}

@test "a parcel of which nothing was reported, and several in one picture" {
  ecom-track add shipment=P-2 carrier=ups number=2 >/dev/null
  ecom-track map P-2 >map.svg
  well_formed map.svg
  run_in_pipe 'ecom-track list | ecom-track map'
  assert_equal "$status" 0
  echo "$output" >map.svg
  well_formed map.svg
  grep -qF '>P-1<' map.svg
  grep -qF '>P-2<' map.svg
}

@test "a parcel that is not there" {
  assert_exit 1 ecom-track map NOPE
  refute_output
  assert_stderr --partial 'no parcel, order or number "NOPE"'
  run_in_pipe 'ecom-track map </dev/null'
  assert_equal "$status" 0
  refute_output
}
