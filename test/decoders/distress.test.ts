/** Calls for help, told from their tests and from talk about them. */
import { expect } from 'chai';
import type { Distress } from '../../decoders/ais/distress.ts';
import { type EncodableAis, encodeAis, toReport } from '../../decoders/index.ts';
import { decodeAll } from './collect.ts';

function distressIn(message: EncodableAis): Distress | undefined {
  const { message: decoded, meta } = decodeAll(encodeAis(message).join('\n')).messages[0]!;
  return toReport(decoded, meta).distress;
}

const devices = [
  ['sart', 970_010_001],
  ['mob', 972_010_001],
  ['epirb', 974_010_001],
] as const;

describe('Distress', () => {
  it('is status 14, whatever position report carries it', () => {
    for (const [kind, mmsi] of devices) {
      for (const type of [1, 2, 3, 27] as const) {
        expect(distressIn({ type, mmsi, status: 14 })).to.deep.equal({ kind, state: 'active' });
      }
    }
    for (const mmsi of [574_001_234, 857_400_001, 985_741_234, 123_456_789]) {
      expect(distressIn({ type: 1, mmsi, status: 14 })).to.deep.equal({ kind: 'ship', state: 'active' });
    }
  });

  it('is a test when such a device sends no status', () => {
    for (const [kind, mmsi] of devices) {
      expect(distressIn({ type: 1, mmsi })).to.deep.equal({ kind, state: 'test' });
      expect(distressIn({ type: 1, mmsi, status: 0 })).to.equal(undefined);
    }
    expect(distressIn({ type: 1, mmsi: 574_001_234 })).to.equal(undefined);
    expect(distressIn({ type: 27, mmsi: 970_010_001 })).to.equal(undefined);
  });

  it('is the text of a device, in any case and with anything between its words', () => {
    const texts: [text: string, kind: Distress['kind'], state: Distress['state']][] = [
      ['SART ACTIVE', 'sart', 'active'],
      ['SART TEST', 'sart', 'test'],
      ['MOB ACTIVE', 'mob', 'active'],
      ['MOB TEST', 'mob', 'test'],
      ['EPIRB ACTIVE', 'epirb', 'active'],
      ['EPIRB TEST', 'epirb', 'test'],
      ['  sart   active  ', 'sart', 'active'],
      ['SART-ACTIVE!', 'sart', 'active'],
      ['AIS-SART ACTIVE', 'sart', 'active'],
      ['EPIRB-AIS TEST', 'epirb', 'test'],
    ];
    for (const [text, kind, state] of texts) {
      expect(distressIn({ type: 14, mmsi: 574_001_234, text }), text).to.deep.equal({ kind, state });
      expect(distressIn({ type: 12, mmsi: 574_001_234, text }), text).to.deep.equal({ kind, state });
    }
    // The identity is the device's own; some send the text of another kind.
    expect(distressIn({ type: 14, mmsi: 972_010_001, text: 'SART ACTIVE' })).to.deep.equal({
      kind: 'mob',
      state: 'active',
    });
  });

  it('is no talk about it', () => {
    for (const text of [
      'SART TEST TODAY 1200 UTC',
      'NO SART ACTIVE',
      'SART',
      'ACTIVE',
      'SARTACTIVE',
      'SART ACTIVE TEST',
      'RCVD YR TEST MSG',
      '',
    ]) {
      expect(distressIn({ type: 14, mmsi: 574_001_234, text }), text).to.equal(undefined);
    }
    expect(distressIn({ type: 21, mmsi: 995_741_234, name: 'SART ACTIVE' })).to.equal(undefined);
  });
});
