/** `haidang decode` as scripts use it: standard output, standard error, exit code. */

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { vmsVectors } from './vectors.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const log = fileURLToPath(new URL('../fixtures/kystverket_1000.nm4', import.meta.url));

/** Stands for the command line program: prints what `run` throws, as it does. */
const program = `
  import { run } from './server/commands/decode.ts';
  import { HaidangError } from './server/errors.ts';
  try { process.exitCode = await run(process.argv.slice(1)); }
  catch (error) {
    if (!(error instanceof HaidangError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }`;
const node = ['--import=tsx', '--input-type=module', '--eval', program, '--'];

function decode(args: string[], input?: string | Uint8Array) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...node, ...args], {
    cwd: root,
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const notes = stderr.trim().split('\n');
  const lines = stdout.split('\n').filter((line) => line !== '');
  return { lines, status, notes, last: notes[notes.length - 1]! };
}

describe('haidang decode', function () {
  this.timeout(30_000);
  const folder = mkdtempSync(join(tmpdir(), 'haidang-decode-'));
  after(() => rmSync(folder, { recursive: true }));

  it('prints a message a line and counts at the end', () => {
    const { lines, status, last } = decode([log]);
    expect(status).to.equal(0);
    expect(JSON.parse(last)).to.deep.equal({ sentences: 1000, messages: 877, rejected: {}, pending: 0 });
    expect(lines).to.have.length(877);
    expect(lines.join()).not.to.include('null');
    const first = JSON.parse(lines[0]!);
    expect(first).to.deep.include({ class: 'AIS', type: 1, mmsi: 257591700, time: '2019-08-07T22:59:58Z' });
  });

  it('reads gzip and standard input, and only counts when asked', () => {
    const zipped = join(folder, 'log.bin');
    writeFileSync(zipped, gzipSync(readFileSync(log)));
    const counts = { sentences: 1000, messages: 877, rejected: {}, pending: 0 };
    for (const [args, input] of [
      [['--count-only', zipped], undefined],
      [['--count-only', '-'], readFileSync(log)],
      [['--count-only', '--format', 'nmea', '-'], readFileSync(zipped)],
    ] as const) {
      const { lines, last, status } = decode([...args], input);
      expect(status).to.equal(0);
      expect(lines).to.have.length(0);
      expect(JSON.parse(last)).to.deep.equal(counts);
    }
  });

  it('exits with 0 when lines are rejected, and says which kind', () => {
    const input =
      '!AIVDM,1,1,,A,13nN34?000QFpgRWnQLLSPpF00SO,0*00\n!AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C\n';
    const { status, last } = decode(['-'], input);
    expect(status).to.equal(0);
    expect(JSON.parse(last)).to.deep.equal({ sentences: 2, messages: 0, rejected: { checksum: 1 }, pending: 1 });
  });

  it('prints no time where the input has none, and a time where it has', () => {
    const sentence = '!AIVDM,1,1,,A,13nN34?000QFpgRWnQLLSPpF00SO,0*1F';
    const { lines } = decode(['-'], `${sentence}\n\\s:r1,c:1428884269.250*60\\${sentence}\n`);
    expect(lines.map((line) => JSON.parse(line).time)).to.deep.equal([undefined, '2015-04-13T00:17:49.250Z']);
  });

  it('reads NAF', () => {
    const record = '//SR//TM/POS//RC/MGXR6//DA/20201006//TI/1625//LT/53.254//LG/.940//SP/96//CO/8//ER//';
    for (const args of [['-'], ['--format', 'naf', '-']]) {
      const { lines, last } = decode(args, record);
      expect(JSON.parse(lines[0]!)).to.deep.equal({
        class: 'VMS',
        format: 'naf',
        time: '2020-10-06T16:25:00Z',
        lat: 53.254,
        lon: 0.94,
        speed: 9.6,
        course: 8,
        type: 'POS',
        callsign: 'MGXR6',
      });
      expect(JSON.parse(last)).to.deep.equal({ sentences: 1, messages: 1, rejected: {}, pending: 0 });
    }
  });

  it('reads FLUX, Inmarsat-C and DirectIP, the last two as bytes', () => {
    for (const [id, format, line] of [
      ['vms-032', 'flux', { time: '2016-11-10T16:28:18.998Z', lat: 5.3, lon: 3.3, speed: 3.2, callsign: 'IRCS' }],
      ['vms-030', 'inmarsat-c', { time: '2019-04-17T11:54:00Z', device_id: '10890/214', course: 81 }],
      ['vms-031', 'directip', { time: '2023-07-18T02:10:08Z', imei: '300434067548650', momsn: 366 }],
    ] as const) {
      const { raw } = vmsVectors.find((vector) => vector.id === id)!;
      const path = join(folder, `${format}.bin`);
      writeFileSync(path, format === 'flux' ? raw : Buffer.from(raw, 'hex'));
      const { lines, last, status } = decode(['--format', format, path]);
      expect(status).to.equal(0);
      expect(lines).to.have.length(1);
      expect(JSON.parse(lines[0]!)).to.include({ class: 'VMS', format, ...line });
      expect(JSON.parse(last)).to.deep.equal({ sentences: 1, messages: 1, rejected: {}, pending: 0 });
    }
  });

  it('reads tables and says how, by itself or by a map', () => {
    const table = join(folder, 'table.csv');
    writeFileSync(
      table,
      'Tên tàu;Thời gian;Vĩ độ;Kinh độ\nX;01/03/2026 08:15;108,6;15,5\nY;01/03/2026 08:15;15,5;108,6\n',
    );
    const guessed = decode([table]);
    expect(guessed.lines.map((line) => JSON.parse(line).time)).to.deep.equal(['2026-03-01T01:15:00Z']);
    expect(JSON.parse(guessed.last)).to.deep.equal({
      sentences: 2,
      messages: 1,
      rejected: { 'lat-lon-swapped': 1 },
      pending: 0,
    });
    const { tables } = JSON.parse(guessed.notes.at(-2)!);
    expect(tables[0].guess.map.timeZone).to.equal('+07:00');
    expect(tables[0].proposals[0].kind).to.equal('swap-lat-lon');

    const map = join(folder, 'map.json');
    writeFileSync(map, JSON.stringify({ columns: { name: 1, time: 2, lat: 4, lon: 3 }, timeZone: 'UTC' }));
    const mapped = decode(['--format', 'csv', '--columns', map, table]);
    expect(mapped.lines.map((line) => JSON.parse(line))).to.deep.equal([
      { class: 'VMS', format: 'csv', time: '2026-03-01T08:15:00Z', lat: 15.5, lon: 108.6, name: 'X' },
    ]);
    const workbook = decode([fileURLToPath(new URL('../fixtures/positions.xlsx', import.meta.url))]);
    expect(JSON.parse(workbook.last)).to.include({ sentences: 7, messages: 6 });
  });

  it('reads notice 1008 by a layout', () => {
    const layout = join(folder, 'layout.json');
    writeFileSync(layout, JSON.stringify({ separator: ';', timeZone: '+07:00' }));
    const { lines } = decode(
      ['--format', 'vn1008', '--layout', layout, '-'],
      'POS;17;TS1;081530;A;1530.5;N;10839.12;E;7.2;181;010326\n',
    );
    expect(JSON.parse(lines[0]!)).to.include({ time: '2026-03-01T01:15:30Z', lon: 108.652 });
  });

  it('reads Iridium payloads by codecs', () => {
    const codecs = join(folder, 'codecs.json');
    const fields = [
      { name: 'time', bits: 32 },
      { name: 'lat', bits: 16, scale: 0.001 },
      { name: 'lon', bits: 24, scale: 0.001 },
      { name: 'battery', bits: 8 },
    ];
    writeFileSync(codecs, JSON.stringify([{ name: 'buoy', imei: ['30043406'], fields }]));
    const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
    const time = hex(Date.UTC(2024, 4, 1, 6) / 1000, 8);
    const imei = Buffer.from('300434067548650', 'latin1').toString('hex');
    const header = `01001c${hex(7, 8)}${imei}00${hex(5, 4)}${hex(6, 4)}${time}`;
    const payload = `02000a${time}${hex(15_500, 4)}${hex(109_250, 6)}5a`;
    const message = Buffer.from(`01${hex((header.length + payload.length) / 2, 4)}${header}${payload}`, 'hex');
    const file = join(folder, 'message.sbd');
    writeFileSync(file, message);
    const read = decode(['--format', 'directip', '--codecs', codecs, file]);
    expect(JSON.parse(read.lines[0]!)).to.deep.include({
      codec: 'buoy',
      lat: 15.5,
      lon: 109.25,
      values: { battery: 90 },
    });
  });

  it('exits with 2 and one sentence when it cannot do what was asked', () => {
    const wrong = join(folder, 'wrong.json');
    writeFileSync(wrong, '{"columns":{"lat":1,"lon":2},"separator":5}');
    const broken = join(folder, 'broken.gz');
    writeFileSync(broken, gzipSync(readFileSync(log)).subarray(0, 5000));
    for (const [args, text] of [
      [[join(folder, 'none')], 'no such file'],
      [[folder], 'it is a folder'],
      [[broken], 'cut short'],
      [[], 'FILE (or - for standard input) is missing'],
      [[log, log], 'one word too many'],
      [['--format', 'morse', log], 'morse'],
      [['--colour', log], '--colour'],
      [['--columns', join(folder, 'none'), log], 'no such file'],
      [['--columns', log, log], 'the file is not JSON'],
      [['--columns', wrong, log], 'columns.time: the column of the time is missing'],
      [['--layout', wrong, log], 'separator: it has to be a text'],
      [['--codecs', wrong, log], 'codecs: a list is needed'],
    ] as const) {
      const { status, notes } = decode([...args]);
      expect(status, text).to.equal(2);
      expect(notes, text).to.have.length(1);
      expect(notes[0]).to.include(text);
    }
  });

  it('tells how it is used', () => {
    const { status, lines } = decode(['--help']);
    expect(status).to.equal(0);
    expect(lines.join('\n')).to.include('haidang decode [--format auto|nmea|naf|flux|');
  });

  it('stops quietly when its reader has gone', async () => {
    const big = join(folder, 'big.nmea');
    writeFileSync(big, Buffer.concat(Array(40).fill(readFileSync(log))));
    const child = spawn(process.execPath, [...node, big], { cwd: root });
    let stderr = '';
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect(status).to.equal(0);
    expect(stderr).to.equal('');
  });
});
