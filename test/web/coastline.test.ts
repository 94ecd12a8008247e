import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { type Coastline, readCoastline, type Topology } from '../../web/map/coastline.ts';
import { degreeLabel, graticuleStep } from '../../web/map/graticule.ts';
import { archipelagos, loadSmallPlaces, placeNames } from '../../web/map/labels.ts';
import { latitude, longitude, mercatorX, mercatorY } from '../../web/map/mercator.ts';
import { Placement } from '../../web/map/placement.ts';
import { offBasemap, onBasemap, smallPlaces } from '../../web/map/small-places.ts';

function load(file: string, land: string, coast: string): Coastline {
  const topology = JSON.parse(gunzipSync(readFileSync(`web/map/basemap/${file}`)).toString()) as Topology;
  return readCoastline(topology, land, coast);
}

/** Even–odd over all rings. */
function isLand({ land }: Coastline, lon: number, lat: number): boolean {
  const px = mercatorX(lon);
  const py = mercatorY(lat);
  let inside = false;
  for (const { points } of land.flat()) {
    for (let i = 2; i < points.length; i += 2) {
      const [ax, ay, bx, by] = [points[i - 2]!, points[i - 1]!, points[i]!, points[i + 1]!];
      if (ay > py !== by > py && px < ((bx - ax) * (py - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}

describe('the coastline file', () => {
  const detail = load('coastline-bien-dong.topojson.gz', 'land', 'coast');
  const world = load('coastline-world.topojson.gz', 'land_outside', 'coast_outside');

  it('holds every polygon, closed', () => {
    expect(detail.land).to.have.length(10_698);
    for (const { points } of detail.land.flat()) {
      expect([points[0], points[1]]).to.deep.equal([points[points.length - 2], points[points.length - 1]]);
    }
  });

  it('tells land from sea', () => {
    expect(isLand(detail, 108.2, 16.0), 'west of Đà Nẵng').to.equal(true);
    expect(isLand(detail, 109.12, 15.385), 'Lý Sơn').to.equal(true);
    expect(isLand(detail, 110, 14), 'Biển Đông').to.equal(false);
    expect(isLand(world, 2.35, 48.85), 'Paris').to.equal(true);
  });

  it('draws the world round the detailed box without overlap', () => {
    expect(isLand(world, 108.2, 16.0)).to.equal(false);
  });
});

describe('the chart', () => {
  it('names both archipelagos as Vietnamese', () => {
    expect(archipelagos.map(({ name }) => name)).to.deep.equal([
      'Quần đảo Hoàng Sa (Việt Nam)',
      'Quần đảo Trường Sa (Việt Nam)',
    ]);
  });

  it('spaces the graticule in round steps', () => {
    expect([3, 6, 10, 16].map((zoom) => graticuleStep(256 * 2 ** zoom))).to.deep.equal([20, 5, 1 / 6, 1 / 60]);
    expect(degreeLabel(110, 'E', 'W')).to.equal('110°E');
    expect(degreeLabel(-16.5, 'N', 'S')).to.equal('16°30′S');
    expect(degreeLabel(0, 'N', 'S')).to.equal('0°');
  });

  it('puts a label where nothing is yet, and nowhere when there is no such place', () => {
    const placement = new Placement();
    const [right, left] = [
      { left: 20, top: 0, right: 60, bottom: 16 },
      { left: -60, top: 0, right: -20, bottom: 16 },
    ];
    // The ring of another vessel.
    placement.force({ left: 50, top: -5, right: 76, bottom: 21 });
    expect(placement.takeFirst([right, left])).to.equal(left);
    expect(placement.takeFirst([right, left])).to.equal(undefined);
  });

  it('lets the first label stand and leaves out what would cover it', () => {
    const placement = new Placement();
    expect(placement.take({ left: 0, top: 0, right: 100, bottom: 16 })).to.equal(true);
    expect(placement.take({ left: 90, top: 10, right: 190, bottom: 26 })).to.equal(false);
    expect(placement.take({ left: 0, top: 17, right: 100, bottom: 33 })).to.equal(true);
  });
});

describe('the names of seas and islands', () => {
  const detail = load('coastline-bien-dong.topojson.gz', 'land', 'coast');

  /** To the nearest corner of land, nautical miles; on land 0. */
  function offshoreNm(lon: number, lat: number): number {
    const narrow = Math.cos((lat * Math.PI) / 180);
    let least = isLand(detail, lon, lat) ? 0 : Number.POSITIVE_INFINITY;
    for (const { points } of detail.land.flat()) {
      for (let i = 0; i < points.length; i += 2) {
        const north = (latitude(points[i + 1]!) - lat) * 60;
        if (Math.abs(north) > 3) continue;
        least = Math.min(least, Math.hypot((longitude(points[i]!) - lon) * 60 * narrow, north));
      }
    }
    return least;
  }

  it('stand at islands that the basemap has, and at reefs that it has not where their archipelago is', () => {
    for (const [name, lon, lat] of onBasemap) expect(offshoreNm(lon, lat), name).to.be.lessThan(2);
    const spratly = archipelagos[1]!;
    for (const [name, lon, lat] of offBasemap) {
      expect(lon, name).to.be.within(spratly.west, spratly.east);
      expect(lat, name).to.be.within(spratly.south, spratly.north);
    }
  }).timeout(60_000);

  it('stand in the water where they are of water', () => {
    for (const { name, lon, lat } of smallPlaces.filter(({ kind }) => kind === 'sea'))
      expect(isLand(detail, lon, lat), name).to.equal(false);
  });

  it('stand each at a place of its own, and come with the rest once they are loaded', async () => {
    const before = placeNames().length;
    await loadSmallPlaces();
    await loadSmallPlaces();
    const all = placeNames();
    expect(all).to.have.length(before + smallPlaces.length);
    const spots = new Set(all.map(({ lon, lat }) => `${lon.toFixed(2)} ${lat.toFixed(2)}`));
    expect(spots.size).to.equal(all.length);
    expect(all.map(({ minZoom }) => minZoom)).to.deep.equal(all.map(({ minZoom }) => minZoom).sort((a, b) => a - b));
    for (const { name } of all) expect(name).to.match(/^\p{Lu}[\p{L} ]+$/u);
  });
});
