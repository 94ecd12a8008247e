/** Workbooks of positions, whole, damaged and hostile. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { header, read, reasons, row } from './read-table.ts';

describe('A workbook', function () {
  this.timeout(60_000);
  const workbook = readFileSync(new URL('../fixtures/positions.xlsx', import.meta.url));

  it('is read sheet by sheet, with shared and rich text, dates, formulas and empty cells', () => {
    const { messages, rejections, findings } = read(workbook);
    expect(messages).to.deep.equal([
      {
        class: 'VMS',
        format: 'csv',
        time: '2026-03-01T01:15:30Z',
        lat: 15.508,
        lon: 108.652,
        speed: 7.2,
        course: 181,
        name: 'Hải Đăng 1',
        registration: 'QNa-91234-TS',
        owner: 'Nguyễn Văn A',
      },
      {
        class: 'VMS',
        format: 'csv',
        time: '2026-03-01T02:00:00Z',
        lat: 15.5083333,
        lon: 108.65,
        name: 'Biển <Đông> & "Bạc"',
        registration: 'QNg-90123-TS',
        owner: 'Trần Thị B',
      },
      {
        class: 'VMS',
        format: 'csv',
        time: '2026-03-01T02:05:00Z',
        speed: 0,
        course: 0,
        name: 'Không vị trí',
        registration: 'BĐ-92345-TS',
        owner: 'Lê C',
      },
      {
        class: 'VMS',
        format: 'csv',
        time: '2026-03-01T03:20:00Z',
        lat: 18.76,
        lon: 105.752,
        speed: 4,
        course: 45,
        name: 'Chữ số',
        registration: 'NA-90001-TS',
        owner: 'Hồ E',
      },
      {
        class: 'VMS',
        format: 'csv',
        time: '2026-03-01T01:15:30Z',
        lat: 15.508,
        lon: 108.652,
        speed: 7.2,
        course: 181.5,
        name: 'LIGHTHOUSE',
        mmsi: 574123456,
      },
      {
        class: 'VMS',
        format: 'csv',
        time: '2026-03-01T00:00:00Z',
        lat: -15.508,
        lon: -108.652,
        speed: 0,
        course: 0,
        name: 'FAR EAST',
        mmsi: 574123457,
      },
    ]);
    expect(rejections.map(({ reason, text }) => [reason, text.slice(0, 15)])).to.deep.equal([
      ['lat-lon-swapped', '4; KH-96789-TS;'],
    ]);
    expect(findings.map(({ map, proposals }) => [map.timeZone, proposals.length])).to.deep.equal([
      ['+07:00', 1],
      ['UTC', 0],
    ]);
  });

  it('counts days from 1904 where it says so', () => {
    const { messages } = read(readFileSync(new URL('../fixtures/positions-1904.xlsx', import.meta.url)));
    expect(messages).to.deep.equal([
      { class: 'VMS', format: 'csv', time: '2026-03-01T01:15:30Z', lat: 15.5, lon: 108.6, device_id: 'TS1' },
    ]);
  });

  it('is followed by whatever comes next', () => {
    const both = Buffer.concat([workbook, workbook, Buffer.from(`${header}${row}`)]);
    expect(read(both).messages).to.have.length(13);
  });

  it('that is damaged anywhere gives a reason and no wrong row', () => {
    const sound = new Set(read(workbook).messages.map((message) => JSON.stringify(message)));
    fc.assert(
      fc.property(fc.nat(workbook.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = Uint8Array.from(workbook);
        damaged[at] = damaged[at]! ^ flip;
        const { messages, stats } = read(damaged);
        if (damaged.subarray(0, 4).join() !== workbook.subarray(0, 4).join()) return;
        for (const message of messages) expect(sound, `byte ${at}`).to.include(JSON.stringify(message));
        expect(stats.messages + Object.values(stats.rejected).reduce((sum, count) => sum + count, 0)).to.equal(
          stats.sentences,
        );
      }),
      { numRuns: 400 },
    );
    expect(reasons(workbook.subarray(0, 4000))).to.deep.equal(['unfinished']);
  });

  const sheet = (content: Uint8Array, strings = '<sst/>') =>
    zipSync({
      'xl/sharedStrings.xml': new TextEncoder().encode(strings),
      'xl/workbook.xml': new TextEncoder().encode('<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>'),
      'xl/_rels/workbook.xml.rels': new TextEncoder().encode(
        '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
      ),
      'xl/worksheets/sheet1.xml': content,
    });

  it('is read without the readings of its letters, and with whatever prefixes its elements have', () => {
    const names = ['time', 'lat', 'lon', 'name'].map((name) => `<x:si><x:t>${name}</x:t></x:si>`).join('');
    const strings = `<x:sst xmlns:x="y">${names}<x:si><x:r><x:t>海</x:t></x:r><x:r><x:t>灯</x:t></x:r><x:rPh><x:t>うみ</x:t></x:rPh></x:si></x:sst>`;
    const head = [0, 1, 2, 3].map((at) => `<x:c t="s"><x:v>${at}</x:v></x:c>`).join('');
    const data =
      '<x:c t="str"><x:v>2026-03-01 01:15</x:v></x:c><x:c><x:v>15.5</x:v></x:c><x:c r="C2"><x:v>108.6</x:v></x:c><x:c t="s"><x:v>4</x:v></x:c>';
    const xml = `<x:worksheet xmlns:x="y"><x:sheetData><x:row>${head}</x:row><x:row>${data}</x:row></x:sheetData></x:worksheet>`;
    expect(read(sheet(new TextEncoder().encode(xml), strings)).messages).to.deep.equal([
      { class: 'VMS', format: 'csv', time: '2026-03-01T01:15:00Z', lat: 15.5, lon: 108.6, name: '海灯' },
    ]);
  });

  it('that is a bomb stops at its bounds', () => {
    const blank = new Uint8Array(100 * 1024 * 1024).fill(0x20);
    const bomb = sheet(blank);
    expect(bomb.length).to.be.below(200_000);
    expect(reasons(bomb)).to.deep.equal(['zip-too-large']);
    const endless = blank.slice(0, 50 * 1024 * 1024);
    endless.set(new TextEncoder().encode('<worksheet>'));
    endless.set(new TextEncoder().encode('</worksheet>'), endless.length - 12);
    expect(reasons(sheet(endless))).to.deep.equal(['xlsx-damaged']);
    const strings = `<sst>${`<si><t>${'x'.repeat(32_000)}</t></si>`.repeat(600)}</sst>`;
    expect(reasons(sheet(new TextEncoder().encode('<worksheet/>'), strings))).to.deep.equal(['xlsx-too-large']);
    const entities = sheet(
      new TextEncoder().encode('<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><worksheet>&c;</worksheet>'),
    );
    expect(reasons(entities)).to.deep.equal(['xlsx-damaged']);
    const huge = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(9 * 1024 * 1024)]);
    expect(reasons(huge)).to.deep.equal(['too-long']);
  });

  it('that is no workbook says so', () => {
    expect(reasons(zipSync({ 'a.txt': new Uint8Array(10) }))).to.deep.equal(['zip-damaged']);
    expect(reasons(zipSync({}))).to.deep.equal(['no-header']);
  });
});
