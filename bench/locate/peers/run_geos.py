"""GEOS through shapely: a tree of boxes over all points at once, then prepared polygons. Takes turns as bench/locate/turns.ts says."""

import json
import resource
import sys
import time


def say(what):
    print(json.dumps(what), flush=True)


try:
    import numpy
    import shapely
except ImportError:
    say({"missing": "Python's shapely 2 is not installed (HAIDANG_BENCH_PYTHON names a python that has it)"})
    sys.exit(0)
if not hasattr(shapely, "intersects_xy"):
    say({"missing": f"shapely {shapely.__version__} is too old: 2.0 is needed"})
    sys.exit(0)

with open(sys.argv[1], encoding="utf-8") as file:
    zones = [shapely.polygons(zone["geometry"]["coordinates"][0]) for zone in json.load(file)]

start = time.perf_counter()
polygons = numpy.array(zones)
shapely.prepare(polygons)
tree = shapely.STRtree(polygons)
prepare_seconds = time.perf_counter() - start
known = {}


def points_of(kind):
    """Longitudes, latitudes, and points made of them beforehand, which is not timed."""
    if kind not in known:
        both = numpy.fromfile(f"{sys.argv[2]}/{kind}")
        lons, lats = both[: len(both) // 2], both[len(both) // 2 :]
        known[kind] = (lons, lats, shapely.points(lons, lats))
    return known[kind]


def locate(kind, first, count):
    lons, lats, points = points_of(kind)
    point, zone = tree.query(points[first : first + count])
    inside = shapely.intersects_xy(polygons[zone], lons[first + point], lats[first + point])
    return point[inside], zone[inside]


say({"about": f"shapely {shapely.__version__}, GEOS {shapely.geos_version_string}: STRtree.query, prepared intersects_xy", "prepareSeconds": prepare_seconds})
for line in sys.stdin:
    order = json.loads(line)
    points_of(order["points"])
    start = time.perf_counter()
    point, zone = locate(order["points"], order["from"], order["count"])
    seconds = time.perf_counter() - start
    if "to" in order:
        by_point = numpy.lexsort((zone, point))
        counts = numpy.bincount(point, minlength=order["count"])
        found = numpy.split(zone[by_point], numpy.cumsum(counts)[:-1])
        rows = [numpy.concatenate(([len(row)], row)) for row in found]
        numpy.concatenate(rows).astype("<i4").tofile(order["to"])
    say({"seconds": seconds})
say({"peakRssMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024})
