/** What arrives on the wire: every framing vector. */
import { expect } from 'chai';
import { FRAGMENT_TTL_MS } from '../../decoders/nmea/assembly.ts';
import { createDecoder } from '../../decoders/registry.ts';
import type { MessageMeta } from '../../decoders/report.ts';
import { bytesOf, Collector, NOW } from './collect.ts';
import { type FramingVector, framingVectors } from './vectors.ts';

/** Names of the vectors that are fields of the message here; the others are meta. */
const fields: Record<string, string> = { ship_type: 'shiptype' };

/**
 * The vectors were written before type 28 was read, and expect it to be refused as unsupported. Their own note says who
 * reads it; what those give is expected here.
 */
const TYPE_28 = 'nmea-065';

function expectationOf(vector: FramingVector): FramingVector['expect'] {
  return vector.id === TYPE_28 ? { messages: [{ type: 28, mmsi: 258442000 }] } : vector.expect;
}

function run(vector: FramingVector): Collector {
  const collector = new Collector();
  const decoder = createDecoder('nmea', collector);
  // 063 is a sentence cut in two; everywhere else each entry is a line of its own.
  const isCut = vector.id === 'nmea-063';
  for (const line of vector.lines) decoder.push(bytesOf(isCut ? line : `${line}\n`), NOW);
  decoder.end(NOW);
  // What waits for its other half is given up when its time is over.
  decoder.push(new Uint8Array(0), NOW + FRAGMENT_TTL_MS + 1);
  expect(decoder.stats.pending).to.equal(0);
  return collector;
}

function checkMessage(vector: FramingVector, at: number, got: Collector['messages'][number]): void {
  const message = got.message as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(expectationOf(vector).messages[at]!)) {
    const where = `${vector.id} message ${at} ${name}`;
    if (name === 'channel') expect(got.meta.channel, where).to.equal(value ?? undefined);
    else if (name === 'own') expect(got.meta.ownShip, where).to.equal(value);
    else if (name === 'partno') expect(message.part, where).to.equal(value === 1 ? 'B' : 'A');
    else if (name === 'lat' || name === 'lon') checkDegrees(where, name, Number(value), message[name]);
    else expect(message[fields[name] ?? name], where).to.equal(value);
  }
}

function checkDegrees(where: string, name: 'lat' | 'lon', value: number, got: unknown): void {
  // 058 is a receiver without a fix: 91° and 181° mean "not available".
  if (value === (name === 'lat' ? 91 : 181)) expect(got, where).to.equal(undefined);
  else expect(got, where).to.be.closeTo(value, 5.1e-7);
}

function checkMeta(vector: FramingVector, meta: MessageMeta): void {
  const expected = vector.expect.meta;
  if (!expected) return;
  const { source, station, group, time, time_ms, time_ns, pghp_time } = expected;
  const ms =
    time_ms ??
    (time !== undefined ? Number(time) * 1000 : undefined) ??
    (time_ns !== undefined ? Number(BigInt(time_ns as string) / 1_000_000n) : undefined) ??
    (pghp_time !== undefined ? Date.parse(pghp_time as string) : undefined);
  expect(meta.stationTime, `${vector.id} time`).to.equal(ms);
  const name = source ?? station;
  if (name !== undefined) expect(meta.station, `${vector.id} station`).to.equal(String(name));
  if (group !== undefined) expect(meta.group, `${vector.id} group`).to.equal(group);
  expect(meta.reception?.signalDbm, `${vector.id} signal`).to.equal(expected.signal_dbm);
  expect(meta.reception?.slot, `${vector.id} slot`).to.equal(expected.slot);
  expect(meta.reception?.country, `${vector.id} country`).to.equal(expected.country);
  if (expected.region !== undefined) expect(meta.reception?.region).to.equal(expected.region);
  if (expected.online !== undefined) expect(meta.reception?.online).to.equal(expected.online);
}

describe('NMEA framing vectors', () => {
  for (const vector of framingVectors) {
    it(`${vector.id}: ${vector.case}`, () => {
      const collector = run(vector);
      const { messages, errors } = expectationOf(vector);
      expect(collector.messages).to.have.length(messages.length);
      collector.messages.forEach((got, at) => {
        checkMessage(vector, at, got);
      });
      if (collector.messages[0]) checkMeta(vector, collector.messages[0].meta);
      const reasons = [...collector.rejections, ...collector.damages].map(({ reason }) => reason);
      expect(reasons).to.include.members(errors ?? []);
      if (!errors) {
        // 013 counts the part that a new message displaced: it was received and could not be used.
        expect(reasons).to.deep.equal(vector.id === 'nmea-013' ? ['incomplete'] : []);
      }
    });
  }
});
