/** What the strip of a vessel's page shows of when it was heard. */
import { expect } from 'chai';
import type { VesselSignals } from '../../server/api/answers/vessels.ts';
import {
  barsOf,
  heardShare,
  knownSince,
  marksOn,
  owedSource,
  placeOn,
  silencesOf,
} from '../../web/vessel/signal-strip.ts';

const HOUR = 3_600_000;
const from = Date.UTC(2026, 10, 1);

function signals(spans: VesselSignals['spans'], outages: VesselSignals['outages'] = []): VesselSignals {
  return { vesselId: 'v', from, to: from + 100 * HOUR, spans, outages };
}

const heard = (first: number, last: number) => ({
  ...{ from: from + first * HOUR, to: from + last * HOUR, fixes: 2 },
  ...{ lon: 109 + last / 100, lat: 12 },
});

describe('the strip of signals', () => {
  it('has silences of six hours or more, the newest first, the one that lasts too', () => {
    const found = silencesOf(signals({ vms: [heard(-3, 10), heard(15, 40), heard(46, 90)] }), 'vms', from);
    expect(found.map(({ last, until, ms }) => [last?.time, until, ms / HOUR])).to.deep.equal([
      [from + 90 * HOUR, undefined, 10],
      [from + 40 * HOUR, from + 46 * HOUR, 6],
    ]);
    expect(found[1]!.last).to.include({ lon: 109.4, lat: 12 });
  });

  it('begins a silence where it was heard last, before the span too, and leaves out what ended there', () => {
    const [open] = silencesOf(signals({ vms: [heard(-30, -20)] }), 'vms', from);
    expect(open).to.deep.include({ ms: 120 * HOUR });
    expect(silencesOf(signals({ vms: [heard(-40, -30), heard(-9, 99)] }), 'vms', from)).to.deep.equal([]);
  });

  it('knows of no silence from before the vessel was heard for the first time', () => {
    const all = signals({ ais: [heard(20, 99)], vms: [heard(50, 99)] });
    expect(knownSince(all, from + 30 * HOUR)).to.equal(from + 20 * HOUR);
    expect(knownSince(all, from - HOUR)).to.equal(from);
    expect(silencesOf(all, 'ais', from + 20 * HOUR)).to.deep.equal([]);
    expect(silencesOf(all, 'vms', from + 20 * HOUR)).to.deep.equal([{ until: from + 50 * HOUR, ms: 30 * HOUR }]);
    expect(heardShare(all, 'vms', from + 20 * HOUR)).to.equal(50 / 80);
  });

  it('says which silence has an outage of its provider in it', () => {
    const outage = { from: from + 42 * HOUR, to: from + 44 * HOUR, provider: 'VNPT' };
    const found = silencesOf(signals({ vms: [heard(-1, 10), heard(20, 40), heard(50, 99)] }, [outage]), 'vms', from);
    expect(found.map((one) => one.outage?.provider)).to.deep.equal(['VNPT', undefined]);
    const lasting = { from: from + 95 * HOUR, provider: 'VNPT' };
    expect(silencesOf(signals({ vms: [heard(-1, 90)] }, [lasting]), 'vms', from)[0]!.outage).to.equal(lasting);
  });

  it('counts only what lies in the span as not heard', () => {
    expect(heardShare(signals({ vms: [heard(-30, -20), heard(10, 100)] }), 'vms', from)).to.equal(0.9);
    expect(heardShare(signals({ vms: [heard(0, 100)] }), 'vms', from)).to.equal(1);
    expect(heardShare(signals({}), 'vms', from)).to.equal(0);
  });

  it('counts no silence that began in a port, and names the port', () => {
    const port = { vi: 'Cảng cá Sa Huỳnh', en: 'Sa Huỳnh' };
    const all = signals({ vms: [{ ...heard(-1, 10), port }, heard(40, 50), heard(70, 100)] });
    expect(silencesOf(all, 'vms', from).map(({ last }) => last?.port?.en)).to.deep.equal([undefined, 'Sa Huỳnh']);
    expect(heardShare(all, 'vms', from)).to.equal(0.8);
  });

  it('goes by VMS where there is a device, else by AIS', () => {
    expect(owedSource(signals({ ais: [heard(0, 1)] }), {})).to.equal('ais');
    expect(owedSource(signals({ ais: [heard(0, 1)] }), { deviceId: 'X1' })).to.equal('vms');
    expect(owedSource(signals({ vms: [heard(0, 1)] }), {})).to.equal('vms');
  });

  it('draws a stretch where it was, cut at the edge, and a single fix so that it is seen', () => {
    const all = signals({});
    expect(barsOf(all, [heard(-50, 10), heard(50, 50), heard(-9, -8)])).to.equal(
      'M0.00 0h100.00v1h-100.00zM500.00 0h1.50v1h-1.50z',
    );
    expect(placeOn(all, from + 200 * HOUR)).to.equal(1000);
  });

  it('marks round days, or hours, in Vietnam, not more than asked for', () => {
    const { stepMs, times } = marksOn(signals({}), 8);
    expect(stepMs).to.equal(24 * HOUR);
    expect(times.map((time) => (time - from) / HOUR)).to.deep.equal([17, 41, 65, 89]);
    expect(marksOn({ from, to: from + 24 * HOUR }, 9).times.map((time) => (time - from) / HOUR)).to.deep.equal([
      ...[2, 5, 8, 11, 14, 17, 20, 23],
    ]);
    expect(marksOn({ from, to: from + 366 * 24 * HOUR }, 8).times).to.have.length.within(4, 8);
  });
});
