/** Area notices: a real one, every shape, and what is left when nothing is known. */
import { expect } from 'chai';
import { BitWriter } from '../../decoders/ais/bit-writer.ts';
import { addressed, broadcast, decoded } from './binary-messages.ts';

const MILLIMINUTES = 60_000;

/** Header of an area notice, IMO SN.1/Circ.289 table 11.10. */
function notice(fields: { linkage?: number; notice?: number; duration?: number } = {}): BitWriter {
  return new BitWriter()
    .put(fields.linkage ?? 42, 10)
    .put(fields.notice ?? 10, 7)
    .put(7, 4)
    .put(26, 5)
    .put(14, 5)
    .put(27, 6)
    .put(fields.duration ?? 120, 18);
}

function anchor(w: BitWriter, shape: number, scale: number, lon: number, lat: number): BitWriter {
  w.put(shape, 3).put(scale, 2);
  return w
    .putSigned(lon * MILLIMINUTES, 25)
    .putSigned(lat * MILLIMINUTES, 24)
    .put(4, 3);
}

function legs(
  w: BitWriter,
  shape: number,
  scale: number,
  points: [halfDegrees: number, distance: number][],
): BitWriter {
  w.put(shape, 3).put(scale, 2);
  for (const [bearing, distance] of points) w.put(bearing, 10).put(distance, 10);
  return w.put(0, 2);
}

describe('Area notice', () => {
  it('is read from a real one: right whales within five miles', () => {
    // NOAA, through libais test data.
    expect(decoded('!AIVDM,1,1,,B,803Ovrh0EP:024`@02PN04da=3V<>N0000,4*39')).to.deep.equal({
      class: 'AIS',
      type: 8,
      repeat: 0,
      mmsi: 3669739,
      dac: 1,
      fid: 22,
      data: '144:0280084a1000281e004b2934398c39e00000',
      application: 'area-notice',
      linkage: 10,
      notice: 0,
      month: 1,
      day: 1,
      hour: 5,
      minute: 2,
      start: '01-01T05:02Z',
      duration: 20,
      areas: [{ shape: 'circle', lon: -69.8649833, lat: 42.08295, precision: 4, radius: 9260 }],
    });
  });

  it('has all shapes, broadcast and addressed', () => {
    const w = notice();
    anchor(w, 0, 1, 109.2, 13.3).put(250, 12).put(0, 18);
    anchor(w, 1, 0, -70.9, 42.2).put(200, 8).put(150, 8).put(45, 9).put(0, 5);
    anchor(w, 2, 0, -70.7, -42.4).put(1000, 12).put(30, 9).put(120, 9);
    legs(w, 3, 0, [
      [180, 500],
      [361, 300],
      [720, 0],
      [720, 0],
    ]);
    legs(w, 4, 2, [
      [0, 100],
      [180, 100],
      [360, 100],
      [540, 100],
    ]);
    w.put(5, 3).text('DIVERS DOWN', 14);
    for (const read of [broadcast(1, 22, w), addressed(1, 23, w)]) {
      expect(read).to.include({
        application: 'area-notice',
        linkage: 42,
        notice: 10,
        start: '07-26T14:27Z',
        duration: 120,
      });
      expect(read.areas).to.deep.equal([
        { shape: 'circle', lon: 109.2, lat: 13.3, precision: 4, radius: 2500 },
        { shape: 'rectangle', lon: -70.9, lat: 42.2, precision: 4, east: 200, north: 150, orientation: 45 },
        { shape: 'sector', lon: -70.7, lat: -42.4, precision: 4, radius: 1000, left: 30, right: 120 },
        {
          shape: 'polyline',
          points: [
            { bearing: 90, distance: 500 },
            { bearing: 180.5, distance: 300 },
          ],
        },
        {
          shape: 'polygon',
          points: [0, 90, 180, 270].map((bearing) => ({ bearing, distance: 10_000 })),
        },
        { shape: 'text', text: 'DIVERS DOWN' },
      ]);
    }
  });

  it('says nothing where nothing is known', () => {
    const w = new BitWriter().put(0, 10).put(127, 7).put(0, 4).put(0, 5).put(24, 5).put(60, 6).put(262_143, 18);
    anchor(w, 0, 3, 181, 91).put(0, 12).put(0, 18);
    anchor(w, 2, 0, 181, 91).put(5, 12).put(511, 9).put(360, 9);
    // A shape that the circular reserves.
    w.put(7, 3).put(0, 30).put(0, 30).put(0, 24);
    const read = broadcast(1, 22, w);
    expect(read).to.have.all.keys('class', 'type', 'repeat', 'mmsi', 'dac', 'fid', 'data', 'application', 'areas');
    expect(read.areas).to.deep.equal([
      { shape: 'circle', precision: 4, radius: 0 },
      { shape: 'sector', precision: 4, radius: 5 },
    ]);
  });

  it('is a cancellation without an area, and bits when it is cut before its header ends', () => {
    expect(broadcast(1, 22, notice({ notice: 126, duration: 0 }))).to.deep.include({
      notice: 126,
      duration: 0,
      areas: [],
    });
    const cut = broadcast(1, 22, new BitWriter().put(42, 10).put(10, 7).put(0, 30));
    expect(cut).not.to.have.property('application');
    expect(cut.data).to.match(/^47:/);
  });
});
