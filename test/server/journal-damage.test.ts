/** One flipped, removed, added, swapped or cut byte anywhere in a closed segment: found, located, and the rest still read. */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { readContents } from '../../server/journal/contents.ts';
import { Journal } from '../../server/journal/journal.ts';
import { Packer } from '../../server/journal/packer.ts';
import {
  decodeRecord,
  encodeHeader,
  encodeRecord,
  HEADER_BYTES,
  type JournalRecord,
  RecordType,
} from '../../server/journal/record.ts';
import { listSegments, packedPath, readJournal, type Segment, segmentPath } from '../../server/journal/segments.ts';
import { verifyJournal } from '../../server/journal/verify.ts';

const SEGMENTS = 3;
const RECORDS_EACH = 14;
const BLOCK_BYTES = 200;

function record(text: string): JournalRecord {
  return { type: RecordType.bytes, whole: false, feed: 3, source: 0, receivedAt: 1.7e12, payload: Buffer.from(text) };
}

function text(segment: number, i: number): string {
  return `segment ${segment} line ${i} `.padEnd(20 + ((i * 7) % 23), `${i}!AIVDM`);
}

function writePlain(dir: string): void {
  let previousHash: Uint8Array = new Uint8Array(32);
  let start = 0;
  for (let segment = 0; segment < SEGMENTS; segment++) {
    const { bytes, hash } = closedSegment(segment, start, previousHash);
    writeFileSync(segmentPath(dir, start), bytes);
    start += bytes.length;
    previousHash = hash;
  }
  writeFileSync(segmentPath(dir, start), encodeHeader(start, previousHash));
}

function closedSegment(segment: number, start: number, previousHash: Uint8Array) {
  const parts = [encodeHeader(start, previousHash)];
  for (let i = 0; i < RECORDS_EACH; i++) parts.push(encodeRecord(record(text(segment, i))));
  const payload = createHash('sha256').update(Buffer.concat(parts)).digest();
  parts.push(encodeRecord({ ...record(''), type: RecordType.close, payload }));
  const bytes = Buffer.concat(parts);
  return { bytes, hash: createHash('sha256').update(bytes).digest() };
}

/** Where a damaged byte belongs to: what stands between two places is lost together. */
interface Part {
  from: number;
  to: number;
  texts: string[];
}

function parts(segment: Segment): Part[] {
  const found: Part[] = [];
  const { size } = { size: readFileSync(segment.path).length };
  for (const piece of readContents(segment).pieces()) {
    if ('damage' in piece) throw new Error('it is whole');
    let at = 0;
    while (at < piece.bytes.length) {
      const decoded = decodeRecord(piece.bytes, at);
      if (typeof decoded === 'string') throw new Error(decoded);
      const isClose = decoded.record.type === RecordType.close;
      const texts = isClose ? [] : [String(decoded.record.payload)];
      const from = segment.packed ? piece.at : piece.offset + at;
      const last = found.at(-1);
      if (last?.from === from) last.texts.push(...texts);
      else found.push({ from, to: size, texts });
      at += decoded.size;
    }
  }
  for (const [i, part] of found.entries()) part.to = found[i + 1]?.from ?? size;
  return found;
}

const damages: Record<string, (bytes: Buffer, at: number) => Buffer | undefined> = {
  flipped(bytes, at) {
    const bad = Buffer.from(bytes);
    bad[at]! ^= 1 << (at % 8);
    return bad;
  },
  removed: (bytes, at) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]),
  added: (bytes, at) => Buffer.concat([bytes.subarray(0, at), Buffer.from([at & 255]), bytes.subarray(at)]),
  swapped(bytes, at) {
    if (at + 1 >= bytes.length || bytes[at] === bytes[at + 1]) return undefined;
    const bad = Buffer.from(bytes);
    bad[at] = bytes[at + 1]!;
    bad[at + 1] = bytes[at]!;
    return bad;
  },
};

describe('journal with one byte damaged', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'haidang-damage-'));
    writePlain(dir);
  });

  afterEach(() => rmSync(dir, { recursive: true }));

  async function pack(): Promise<void> {
    const problems: unknown[] = [];
    const packer = new Packer(dir, { blockBytes: BLOCK_BYTES, onProblem: (...told) => problems.push(told) });
    await packer.wake();
    expect(problems).to.deep.equal([]);
  }

  function texts(): string[] {
    return [...readJournal(dir)].map(({ payload }) => String(payload));
  }

  /** What is not read stood in the part that was damaged, and that is the part which is named. */
  function check(name: string, segment: Segment, at: number, whole: Part[], all: string[]): void {
    const lost = whole.filter(({ from, to }) => at < to && at + (name === 'swapped' ? 1 : 0) >= from);
    const what = `${name} at ${at} of ${basename(segment.path)}`;
    const { findings } = verifyJournal(dir);
    expect(findings, what).to.not.have.length(0);
    expect(findings[0]!.segment, what).to.equal(basename(segment.path));
    const gone = new Set(lost.flatMap((part) => part.texts));
    const read = texts();
    expect(read, what).to.include.members(all.filter((one) => !gone.has(one)));
    expect(all, what).to.include.members(read);
    const [first] = lost;
    const within = first && findings.some(({ offset = -1 }) => offset >= Math.min(at, first.from) && offset < first.to);
    const inHeader = at < whole[0]!.from && (findings[0]!.offset ?? 0) < whole[0]!.from;
    if (first && !inHeader) expect(within, `${what}: ${JSON.stringify(findings)}`).to.equal(true);
  }

  for (const form of ['plain', 'packed'] as const) {
    for (const [name, damage] of Object.entries(damages)) {
      it(`finds and locates one that is ${name}, in a ${form} segment`, async () => {
        if (form === 'packed') await pack();
        const all = texts();
        expect(all).to.have.length(SEGMENTS * RECORDS_EACH);
        const segment = listSegments(dir)[1]!;
        expect(segment.packed).to.equal(form === 'packed');
        const good = readFileSync(segment.path);
        const whole = parts(segment);
        expect(whole.length).to.be.above(3);
        for (let at = 0; at < good.length; at++) {
          const bad = damage(good, at);
          if (!bad) continue;
          writeFileSync(segment.path, bad);
          check(name, segment, at, whole, all);
        }
        writeFileSync(segment.path, good);
        expect(verifyJournal(dir).findings).to.deep.equal([]);
      }).timeout(120_000);
    }

    it(`finds and locates the end being cut off, in a ${form} segment`, async () => {
      if (form === 'packed') await pack();
      const all = texts();
      const segment = listSegments(dir)[1]!;
      const good = readFileSync(segment.path);
      const whole = parts(segment);
      for (let end = 0; end < good.length; end++) {
        writeFileSync(segment.path, good.subarray(0, end));
        const { findings } = verifyJournal(dir);
        expect(findings, `cut at ${end}`).to.not.have.length(0);
        const gone = new Set(whole.filter(({ to }) => to > end).flatMap((part) => part.texts));
        expect(texts(), `cut at ${end}`).to.deep.equal(all.filter((one) => !gone.has(one)));
      }
    }).timeout(120_000);
  }
});

describe('packed segments', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'haidang-packed-'));
    writePlain(dir);
  });

  afterEach(() => rmSync(dir, { recursive: true }));

  function packer(problems: string[] = []): Packer {
    return new Packer(dir, { blockBytes: BLOCK_BYTES, onProblem: (sentence) => problems.push(sentence) });
  }

  function records() {
    return [...readJournal(dir)].map((one) => ({ ...one, payload: String(one.payload) }));
  }

  it('hold the same records at the same positions, whole and from any of them on', async () => {
    const plain = records();
    await packer().wake();
    expect(listSegments(dir).map(({ packed }) => packed)).to.deep.equal([true, true, true, false]);
    expect(readdirSync(dir).filter((name) => name.endsWith('.part'))).to.deep.equal([]);
    expect(records()).to.deep.equal(plain);
    for (const { position } of plain) {
      const from = [...readJournal(dir, position)].map((one) => one.position);
      expect(from).to.deep.equal(plain.map((one) => one.position).filter((one) => one >= position));
    }
    expect(verifyJournal(dir)).to.deep.include({ packedSegments: SEGMENTS, closedSegments: SEGMENTS, findings: [] });
  });

  it('leave the seal and the links as they were', async () => {
    const { seal, bytes, records: count } = verifyJournal(dir);
    await packer().wake();
    expect(verifyJournal(dir)).to.deep.include({ seal, bytes, records: count });
  });

  it('are made again when the packing was cut off before the original was removed', async () => {
    const original = readFileSync(segmentPath(dir, 0));
    await packer().wake();
    writeFileSync(segmentPath(dir, 0), original);
    writeFileSync(packedPath(dir, 0), 'half of it');
    expect(verifyJournal(dir).findings).to.deep.equal([]);
    await packer().wake();
    expect(existsSync(segmentPath(dir, 0))).to.equal(false);
    expect(verifyJournal(dir).findings).to.deep.equal([]);
  });

  it('are not made of a damaged segment', async () => {
    const path = segmentPath(dir, 0);
    const bytes = readFileSync(path);
    bytes[HEADER_BYTES + 25]! ^= 1;
    writeFileSync(path, bytes);
    const problems: string[] = [];
    await packer(problems).wake();
    expect(problems).to.have.length(1);
    expect(readFileSync(path).equals(bytes)).to.equal(true);
    expect(listSegments(dir).map(({ packed }) => packed)).to.deep.equal([false, true, true, false]);
  });

  it('are followed by a new segment when the one that was being written is gone', async () => {
    await packer().wake();
    const before = records().length;
    rmSync(listSegments(dir).at(-1)!.path);
    const journal = await Journal.open(dir, { onDurable: () => undefined });
    await journal.append(record('after'));
    await journal.close();
    expect(records()).to.have.length(before + 1);
    expect(verifyJournal(dir).findings).to.deep.equal([]);
  });

  it('can stand beside segments of an older journal that are not packed', async () => {
    const original = readFileSync(segmentPath(dir, 0));
    const plain = records();
    await packer().wake();
    const aside = join(dir, 'aside');
    mkdirSync(aside);
    copyFileSync(packedPath(dir, 0), join(aside, 'packed'));
    rmSync(packedPath(dir, 0));
    writeFileSync(segmentPath(dir, 0), original);
    expect(records()).to.deep.equal(plain);
    expect(verifyJournal(dir)).to.deep.include({ packedSegments: SEGMENTS - 1, findings: [] });
  });
});
