/** Applications inside binary messages. What gpsd reads too is also held against it (gpsdecode.test.ts). */
import { expect } from 'chai';
import fc from 'fast-check';
import { BitWriter } from '../../decoders/ais/bit-writer.ts';
import { type EncodableAis, encodeAis } from '../../decoders/ais/encoder.ts';
import { dataOf as anyData } from './application-bits.ts';
import { addressed, broadcast, dataOf, decoded, vector } from './binary-messages.ts';

describe('Weather and water', () => {
  const header = { class: 'AIS', type: 8, repeat: 0, mmsi: 992509977, dac: 1 };

  it('is read in the layout of Circ.236', () => {
    const { data: _, ...read } = vector('ais-018');
    expect(read).to.deep.equal({
      ...header,
      fid: 11,
      application: 'met-hydro',
      lat: 53.2948833,
      lon: -6.1339833,
      timestamp: '18T17:15Z',
      day: 18,
      hour: 17,
      minute: 15,
      wspeed: 3,
      wgust: 6,
      wdir: 12,
      wgustdir: 15,
      airtemp: 14.2,
      humidity: 50,
      dewpoint: 12.3,
      pressure: 1024,
      // Raw 2 and 1: increasing and decreasing in the circular.
      pressuretend: 'increasing',
      visibility: 15.3,
      waterlevel: -8.4,
      leveltrend: 'decreasing',
      cspeed: 10.3,
      cdir: 256,
      cspeed2: 10.4,
      cdir2: 257,
      cdepth2: 10,
      cspeed3: 12.6,
      cdir3: 203,
      cdepth3: 20,
      waveheight: 4.2,
      waveperiod: 35,
      wavedir: 25,
      swellheight: 2.3,
      swellperiod: 48,
      swelldir: 124,
      seastate: 3,
      watertemp: 12.3,
      salinity: 5.3,
      ice: 0,
    });
  });

  it('says only place and time where all else is not available', () => {
    const { data: _, ...old } = vector('ais-019');
    expect(old).to.deep.equal({
      ...header,
      fid: 11,
      application: 'met-hydro',
      lat: 53.2948167,
      lon: -6.13395,
      timestamp: '18T17:45Z',
      day: 18,
      hour: 17,
      minute: 45,
    });
    const { data: __, ...current } = vector('ais-020');
    expect(current).to.deep.equal({
      ...header,
      fid: 31,
      application: 'met-hydro',
      lon: -6.1340667,
      lat: 53.2949333,
      accuracy: false,
      timestamp: '29T23:24Z',
      day: 29,
      hour: 23,
      minute: 24,
      visgreater: false,
    });
  });

  it('has water below the datum and to the centimetre in Circ.289, where gpsd 3.22 says 42 949 672.8 m', () => {
    expect(vector('ais-297')).to.include({ leveltrend: 'steady', waterlevel: -0.17 });
    expect(vector('ais-078')).to.include({ waterlevel: 5.38, pressure: 1013, airtemp: 1.4, watertemp: -0.1 });
  });
});

describe('Persons on board', () => {
  const persons = (spare: number): BitWriter => new BitWriter().put(23, 13).put(0, spare);

  it('are counted in both lengths, addressed and broadcast', () => {
    for (const spare of [3, 35]) {
      expect(addressed(1, 16, persons(spare))).to.include({ application: 'persons', persons: 23 });
      expect(broadcast(1, 16, persons(spare))).to.include({ application: 'persons', persons: 23 });
    }
    expect(addressed(1, 16, new BitWriter().put(0, 48))).not.to.have.property('persons');
  });

  it('are told apart on inland ships', () => {
    const w = new BitWriter().put(4, 8).put(190, 13).put(255, 8).put(0, 30).put(0, 21);
    const read = addressed(200, 55, w);
    expect(read).to.include({ application: 'persons', crew: 4, passengers: 190 });
    expect(read).not.to.have.property('personnel');
  });

  it('are not the radar targets that share their number', () => {
    expect(vector('ais-319')).to.not.have.any.keys('application', 'persons');
  });
});

describe('Other applications', () => {
  it('are inland ships, with surplus bits or without', () => {
    const ship = {
      application: 'inland-static',
      vin: '02103547',
      length: 390,
      beam: 50,
      shiptype: 8010,
      hazard: 0,
      draught: 204,
      loaded: 1,
      speed_q: false,
      course_q: false,
      heading_q: false,
    };
    expect(vector('ais-021')).to.deep.include(ship);
    // gpsd 3.22 takes 168 bits only and keeps these 424 as they are.
    expect(vector('ais-022')).to.deep.include(ship);
    const unknown = vector('ais-290');
    expect(unknown).to.include({ application: 'inland-static', length: 135, beam: 75, shiptype: 8000 });
    expect(unknown).not.to.have.any.keys('vin', 'hazard', 'draught', 'loaded');
  });

  it('are texts', () => {
    const linked = (): BitWriter => new BitWriter().put(333, 10).text('NET FOULED PROPELLER', 20);
    expect(broadcast(1, 29, linked())).to.include({ application: 'text', linkage: 333, text: 'NET FOULED PROPELLER' });
    expect(addressed(1, 30, linked())).to.include({ application: 'text', linkage: 333, text: 'NET FOULED PROPELLER' });
    const plain = new BitWriter().flag(true).put(5, 11).text('ROGER', 5);
    expect(broadcast(1, 0, plain)).to.include({
      application: 'text',
      ack_required: true,
      text_sequence: 5,
      text: 'ROGER',
    });
  });

  it('are routes, of which no more points are read than there are', () => {
    const route = (count: number): BitWriter => {
      const w = new BitWriter().put(99, 10).put(1, 3).put(4, 5);
      w.put(11, 4).put(22, 5).put(8, 5).put(45, 6).put(600, 18).put(count, 5);
      return w
        .putSigned(109.5 * 600_000, 28)
        .putSigned(-13.25 * 600_000, 27)
        .putSigned(181 * 600_000, 28)
        .putSigned(91 * 600_000, 27);
    };
    const read = broadcast(1, 27, route(2));
    expect(read).to.include({
      application: 'route',
      linkage: 99,
      sender: 1,
      rtype: 4,
      start: '11-22T08:45Z',
      duration: 600,
    });
    expect(read.waypoints).to.deep.equal([{ lon: 109.5, lat: -13.25 }, {}]);
    expect(addressed(1, 28, route(31)).waypoints).to.have.length(2);
    expect(broadcast(1, 27, route(1)).waypoints).to.have.length(1);
  });

  it('travel in structured messages of types 25 and 26 too, before the communication state', () => {
    const data = dataOf(new BitWriter().put(17, 13).put(0, 3));
    const header = { mmsi: 574000001, structured: true, dac: 1, fid: 16, data } as const;
    const short: EncodableAis[] = [
      { type: 25, ...header, addressed: false },
      { type: 25, ...header, addressed: true, dest_mmsi: 5740001 },
      { type: 26, ...header, addressed: false, radio: 0xabcde },
      { type: 26, ...header, addressed: true, dest_mmsi: 5740001, radio: 5 },
    ];
    for (const message of short) {
      const read = decoded(...encodeAis(message));
      expect(read).to.deep.include({ ...message, app_id: 80, application: 'persons', persons: 17 });
    }
  });

  it('are bits when nobody here reads them, or when they are too short', () => {
    expect(vector('ais-016')).to.have.all.keys('class', 'type', 'repeat', 'mmsi', 'dac', 'fid', 'data');
    for (const [dac, fid] of [
      [1, 11],
      [1, 31],
      [1, 16],
      [1, 22],
      [1, 27],
      [1, 29],
      [200, 10],
      [200, 55],
    ] as const) {
      expect(broadcast(dac, fid, new BitWriter().put(1, 8)), `${dac}/${fid}`).not.to.have.property('application');
    }
  });
});

describe('Any bits of any application', () => {
  const known = [
    [1, 0],
    [1, 11],
    [1, 16],
    [1, 22],
    [1, 23],
    [1, 27],
    [1, 28],
    [1, 29],
    [1, 30],
    [1, 31],
    [200, 10],
    [200, 55],
  ] as const;

  it('are read without a throw, within bounds, and kept', () => {
    const any = fc.record({
      type: fc.constantFrom(6, 8, 25, 26),
      application: fc.constantFrom(...known),
      data: fc.integer({ min: 1, max: 900 }).chain(anyData),
    });
    fc.assert(
      fc.property(any, ({ type, application: [dac, fid], data }) => {
        const message = { type, mmsi: 574000001, dac, fid, data, addressed: false, structured: true, radio: 0 };
        const read = decoded(...encodeAis(message as EncodableAis));
        expect(read.data).to.equal(data);
        expect((read.areas as unknown[] | undefined)?.length ?? 0).to.be.at.most(10);
        expect((read.waypoints as unknown[] | undefined)?.length ?? 0).to.be.at.most(16);
        expect(JSON.stringify(read)).not.to.match(/null/);
      }),
      { numRuns: 2000 },
    );
  });
});
