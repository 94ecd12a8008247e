/** Tables of positions as they come: CSV in all its dialects, and what is wrong with them. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { createDecoder } from '../../decoders/registry.ts';
import { applyProposal } from '../../decoders/tables/evidence.ts';
import { toReport } from '../../decoders/to-report.ts';
import { Collector, NOW } from './collect.ts';
import { header, mapOf, read, reasons, row } from './read-table.ts';

describe('A CSV file', function () {
  this.timeout(60_000);

  it('is read wholly: 10,000 rows of Mexico’s VMS of 2019', () => {
    const { messages, stats } = read(gunzipSync(readFileSync('test/fixtures/mexico-vms-2019.csv.gz')));
    expect(stats).to.deep.equal({ sentences: 10_000, messages: 10_000, rejected: {}, damaged: {}, pending: 0 });
    expect(messages.filter(({ lat }) => lat !== undefined)).to.have.length(9031);
    expect(messages[0]).to.deep.equal({
      class: 'VMS',
      format: 'csv',
      time: '2019-01-10T03:59:00Z',
      lat: 25.0759,
      lon: -108.6183333,
      speed: 4.827,
      course: 109,
      name: 'EUROPESCA IV',
      internal_reference: '54809',
      owner: 'EUROPESCA, S.A. DE C.V.',
      home_port: 'MAZATLAN  SIN.',
    });
    // ISO 8859-1, as it was published.
    expect(messages.some(({ owner }) => owner?.includes('PRODUCCIÓN'))).to.equal(true);
  });

  it('is read with every delimiter, line end, mark and charset', () => {
    const text = 'Số đăng ký;Tên tàu;Vĩ độ;Kinh độ;Thời gian\nĐNa-1-TS;Biển Đông;15,5;108,6;01/03/2026 08:15\n';
    const expected = read(text).messages;
    expect(expected).to.deep.equal([
      {
        class: 'VMS',
        format: 'csv',
        time: '2026-03-01T01:15:00Z',
        lat: 15.5,
        lon: 108.6,
        registration: 'ĐNa-1-TS',
        name: 'Biển Đông',
      },
    ]);
    const utf16 = Buffer.from(`\ufeff${text.replaceAll(';', '\t')}`, 'utf16le');
    for (const [name, input] of Object.entries({
      tab: text.replaceAll(';', '\t'),
      bar: text.replaceAll(';', '|'),
      quoted: text.replaceAll(/[^;\n]+/g, '"$&"').replaceAll(';', ','),
      'CR LF': text.replaceAll('\n', '\r\n'),
      CR: text.replaceAll('\n', '\r'),
      'no last line end': text.trimEnd(),
      mark: `\ufeff${text}`,
      'sep=': `sep=;\n${text}`,
      'UTF-16': utf16,
      'UTF-16 BE': utf16.swap16(),
      'title above': `BÁO CÁO VỊ TRÍ, ngày 01/03/2026\n;;\n\n${text}`,
      'header twice': text.replace('\n', '\n').concat(text.split('\n')[0]!, '\n'),
      'composed apart': text.normalize('NFD'),
    })) {
      const { messages, rejections } = read(input);
      expect(rejections, name).to.deep.equal([]);
      expect(messages, name).to.deep.equal(expected);
    }
  });

  it('of an older Vietnamese program is Windows-1258', () => {
    // Letters with combining accents: Số đăng ký, Vĩ độ, Kinh độ, Thời gian, Tên tàu.
    const bytes = Buffer.from(
      'S\xf4\xec \xf0\xe3ng ky\xec;T\xean t\xe0u;Vi\xde \xf0\xf4\xf2;Kinh \xf0\xf4\xf2;Th\xf5\xcci gian\nQN-1;Bi\xea\xd2n \xd0\xf4ng;15,5;108,6;01/03/2026 08:15\n',
      'latin1',
    );
    const map = mapOf({
      columns: { name: 2, lat: 3, lon: 4, time: 5 },
      timeZone: '+07:00',
      charset: 'windows-1258',
    });
    expect(read(bytes, map).messages[0]!.name).to.equal('Biển Đông');
    expect(read(bytes).findings[0]!.map.columns).to.deep.equal({
      registration: 'Số đăng ký',
      name: 'Tên tàu',
      lat: 'Vĩ độ',
      lon: 'Kinh độ',
      time: 'Thời gian',
    });
  });

  it('believes what it says of its delimiter', () => {
    expect(read('sep=;\nname (a,b,c,d,e);time;lat;lon\nX;2026-03-01 01:15;15.5;108.6\n').messages).to.have.length(1);
  });

  it('holds quotes, delimiters and line breaks inside quotes', () => {
    const { messages, rejections } = read(
      'name,time,lat,lon\n"A ""B"", C\r\nD",2026-03-01 01:15,15.5,108.6\na""b,2026-03-01 01:15,15.5,108.6\n5"7,2026-03-01 01:15,15.5,108.6\n"",2026-03-01 01:15,"15.5","108.6"\n',
    );
    expect(rejections).to.deep.equal([]);
    expect(messages.map(({ name }) => name)).to.deep.equal(['A "B", C\r\nD', 'a""b', '5"7', undefined]);
  });

  it('with a lost quote costs its line, not what follows', () => {
    const lost = `${header}"TS0,2026-03-01 01:15:30,15.5,108.6\n${row.repeat(4000)}`;
    const { messages, stats } = read(lost);
    expect(messages).to.have.length(4000);
    expect(stats.rejected).to.deep.equal({ 'unclosed-quote': 1 });
    expect(read(`${header}"TS0,\n${row}`).stats.rejected).to.deep.equal({ 'unclosed-quote': 1 });
  });

  it('bounds rows and columns, and takes time in proportion to its length', () => {
    expect(reasons(`${header}${'x'.repeat(70_000)}\n${row}`)).to.deep.equal(['too-long']);
    expect(reasons(`${header}${','.repeat(300)}x\n`)).to.deep.equal(['too-many-columns']);
    expect(read(`${header}${'a"b,"c\n'.repeat(20_000)}${row}`).messages.length).to.be.at.most(1);
    expect(read('"'.repeat(300_000)).messages).to.have.length(0);
  });

  it('without a header is rejected row by row, however long', () => {
    expect(reasons('a,b\nc,d\n')).to.deep.equal(['no-header', 'no-header']);
    expect(reasons('a,b\n'.repeat(100))).to.have.length(100);
  });

  it('says why a row cannot be used', () => {
    for (const [cells, reason] of [
      ['TS1,,15.5,108.6', 'no-date-time'],
      ['TS1,2026-02-30 01:15,15.5,108.6', 'bad-date'],
      ['TS1,2026-03-01 25:15,15.5,108.6', 'bad-time'],
      ['TS1,2026-03-01 01:15,,108.6', 'no-position'],
      ['TS1,2026-03-01 01:15,x,108.6', 'bad-latitude'],
      ['TS1,2026-03-01 01:15,15.5,x', 'bad-longitude'],
      ['TS1,2026-03-01 01:15,100,170', 'bad-latitude'],
      ['TS1,2026-03-01 01:15,15.5,200', 'bad-longitude'],
      ['TS1,2026-03-01 01:15,108.6,15.5', 'lat-lon-swapped'],
      ['TS1,2026-03-01 01:15,108.6E,15.5N', 'lat-lon-swapped'],
      ['TS1,2026-03-01 01:15,18.6E,15.5N', 'lat-lon-swapped'],
    ] as const) {
      expect(reasons(`${header}${cells}\n`), cells).to.deep.equal([reason]);
    }
    expect(reasons('id,time,position\nTS1,2026-03-01 01:15,Quảng Nam\n')).to.deep.equal(['bad-position']);
  });

  it('with a row that says it has no position still says whose', () => {
    const [message] = read(`${header}TS1,2026-03-01 01:15,NULL,n/a\n`).messages;
    expect(message).to.deep.equal({ class: 'VMS', format: 'csv', time: '2026-03-01T01:15:00Z', device_id: 'TS1' });
  });

  it('with one column for both angles', () => {
    const one = 'Tên tàu;Tọa độ;Ngày;Giờ\n';
    const positions = (cell: string) =>
      read(`${one}X;${cell};01/03/2026;08:15\n`).messages.map(({ lat, lon }) => [lat, lon]);
    expect(positions("15°30'N 108°36'E")).to.deep.equal([[15.5, 108.6]]);
    expect(positions("108°36'E, 15°30'N")).to.deep.equal([[15.5, 108.6]]);
    expect(positions('15.5, 108.6')).to.deep.equal([[15.5, 108.6]]);
    const { rejections, findings } = read(`${one}X;108.6 / 15.5;01/03/2026;08:15\n`);
    expect(rejections.map(({ reason }) => reason)).to.deep.equal(['lat-lon-swapped']);
    expect(findings[0]!.proposals[0]).to.deep.include({ kind: 'swap-lat-lon', change: { positionOrder: 'lon-lat' } });
  });

  it('reads speeds in the map’s unit, or in the cell’s own', () => {
    const speeds = (head: string, cell: string) =>
      read(`time,lat,lon,${head}\n2026-03-01 01:15,15.5,108.6,"${cell}"\n`).messages[0]!.speed;
    expect(speeds('speed', '7.2')).to.equal(7.2);
    expect(speeds('speed (km/h)', '18,52')).to.equal(10);
    expect(speeds('speed m/s', '10')).to.equal(19.438);
    expect(speeds('speed', '18.52 km/h')).to.equal(10);
    expect(speeds('speed', 'fast')).to.equal(undefined);
    expect(speeds('speed', '-1')).to.equal(undefined);
  });

  it('goes through to a report', () => {
    const [message] = read(
      'MMSI,time,lat,lon,sog,cog,heading\n574123456,2026-03-01 01:15,15.5,108.6,7.2,360,90\n',
    ).messages;
    expect(toReport(message!, { receivedAt: NOW })).to.include({
      format: 'csv',
      mmsi: 574123456,
      speedKn: 7.2,
      courseDeg: 0,
      headingDeg: 90,
      fixTime: Date.UTC(2026, 2, 1, 1, 15),
    });
  });

  it('with another header in the middle is two tables', () => {
    const { messages, findings } = read(
      `${header}${row}Tên tàu,Kinh độ,Vĩ độ,Thời gian\nX,108.6,15.5,01/03/2026 08:15\n`,
    );
    expect(messages.map(({ lat, lon }) => [lat, lon])).to.deep.equal([
      [15.5, 108.6],
      [15.5, 108.6],
    ]);
    expect(findings.map(({ guess }) => guess!.language)).to.deep.equal(['en', 'vi']);
  });

  it('by HTTP is a table each', () => {
    const collector = new Collector();
    const decoder = createDecoder('csv', collector);
    decoder.push(Buffer.from(`${header}${row}`), NOW, true);
    decoder.push(Buffer.from(row), NOW, true);
    decoder.push(Buffer.from(`lon;lat;time;id\n108,6;15,5;2026-03-01 01:15;TS2`), NOW, true);
    expect(collector.messages.map(({ message }) => message.class === 'VMS' && message.device_id)).to.deep.equal([
      'TS1',
      'TS2',
    ]);
    expect(decoder.stats.rejected).to.deep.equal({ 'no-header': 1 });
  });
});

describe('A table whose map is wrong', () => {
  const swappedRows = Array.from({ length: 9 }, (_, at) => `TS${at},2026-03-01 01:15,108.${at},15.5\n`).join('');

  it('is read as written, and the change is proposed with its evidence', () => {
    const text = `${header}${swappedRows}TS9,2026-03-01 01:15,15.5,20.5\n`;
    const { messages, rejections, findings } = read(text);
    expect(messages.map(({ lat, lon }) => [lat, lon])).to.deep.equal([[15.5, 20.5]]);
    expect(rejections.every(({ reason }) => reason === 'lat-lon-swapped')).to.equal(true);
    const { map, proposals } = findings[0]!;
    expect(proposals).to.deep.equal([
      {
        kind: 'swap-lat-lon',
        columns: ['lat', 'lon'],
        rows: { onlyIfChanged: 9, onlyAsMapped: 0, either: 1 },
        headerSays: false,
        sure: 0.9,
        change: { columns: { ...map.columns, lat: 'lon', lon: 'lat' } },
      },
    ]);
    const changed = read(text, applyProposal(map, proposals[0]!));
    expect(changed.messages.map(({ lat }) => lat)).to.deep.equal([...Array(9).fill(15.5), 20.5]);
    expect(changed.rejections).to.deep.equal([]);
  });

  it('says less for a change that other rows speak against', () => {
    const { findings } = read(`${header}${row.repeat(9)}TS9,2026-03-01 01:15,108.6,15.5\n`);
    expect(findings[0]!.proposals[0]).to.deep.include({
      rows: { onlyIfChanged: 1, onlyAsMapped: 9, either: 0 },
      sure: 0.05,
    });
    expect(read(`${header}${row}`).findings[0]!.proposals).to.deep.equal([]);
  });

  it('is doubted already where the header names the columns the other way round', () => {
    const map = mapOf({ columns: { time: 'Thời gian', lat: 'Kinh độ', lon: 'Vĩ độ' } });
    const { findings } = read('Thời gian,Kinh độ,Vĩ độ\n2026-03-01 01:15,15.5,10.5\n', map);
    expect(findings[0]!.proposals[0]).to.deep.include({ headerSays: true, sure: 0.8 });
  });

  it('has its dates in another order', () => {
    const text = 'id,time,lat,lon\nTS1,03/25/2026 01:15,15.5,108.6\nTS1,03/04/2026 01:15,15.5,108.6\n';
    const { messages, rejections, findings } = read(text);
    expect(rejections.map(({ reason }) => reason)).to.deep.equal(['bad-date']);
    // Possible as written, and so read as written.
    expect(messages.map(({ time }) => time)).to.deep.equal(['2026-04-03T01:15:00Z']);
    expect(findings[0]!.proposals).to.deep.equal([
      {
        kind: 'date-order',
        columns: ['time'],
        rows: { onlyIfChanged: 1, onlyAsMapped: 0, either: 1 },
        headerSays: false,
        sure: 0.5,
        change: { dateOrder: 'mdy' },
      },
    ]);
    const changed = read(text, applyProposal(findings[0]!.map, findings[0]!.proposals[0]!));
    expect(changed.messages.map(({ time }) => time)).to.deep.equal(['2026-03-25T01:15:00Z', '2026-03-04T01:15:00Z']);
  });

  it('names columns that are not there', () => {
    const map = mapOf({ columns: { time: 'when', lat: 'north', lon: 'east' } });
    expect(reasons(`${header}${row}`, map)).to.deep.equal(['columns-missing', 'columns-missing']);
    expect(read('when,north,east\n2026-03-01 01:15,15.5,108.6\n', map).messages).to.have.length(1);
  });

  it('may do without a header', () => {
    const map = mapOf({ header: false, columns: { device_id: 1, time: 2, lat: 3, lon: 4 }, delimiter: ',' });
    expect(read(row.repeat(3), map).messages).to.have.length(3);
  });
});
