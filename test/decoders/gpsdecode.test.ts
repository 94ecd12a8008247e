/** Differential: what we and gpsdecode 3.22 make of the same logs. Differences that are gpsd's are named and held. */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { type Collected, decodeAll } from './collect.ts';

type Fields = Record<string, unknown>;

const logs = [
  { name: 'kystverket_1000.nm4', url: new URL('../fixtures/kystverket_1000.nm4', import.meta.url) },
  { name: 'australia-2012.nmea.gz', url: new URL('../../../shared/data/australia-2012.nmea.gz', import.meta.url) },
  { name: 'us-coast-sar.nmea.gz', url: new URL('../../../shared/data/us-coast-sar.nmea.gz', import.meta.url) },
];

/** gpsd prints "not available" as it was sent. */
function isSentinel(type: number, name: string, value: unknown): boolean {
  if (value === 'nan' || value === '') return true;
  const number = Number(value);
  if (name === 'lon' || /_lon$/.test(name)) return Math.abs(number) > 180;
  if (name === 'lat' || /_lat$/.test(name)) return Math.abs(number) > 90;
  if (name === 'course' || name === 'heading') return number >= 360;
  if (name === 'second') return number === 60;
  if (name === 'status') return number === 15;
  if (name === 'speed') return type === 9 && number === 1023;
  if (name === 'alt') return number === 4095;
  if (name === 'timestamp') return Number.isNaN(Date.parse(String(value))) || /^0000/.test(String(value));
  if (name === 'eta') return /^00-|-00T|T2[4-9]:|T3|:6[0-3]Z/.test(String(value));
  return ['imo', 'draught', 'epfd', 'maneuver', 'shiptype'].includes(name) && number === 0;
}

const isSlot = /^(mmsi|offset|number|timeout|increment|type)\d/;

/** Fields in which gpsd says something that we leave out or say elsewhere. */
function isNotCompared(theirs: Fields, name: string): boolean {
  if (['class', 'device', 'scaled'].includes(name) || /_text$/.test(name)) return true;
  // gpsd decodes some applications; we keep their bits.
  if (theirs.type === 6 || theirs.type === 8)
    return !['type', 'repeat', 'mmsi', 'dac', 'fid', 'dest_mmsi', 'seqno', 'retransmit', 'data'].includes(name);
  // gpsd rounds the reference site to 0.1°.
  if (theirs.type === 17) return name === 'lon' || name === 'lat';
  return false;
}

/** gpsd has words for "or more", and quotes the corners of regions. */
function asNumber(type: number, name: string, value: unknown): unknown {
  if (name === 'speed' && value === 'fast') return type === 9 ? 1022 : 102.2;
  if (name === 'alt' && value === 'high') return 4094;
  return /^(ne|sw)_/.test(name) ? Number(value) : value;
}

/** Half a unit of the last place that gpsd prints, and a little. */
function tolerance(name: string): number {
  if (/lon|lat/.test(name)) return 5.1e-7;
  // gpsd prints the rate of turn in whole degrees a minute.
  return name === 'turn' ? 0.56 : 1e-9;
}

/** Name of the first field in which they differ. */
function difference(ours: Fields, theirs: Fields): string | undefined {
  const noHull = ['to_bow', 'to_stern', 'to_port', 'to_starboard'].every((side) => !theirs[side]);
  return Object.keys(theirs).find((name) => {
    const value = asNumber(Number(theirs.type), name, theirs[name]);
    const own = ours[name];
    if (isNotCompared(theirs, name)) return false;
    // gpsd prints 0 for the stations and slots that a short message leaves out.
    if (isSlot.test(name) && value === 0) return own !== undefined && own !== 0;
    // It also reads the few bits that pad a reservation as the beginning of the next one, of no slots.
    if (/^offset\d/.test(name) && own === undefined) return theirs[name.replace('offset', 'number')] !== 0;
    if (isSentinel(Number(theirs.type), name, value)) return own !== undefined;
    if (/^to_/.test(name) && noHull) return own !== undefined;
    // gpsd 3.22 squares the rate of turn and so loses its sign; the payload vectors hold ours.
    if (name === 'turn' && typeof own === 'number')
      return !(Math.abs(Math.abs(own) - Number(value)) <= tolerance(name));
    return typeof value === 'number' ? !(Math.abs(Number(own) - value) <= tolerance(name)) : own !== value;
  });
}

/** Sender and body, so that both sides can be put in the same order: gpsd holds back type 24 until both parts are there. */
function byTypeAndSender(all: Fields[]): Map<string, Fields[]> {
  const groups = new Map<string, Fields[]>();
  for (const fields of all) {
    const key = `${fields.type} ${fields.mmsi}`;
    groups.set(key, [...(groups.get(key) ?? []), fields]);
  }
  return groups;
}

function compareAll(ours: Fields[], theirs: Fields[]): { compared: number; onlyTheirs: Fields[] } {
  const mine = byTypeAndSender(ours);
  const onlyTheirs: Fields[] = [];
  let compared = 0;
  for (const [key, list] of byTypeAndSender(theirs)) {
    const own = mine.get(key) ?? [];
    let at = 0;
    for (const their of list) {
      const found = own.findIndex((candidate, index) => index >= at && difference(candidate, their) === undefined);
      if (found < 0) {
        const next = own[at];
        onlyTheirs.push({ ...their, differs: next && difference(next, their), ours: next });
      } else {
        at = found + 1;
        compared++;
      }
    }
  }
  return { compared, onlyTheirs };
}

/** gpsd joins both parts of type 24 into one: each half must be a part of ours. Its seven-letter vendor is of an older edition. */
function comparePairs(ours: Fields[], joined: Fields[]): void {
  const bySender = byTypeAndSender(ours);
  for (const { vendorid: _, ...pair } of joined) {
    const parts = bySender.get(`24 ${pair.mmsi}`) ?? [];
    const { shipname, ...details } = pair;
    const isNamed = parts.some((part) => part.part === 'A' && (part.shipname ?? '') === shipname);
    const isDetailed = parts.some((part) => part.part === 'B' && difference(part, details) === undefined);
    expect([isNamed, isDetailed], JSON.stringify({ pair, parts })).to.deep.equal([true, true]);
  }
}

function gpsdecode(input: Uint8Array): Fields[] {
  const { stdout, status } = spawnSync('gpsdecode', ['-j'], { input, encoding: 'latin1', maxBuffer: 2 ** 28 });
  expect(status).to.equal(0);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Fields)
    .filter((fields) => fields.class === 'AIS');
}

/** What gpsdecode gets: sentences without tag blocks, and none of those that we reject, whose reasons have their own tests. */
function plainSentences(bytes: Uint8Array, { rejected }: Collected): Uint8Array {
  const bad = new Set(rejected.map(({ text }) => text.trim()));
  const lines = Buffer.from(bytes).toString('latin1').split(/\r?\n/);
  const kept = lines.map((line) => line.replace(/^\\[^\\]*\\/, '')).filter((line) => /^!..VD[MO]/.test(line));
  return Buffer.from(`${kept.filter((line) => !bad.has(line.trim())).join('\n')}\n`, 'latin1');
}

describe('AIS against gpsdecode', function () {
  this.timeout(60_000);

  before(function () {
    if (spawnSync('gpsdecode', ['-V']).status === 0) return;
    if (process.env.CI) throw new Error('gpsdecode is missing: install gpsd-clients');
    console.log('      skipped: gpsdecode is not installed (Debian: gpsd-clients)');
    this.skip();
  });

  for (const { name, url } of logs) {
    it(`agrees on every message of ${name}`, function () {
      if (!existsSync(url)) {
        console.log(`      skipped: ${name} is not here`);
        this.skip();
      }
      const file = readFileSync(url);
      const bytes = name.endsWith('.gz') ? gunzipSync(file) : file;
      const result = decodeAll(bytes);
      const ours = result.messages.map(({ message }) => message as unknown as Fields);
      const all = gpsdecode(plainSentences(bytes, result));
      comparePairs(
        ours,
        all.filter(({ type }) => type === 24),
      );
      const theirs = all.filter(({ type }) => type !== 24);
      const { compared, onlyTheirs } = compareAll(ours, theirs);
      expect(onlyTheirs.slice(0, 5)).to.deep.equal([]);
      expect(compared).to.equal(theirs.length);
      console.log(`      ${compared} of our ${ours.length} messages compared`);
    });
  }
});
