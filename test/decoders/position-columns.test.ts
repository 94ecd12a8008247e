/** Positions as rows say the same as messages do, in the same order. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { isRowType, NO_STATUS, type PositionColumns, PositionFlag } from '../../decoders/ais/position-columns.ts';
import { NmeaDecoder } from '../../decoders/nmea/decoder.ts';
import { createDecoder } from '../../decoders/registry.ts';
import type { DecoderSink, DecodeStats, Message, MessageMeta, StreamDecoder } from '../../decoders/report.ts';
import { LONG_RANGE_GRID_M, toReport } from '../../decoders/to-report.ts';
import { bytesOf, NOW } from './collect.ts';
import { framingVectors, payloadVectors } from './vectors.ts';

type Line = Record<string, unknown>;

const fixture = (name: string): Buffer => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
const logs: Record<string, () => Uint8Array> = {
  kystverket: () => fixture('kystverket_1000.nm4'),
  australia: () => gunzipSync(fixture('australia-2012.nmea.gz')),
  'us-coast': () => gunzipSync(fixture('us-coast-sar.nmea.gz')),
  'payload vectors': () => bytesOf(payloadVectors.flatMap(({ lines }) => lines).join('\n')),
  'framing vectors': () => bytesOf(framingVectors.flatMap(({ lines }) => lines).join('\n')),
};

/** One row as `toReport` would put it. */
function lineOfRow(columns: PositionColumns, row: number): Line {
  const known = (value: number): number | undefined => (Number.isNaN(value) ? undefined : value);
  const flags = columns.flags[row]!;
  const status = columns.status[row]!;
  return {
    type: columns.type[row],
    mmsi: columns.mmsi[row],
    lon: known(columns.lon[row]!),
    lat: known(columns.lat[row]!),
    fixTime: Number.isNaN(columns.lon[row]!) ? undefined : columns.fixTime[row],
    isEstimated: !Number.isNaN(columns.lon[row]!) && (flags & PositionFlag.timeEstimated) !== 0,
    speedKn: known(columns.speedKn[row]!),
    courseDeg: known(columns.courseDeg[row]!),
    headingDeg: known(columns.headingDeg[row]!),
    isAccurate: (flags & PositionFlag.accurate) !== 0,
    isCoarse: (flags & PositionFlag.coarse) !== 0,
    isOwnShip: (flags & PositionFlag.ownShip) !== 0,
    navStatus: status === NO_STATUS ? undefined : status,
    receivedAt: columns.receivedAt,
  };
}

function lineOfMessage(message: Message, meta: MessageMeta): Line {
  if (message.class !== 'AIS' || !isRowType(message.type)) return JSON.parse(JSON.stringify({ message, meta }));
  const report = toReport(message, meta);
  const isPlaced = report.lon !== undefined;
  // A row has the motion of a message without place, too: nobody may use it, so that it does not matter.
  const motion = 'speed' in message && !isPlaced;
  return {
    type: message.type,
    mmsi: message.mmsi,
    lon: report.lon,
    lat: report.lat,
    fixTime: report.fixTime,
    isEstimated: report.fixTimeEstimated === true,
    speedKn: motion ? 'any' : report.speedKn,
    courseDeg: motion ? 'any' : report.courseDeg,
    headingDeg: motion ? 'any' : report.headingDeg,
    isAccurate: isPlaced && report.accuracyM !== undefined && report.accuracyM !== LONG_RANGE_GRID_M,
    isCoarse: message.type === 27,
    isOwnShip: meta.ownShip === true,
    navStatus: report.navStatus,
    receivedAt: meta.receivedAt,
  };
}

/** How: as messages, as rows by TypeScript alone, or as rows by the kernel where it can. */
type Way = 'messages' | 'rows' | 'kernel rows';

function decoderFor(way: Way, sink: DecoderSink): StreamDecoder {
  return way === 'rows' ? new NmeaDecoder(sink, false) : createDecoder('nmea', sink);
}

function decode(bytes: Uint8Array, way: Way): { lines: Line[]; rows: number; stats: DecodeStats } {
  const lines: Line[] = [];
  let rows = 0;
  const positions = (columns: PositionColumns): void => {
    rows += columns.count;
    for (let row = 0; row < columns.count; row++) lines.push(lineOfRow(columns, row));
  };
  const message = (one: Message, meta: MessageMeta): void => void lines.push(lineOfMessage(one, meta));
  const decoder = decoderFor(way, { message, rejected: () => {}, ...(way === 'messages' ? {} : { positions }) });
  for (let at = 0; at < bytes.length; at += 5000) decoder.push(bytes.subarray(at, at + 5000), NOW + at);
  decoder.end(NOW + bytes.length);
  return { lines, rows, stats: decoder.stats };
}

describe('Positions as columns', () => {
  const ways: Way[] = ['rows', 'kernel rows'];
  const cases = Object.entries(logs).flatMap(([name, read]) => ways.map((way) => ({ name, read, way })));
  for (const { name, read, way } of cases) {
    it(`say what the messages of the ${name} say, in their order (${way})`, () => {
      const bytes = read();
      const expected = decode(bytes, 'messages');
      const { lines, rows, stats } = decode(bytes, way);
      expect(rows).to.be.greaterThan(0);
      expect(stats).to.deep.equal(expected.stats);
      expect(lines).to.have.length(expected.lines.length);
      for (const [at, line] of lines.entries()) {
        const message = expected.lines[at]!;
        for (const key of Object.keys(message)) if (message[key] === 'any') message[key] = line[key];
        expect(line, `line ${at}`).to.deep.equal(message);
      }
    });
  }

  it('are handed on before the message that follows, and when the bytes are used up', () => {
    const seen: string[] = [];
    const decoder = createDecoder('nmea', {
      message: ({ class: kind }) => void seen.push(kind),
      positions: ({ count }) => void seen.push(`${count} rows`),
      rejected: () => {},
    });
    const position = '!AIVDM,1,1,,A,13nN34?000QFpgRWnQLLSPpF00SO,0*1F\n';
    const name = '!AIVDM,1,1,,A,H42O55i18tMET00000000000000,2*6D\n';
    decoder.push(bytesOf(position + position + name + position), NOW);
    expect(seen).to.deep.equal(['2 rows', 'AIS', '1 rows']);
    expect(decoder.stats.messages).to.equal(4);
  });
});
