/** Type 28, aid to navigation in one slot (M.1371-6). */
import { expect } from 'chai';
import { encodeAis } from '../../decoders/ais/encoder.ts';
import { decoded, type Fields } from './binary-messages.ts';

describe('Type 28', () => {
  it('is read as the two public decoders read it', () => {
    // pyais test data.
    expect(decoded('!AIVDO,1,1,,A,L1mg=5@@G:uk?S:I0@ph>A5E>L@1,0*43')).to.deep.equal({
      class: 'AIS',
      type: 28,
      repeat: 0,
      mmsi: 123456789,
      second: 1,
      lon: 10.1237117,
      lat: 54.3491333,
      restricted: 0,
      station_type: 1,
      aid_type: 7,
      iala_mrn: 12345,
      dimension: 1,
      dimensions_a: 42,
      dimensions_b: 1337,
      dimension_additional_data: true,
      charted_status: true,
      station_status: 1,
      status_bits: 0,
      auth: true,
      radius: 42,
      height: 133.7,
    });
  });

  it('has its size in metres, or its way', () => {
    const size = (dimension: number, dimensions_a: number, dimensions_b: number): Fields => {
      const { radius, height, course, speed, orientation, length } = decoded(
        ...encodeAis({ type: 28, mmsi: 995741001, dimension, dimensions_a, dimensions_b }),
      );
      return JSON.parse(JSON.stringify({ radius, height, course, speed, orientation, length }));
    };
    expect(size(0, 42, 1337)).to.deep.equal({});
    expect(size(2, 5, 42)).to.deep.equal({ radius: 542 });
    expect(size(3, 180, 12)).to.deep.equal({ course: 180, speed: 12 });
    expect(size(3, 360, 60)).to.deep.equal({});
    expect(size(4, 3, 5)).to.deep.equal({});
    expect(size(5, 50, 3)).to.deep.equal({ radius: 350 });
    expect(size(6, 90, 100)).to.deep.equal({ orientation: 90, length: 1000 });
    expect(size(13, 359, 100)).to.deep.equal({ orientation: 359, length: 20_000 });
    expect(size(14, 1, 1)).to.deep.equal({});
  });
});
