/** The container of an evidence archive: any unzip program reads it, and no byte of it can be changed unseen. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { unzipSync } from 'fflate';
import { readZip } from '../../server/evidence/archive/zip-reader.ts';
import { type WrittenEntry, ZipWriter } from '../../server/evidence/archive/zip-writer.ts';

describe('the container of an evidence archive', () => {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-zip-'));
  const path = join(folder, 'a.zip');
  const files: [name: string, content: Buffer][] = [
    ['README.txt', Buffer.from('Hồ sơ bằng chứng '.repeat(20))],
    ['raw/records.ndjson', Buffer.from('!AIVDM,1,1,,A,15M67FC000G?ufbE`FepT@3n00Sa,0*5C\n'.repeat(8))],
    ['empty.txt', Buffer.alloc(0)],
    ['attachments/0.bin', Buffer.from(Array.from({ length: 300 }, (_, i) => (i * 7919) % 256))],
  ];
  let file: Buffer;
  let written: WrittenEntry[] = [];

  before(async () => {
    const zip = await ZipWriter.create(path, Date.UTC(2026, 10, 25, 8, 5, 9));
    written = [];
    for (const [name, content] of files) written.push(await zip.add(name, content));
    const size = await zip.end();
    file = readFileSync(path);
    expect(size).to.equal(file.length);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is read by others', () => {
    const found = unzipSync(file);
    for (const [name, content] of files) expect(Buffer.from(found[name]!).equals(content), name).to.equal(true);
  });

  it('reads back as it was written, without a fault', () => {
    const { entries, faults } = readZip(file);
    expect(faults).to.deep.equal([]);
    expect(entries.map(({ name }) => name)).to.deep.equal(files.map(([name]) => name));
    for (const [index, { bytes, packedSha256 }] of entries.entries()) {
      expect(bytes!.equals(files[index]![1])).to.equal(true);
      expect(packedSha256).to.equal(written[index]!.packedSha256);
    }
  });

  it('shows every single altered byte, and where', () => {
    const { entries: whole } = readZip(file);
    const directory = file.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
    const areas = whole.map(({ name, at }, index) => {
      const next = whole[index + 1];
      return { name, from: at, to: next ? next.at - 30 - next.name.length : directory };
    });
    for (let at = 0; at < file.length; at++) {
      for (const bit of [0x01, 0x80, 0xff]) {
        const altered = Buffer.from(file);
        altered[at]! ^= bit;
        const { entries, faults } = readZip(altered);
        // The last bits of a deflated content may say nothing: the hash of the packed bytes is what covers them.
        const changed = entries.filter(({ packedSha256 }, index) => packedSha256 !== written[index]?.packedSha256);
        const area = areas.find(({ from, to }) => at >= from && at < to);
        const names = [...faults.map(({ name }) => name), ...changed.map(({ name }) => name)];
        const isNear = faults.some((fault) => Math.abs(fault.at - at) <= 64);
        expect(area ? names.includes(area.name) : isNear, `byte ${at} ^ ${bit}: ${JSON.stringify(faults)}`).to.equal(
          true,
        );
      }
    }
  });

  it('shows a byte that is missing or too many, and never throws', () => {
    for (let at = 0; at < file.length; at += 3) {
      const without = Buffer.concat([file.subarray(0, at), file.subarray(at + 1)]);
      const within = Buffer.concat([file.subarray(0, at), Buffer.from([0]), file.subarray(at)]);
      for (const altered of [without, within, file.subarray(0, at)]) {
        expect(readZip(altered).faults, `byte ${at}`).to.not.deep.equal([]);
      }
    }
  });
});
