import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { encodeAis } from '../../decoders/index.ts';
import { run as runReplay } from '../../server/commands/replay.ts';
import { run as runZones } from '../../server/commands/zones.ts';
import { caught, refusal } from '../caught.ts';

describe('commands over files', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'geofences-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function put(name: string, content: string | object): string {
    const path = join(folder, name);
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
    return path;
  }

  const square = (west: number, south: number, side: number) => [
    [west, south],
    [west + side, south],
    [west + side, south + side],
    [west, south + side],
    [west, south],
  ];
  const feature = (properties: object, geometry: object, id?: string | number) => ({
    type: 'Feature',
    id,
    properties,
    geometry,
  });
  const collection = (...features: object[]) => ({ type: 'FeatureCollection', features });

  const zones = collection(
    feature(
      { name: 'ignored' },
      { type: 'Polygon', coordinates: [square(108, 15, 1), square(108.4, 15.4, 0.2)] },
      'bay',
    ),
    feature({ id: 'two' }, { type: 'MultiPolygon', coordinates: [[square(110, 15, 1)], [square(112, 15, 1)]] }),
    feature({ name: 'Cảng', kind: 'port', radiusNm: 1 }, { type: 'Point', coordinates: [107.5, 15.5] }),
    feature({}, { type: 'Polygon', coordinates: [square(108, 15, 0.1)] }, 7),
  );

  describe('zones locate', () => {
    it('names all zones of every point, in any order of columns, and leaves bad rows out with one sentence', async () => {
      const zonesFile = put('zones.geojson', zones);
      const points = put(
        'points.csv.gz',
        '\uFEFFlat;id;lon\r\n15.05;a;108.05\r\n15.5;hole;108.5\r\n15.5;b;112.5\r\nx;c;1\r\n15.5;d;107.501\r\n0;e;0\r\n',
      );
      const { out, err, code } = await caught(runZones, ['locate', zonesFile, points]);
      expect(code).to.equal(0);
      expect(
        out
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
      ).to.deep.equal([
        { id: 'a', zones: ['bay', 7] },
        { id: 'hole', zones: [] },
        { id: 'b', zones: ['two'] },
        { id: 'd', zones: ['Cảng'] },
        { id: 'e', zones: [] },
      ]);
      expect(err).to.match(
        /^haidang zones: 1 row was left out; the first: .*points\.csv\.gz:5: lat is not a latitude\.\n$/,
      );
    });

    it('refuses in one sentence what it cannot use', async () => {
      const points = put('p.csv', 'id,lon,lat\n');
      const zonesFile = put('zones.geojson', zones);
      expect(await refusal(runZones, ['locate', join(folder, 'none'), points])).to.include('there is no such file');
      expect(await refusal(runZones, ['locate', put('bad.json', '{'), points])).to.include('it is not JSON');
      expect(await refusal(runZones, ['locate', zonesFile, join(folder, 'none')])).to.include('there is no such file');
      expect(await refusal(runZones, ['locate', zonesFile, put('q.csv', 'id,x\n')])).to.include('no column "lon"');
      expect(await refusal(runZones, ['locate', zonesFile])).to.include('POINTS.csv is missing');
      expect(await refusal(runZones, ['lokate'])).to.include('choose one of: locate, check');
      const swapped = put(
        'swapped.json',
        collection(feature({}, { type: 'Polygon', coordinates: [square(15, 108, 1)] }, 's')),
      );
      expect(await refusal(runZones, ['locate', swapped, points])).to.include('feature "s" has the position [15, 108]');
    });
  });

  describe('replay', () => {
    const rules = [
      { id: 'in', kind: 'zone-enter', zones: ['bay'] },
      { id: 'out', kind: 'boundary-cross', zones: ['bay'] },
      { id: 'mkn', kind: 'silence', params: { hours: 6 } },
    ];
    const iso = (hours: number) => new Date(Date.UTC(2026, 2, 1) + hours * 3_600_000).toISOString();
    const row = (vessel: string, hours: number, lon: number) => `${vessel},${iso(hours)},15.2,${lon},8,90`;
    const track = [
      [0, 107.6],
      [2, 107.8],
      [4, 108.2],
      [6, 108.6],
      [8, 108.9],
      [10, 109.2],
      [12, 109.5],
      [20, 109.3],
      [22, 108.8],
      [24, 108.6],
    ];
    const rows = track.flatMap(([hours, lon]) => [row('QNa-1-TS', hours!, lon!), row('BĐ-2-TS', hours! + 0.5, 105)]);
    const header = 'id,time,lat,lon,speed,course';

    async function replay(input: string[], more: string[] = [], ruleSet: object = rules) {
      const out = join(folder, 'alerts.jsonl');
      const args = [
        ...input,
        '--zones',
        put('zones.geojson', zones),
        '--rules',
        put('rules.json', ruleSet),
        '--out',
        out,
        ...more,
      ];
      const { err, code } = await caught(runReplay, args);
      const text = readFileSync(out, 'utf8');
      return {
        text,
        err,
        code,
        lines: text
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line)),
      };
    }

    /** The last word on every id, retractions out. */
    function holds(lines: { id: string; state: string }[]) {
      const last = new Map(lines.map((line) => [line.id, line]));
      return [...last.values()].filter((line) => line.state !== 'retracted').sort((a, b) => (a.id < b.id ? -1 : 1));
    }

    it('takes gear, length, permissions and the navigational status from its tables', async () => {
      const ruleSet = [
        { id: 'out', kind: 'boundary-cross', zones: ['bay'] },
        {
          id: 'shut',
          kind: 'closed-area',
          zones: ['bay'],
          params: { zoneKinds: [], gears: ['trawl'], fromLengthM: 15 },
        },
      ];
      const leave = track.slice(0, 7).map(([hours, lon]) => `A,${iso(hours!)},15.2,${lon},8,90,,`);
      const trawl = [0, 2, 4, 6].map((hours) => `B,${iso(hours)},15.2,${108.1 + hours / 20},3,90,,`);
      const says = [0, 0.25, 0.5, 0.75, 1, 1.25].map(
        (hours) => `C,${iso(hours)},15.25,${108.1 + hours / 20},3,90,ais,fishing`,
      );
      const input = put(
        't.csv',
        ['id,time,lat,lon,speed,course,source,status', ...leave, ...trawl, ...says].join('\n'),
      );
      const header = 'id,lengthM,gear,permissions,provider,highRisk,licenceUntil';
      const found = async (...vessels: string[]) => {
        const { lines } = await replay([input], ['--vessels', put('v.csv', [header, ...vessels].join('\n'))], ruleSet);
        return lines.map(({ rule, state, vessel }) => `${vessel} ${rule} ${state}`);
      };
      const boats = ['A,18,lưới rê,,VNPT,true,2026-06-30', 'B,18,lưới kéo,,,,', 'C,18,trawl,,,,'];
      expect(await found(...boats)).to.have.members(['A out raised', 'B shut raised', 'C shut raised']);
      expect(
        await found(
          'A,18,,2026-01-01..2026-12-31@bay hiệp định,,,',
          'B,14,trawl,,,,',
          'C,18,trawl,2026-01-01..2026-12-31,,,',
        ),
      ).to.deep.equal([]);
      expect(await found('A,18,,2026-01-01..2026-12-31@two|7,,,', 'B,14,,,,,', 'C,18,,,,,')).to.deep.equal([
        'A out raised',
      ]);
      const args = [input, '--zones', put('zones.geojson', zones), '--rules', put('r.json', ruleSet), '--out', '-'];
      for (const text of ['for ever', '2026-01-01..2026-02-29']) {
        const wrong = put('w.csv', `${header}\nA,18,,${text},,,`);
        expect(await refusal(runReplay, [...args, '--vessels', wrong])).to.include(`"A" has the permission "${text}"`);
      }
    });

    it('reads seasons and neighbours of zones, and refuses what is none', async () => {
      const polygon = { type: 'Polygon', coordinates: [square(108, 15, 1)] };
      const input = put('t.csv', ['id,time,lat,lon', ...[0, 2, 4].map((h) => `A,${iso(h)},15.2,108.5`)].join('\n'));
      const ruleSet = [{ id: 'in', kind: 'zone-presence', zones: ['z'] }];
      const run = async (properties: object) => {
        const file = put('z.json', collection(feature(properties, polygon, 'z')));
        const out = join(folder, 'season.jsonl');
        await caught(runReplay, [input, '--zones', file, '--rules', put('r.json', ruleSet), '--out', out]);
        return readFileSync(out, 'utf8').split('\n').filter(Boolean).length;
      };
      expect(await run({ season: { from: '12-15', to: '03-01' } })).to.equal(1);
      expect(await run({ season: { from: '03-02', to: '12-14' } })).to.equal(0);
      expect(await run({ neighbour: { vi: 'Malaysia', en: 'Malaysia' } })).to.equal(1);
      const fault = async (properties: object) =>
        refusal(runReplay, [
          input,
          '--zones',
          put('z.json', collection(feature(properties, polygon, 'z'))),
          '--rules',
          put('r.json', ruleSet),
          '--out',
          '-',
        ]);
      for (const season of [{ from: '02-30', to: '03-01' }, { from: '12-15' }, 'winter']) {
        expect(await fault({ season })).to.include(
          'feature "z" has a season that is not {"from":"MM-DD","to":"MM-DD"}',
        );
      }
      for (const neighbour of [{ vi: 'Malaysia' }, [{ vi: 'M', en: 'M' }], 'Malaysia', null]) {
        expect(await fault({ neighbour })).to.include(
          'feature "z" has a neighbour that is neither {"vi":…,"en":…} nor a list',
        );
      }
    });

    it('refuses a rule that nothing restricts, with the count that it would raise, unless it is meant', async () => {
      const slip = put('slip.json', [
        { id: 'in', kind: 'zone-presence', zone: 'bay' },
        { id: 'fast', kind: 'speed-range' },
        { id: 'out', kind: 'boundary-cross', zones: ['bay'] },
      ]);
      const out = join(folder, 'slip.jsonl');
      const args = [put('t.csv', [header, ...rows].join('\n')), '--zones', put('zones.geojson', zones)];
      args.push('--rules', slip, '--out', out);
      expect(await refusal(runReplay, args)).to.include(
        'rule "in" (as do "fast") has no criterion: nothing restricts it, and over this recording it would raise 1 of 2 vessels, 2 times; name zones',
      );
      expect(existsSync(out)).to.equal(false);
      const { err, code } = await caught(runReplay, [...args, '--anyway']);
      expect(code).to.equal(0);
      expect(err).to.include('rule "in" has "zone", which no rule knows; it has no effect');
      expect(readFileSync(out, 'utf8')).to.include('"rule":"in"').and.include('"rule":"out"');
    });

    it('writes one line a change, crossings with their interpolated time and place', async () => {
      const { lines, err, code } = await replay([put('track.csv', [header, ...rows].join('\n'))]);
      expect(code).to.equal(0);
      expect(err).to.match(/^haidang replay: 20 fixes of 2 vessels \(0 sent twice\), \d+ lines written\.\n$/);
      const mine = lines
        .filter((line) => line.vessel === 'QNa-1-TS')
        .map(({ rule, state, at }) => `${rule} ${state} ${at}`);
      // Two findings of one instant stand in the order of their ids.
      expect(mine.slice(0, 5)).to.deep.equal([
        'in raised 2026-03-01T03:00:00Z',
        'in cleared 2026-03-01T08:40:00Z',
        'out raised 2026-03-01T08:40:00Z',
        'mkn raised 2026-03-01T18:00:00Z',
        'mkn cleared 2026-03-01T20:00:00Z',
      ]);
      expect(mine.slice(5)).to.have.members(['in raised 2026-03-01T21:12:00Z', 'out cleared 2026-03-01T21:12:00Z']);
      const out = lines.find((line) => line.rule === 'out');
      expect(out).to.deep.include({ zone: 'bay', kind: 'boundary-cross', lon: 109 });
      expect(out.lat).to.be.closeTo(15.20003, 0.00001);
      expect(out.before).to.deep.equal({ time: '2026-03-01T08:00:00Z', lat: 15.2, lon: 108.9 });
      expect(out.after.time).to.equal('2026-03-01T10:00:00Z');
      expect(out.evidence).to.deep.equal(['2026-03-01T08:00:00Z', '2026-03-01T10:00:00Z', '2026-03-01T12:00:00Z']);
    });

    it('gives the same bytes for the same input and the same set for any order of rows, packed or not', async () => {
      const path = put('track.csv', [header, ...rows].join('\n'));
      const first = await replay([path]);
      expect((await replay([path])).text).to.equal(first.text);
      const shuffled = rows.toSorted((a, b) => (a.slice(-9) + a < b.slice(-9) + b ? 1 : -1));
      const other = await replay([put('shuffled.csv.gz', [header, ...shuffled, ...rows.slice(3, 9)].join('\n'))]);
      expect(holds(other.lines)).to.deep.equal(holds(first.lines));
      expect(
        holds((await replay([put('reverse.csv', [header, ...rows.toReversed()].join('\n'))])).lines),
      ).to.deep.equal(holds(first.lines));
    });

    it('takes a silence back by its id when late rows disprove it', async () => {
      const late = [...rows, row('QNa-1-TS', 14, 109.5), row('QNa-1-TS', 16, 109.4), row('QNa-1-TS', 18, 109.3)];
      const { lines } = await replay([put('late.csv', [header, ...late].join('\n'))]);
      const silence = lines.filter((line) => line.rule === 'mkn' && line.vessel === 'QNa-1-TS');
      expect(silence.at(-1)).to.include({ state: 'retracted', because: 'late-data' });
      expect(new Set(silence.filter(({ state }) => state === 'raised').map(({ id }) => id))).to.include(
        silence.at(-1).id,
      );
      expect(holds(silence)).to.deep.equal([]);
    });

    it('raises a silence as soon as any vessel shows that the time has come', async () => {
      const others = [2, 4, 6, 8].map((hours) => row('other', hours, 105));
      const { lines } = await replay([put('quiet.csv', [header, row('quiet', 0, 107), ...others].join('\n'))]);
      expect(lines.map(({ vessel, state, at }) => `${vessel} ${state} ${at}`)).to.deep.equal([
        'quiet raised 2026-03-01T06:00:00Z',
      ]);
    });

    it('reads AIS logs by their tag blocks and says which positions have no time', async () => {
      const sentences = track.flatMap(([hours, lon]) => {
        const [body] = encodeAis({
          class: 'AIS',
          type: 1,
          repeat: 0,
          mmsi: 574123456,
          lon,
          lat: 15.2,
          speed: 8,
          course: 90,
          second: 0,
          accuracy: false,
        } as never);
        const tag = `c:${Date.parse(iso(hours!)) / 1000}`;
        const sum = [...tag]
          .reduce((x, c) => x ^ c.charCodeAt(0), 0)
          .toString(16)
          .padStart(2, '0')
          .toUpperCase();
        return [`\\${tag}*${sum}\\${body}`, hours === 0 ? body! : ''];
      });
      const { lines, err } = await replay([put('log.nmea', `${sentences.filter(Boolean).join('\r\n')}\r\n`)]);
      expect(lines.map(({ rule, state, vessel }) => `${rule} ${state} ${vessel}`)).to.include('out raised 574123456');
      expect(err).to.include('1 positions without a time were left out');
    });

    it('judges registered vessels only when a registry is given', async () => {
      const path = put('track.csv', [header, ...rows].join('\n'));
      const vessels = put('vessels.csv', 'id,flag,reportingIntervalMin\nQNa-1-TS,VNM,120\n');
      const { lines } = await replay([path], ['--vessels', vessels]);
      expect(new Set(lines.map((line) => line.vessel))).to.deep.equal(new Set(['QNa-1-TS']));
      const foreign = put('vessels.csv', 'id,flag\nQNa-1-TS,CHN\n');
      const fewer = await replay([path], ['--vessels', foreign]);
      expect(new Set(fewer.lines.map((line) => line.rule))).to.deep.equal(new Set(['in']));
    });

    it('leaves a row aside that is dated years after all others, in any order, and names it', async () => {
      const files = [
        '--zones',
        put('none.geojson', zones),
        '--rules',
        put('silence.json', [{ id: 'lost', kind: 'silence' }]),
        '--out',
        '-',
      ];
      const hours = Array.from({ length: 8 }, (_, hour) => `2040-03-01T0${hour}:00:00Z`);
      const rows = hours.flatMap((time) => ['a', 'b'].map((id) => `${id},${time},15.5,110`));
      const run = (name: string, lines: string[]) =>
        caught(runReplay, [put(name, ['id,time,lat,lon', ...lines].join('\n')), ...files]);
      const wrong = 'b,2062-03-01T00:00:00Z,15.5,110';
      for (const lines of [
        [...rows, wrong],
        [wrong, ...rows],
      ]) {
        const { out, err, code } = await run('ahead.csv', lines);
        expect(code).to.equal(0);
        expect(out, 'nobody is silent').to.equal('');
        expect(err).to.match(
          /1 row was left aside, dated more than a year after all others; the first: .*ahead\.csv:\d+: b at 2062-03-01/,
        );
        expect(err).to.include('16 fixes of 2 vessels');
      }
      const heardAgain = await run('again.csv', [...rows, 'b,2040-09-20T00:00:00Z,15.5,110']);
      expect(heardAgain.err, 'half a year later').to.not.include('left aside');
      expect(heardAgain.out).to.include('"rule":"lost"');
    });

    it('counts bad rows and goes on', async () => {
      const { err, lines } = await replay([
        put('bad.csv', [header, 'x,yesterday,1,2,,', ...rows, ',,,', 'y,1772323200,91,2,,'].join('\n')),
      ]);
      expect(err).to.match(/3 rows were left out; the first: .*bad\.csv:2: time is neither ISO 8601 nor an epoch\./);
      expect(lines).to.have.length.above(5);
    });

    it('reads heading and status, and a place beyond the poles that fits with latitude and longitude exchanged', async () => {
      const sea = 'id,time,lat,lon,speed,heading,status';
      const { lines, err } = await replay(
        [
          put(
            'quality.csv',
            [
              sea,
              `a,${iso(0)},15.2,109.3,4,90,0`,
              `a,${iso(1)},109.35,15.2,4,90,0`,
              `a,${iso(2)},15.2,109.4,4,90,14`,
              `b,${iso(2)},108.7,15.2,4,90,0`,
            ].join('\n'),
          ),
        ],
        [],
        [
          { id: 'order', kind: 'swapped-position' },
          { id: 'sos', kind: 'distress' },
          { id: 'ashore', kind: 'position-on-land' },
        ],
      );
      expect(lines.map(({ rule, state, vessel }) => [rule, state, vessel])).to.have.deep.members([
        ['order', 'raised', 'a'],
        ['order', 'cleared', 'a'],
        ['sos', 'raised', 'a'],
      ]);
      expect(lines[0]).to.deep.include({ lat: 15.2, lon: 109.35 });
      expect(err).to.include('1 row was left out');
    });

    it('takes when a fix was received, its flags by name or as a sum, and whose unit a boat was reported by', async () => {
      const sea = 'id,time,lat,lon,received,flags,note';
      const rowsOf = (flags: string) => [
        `sos,${iso(0)},15.2,109.3,,${flags},a sentence`,
        `late,${iso(0)},15.2,110,${iso(3)},,`,
        `late,${iso(2)},15.2,110.1,${iso(3)},,`,
        `odd,${iso(0)},15.2,111,,doubtful,`,
        `odd,${iso(0)},15.2,111,soon,,`,
      ];
      const ruleSet = [
        { id: 'sos', kind: 'distress' },
        { id: 'one', kind: 'identity-conflict' },
      ];
      const vessels = put('v.csv', `id,borrowed\nsos,\nlate,${iso(0)}..${iso(9)}@sos`);
      for (const flags of ['distress+coarse', '24']) {
        const input = put('flags.csv', [sea, ...rowsOf(flags)].join('\n'));
        const { lines, err } = await replay([input], ['--vessels', vessels], ruleSet);
        expect(lines.map(({ rule, vessel, others }) => [rule, vessel, others])).to.deep.equal([
          ['sos', 'sos', undefined],
          ['one', 'late', ['sos']],
        ]);
        expect(err)
          .to.include('2 rows were left out; the first:')
          .and.include('flags has "doubtful", which is none of');
      }
      const wrong = put('w.csv', 'id,borrowed\nlate,yesterday..today@sos');
      const input = put('flags.csv', [sea, ...rowsOf('99999')].join('\n'));
      expect((await replay([input], [], ruleSet)).err).to.include('flags 99999 is no sum of known flags');
      const files = ['--zones', put('zones.geojson', zones), '--rules', put('r.json', ruleSet), '--out', '-'];
      expect(await refusal(runReplay, [input, ...files, '--vessels', wrong])).to.include(
        'which is not FROM..TO@vessel',
      );
    });

    it('refuses unknown kinds, zones, params and usage in one sentence', async () => {
      const path = put('track.csv', [header, ...rows].join('\n'));
      const refuse = (ruleSet: object) =>
        refusal(runReplay, [
          path,
          '--zones',
          put('zones.geojson', zones),
          '--rules',
          put('r.json', ruleSet),
          '--out',
          '-',
        ]);
      expect(await refuse([{ id: 'a', kind: 'zone-dance' }])).to.include('unknown kind "zone-dance"');
      expect(await refuse([{ id: 'a', kind: 'zone-enter', zones: ['x'] }])).to.include('unknown zone "x"');
      expect(await refuse([{ id: 'a', kind: 'zone-enter', params: { x: 1 } }])).to.include('unknown param "x"');
      expect(
        await refuse([
          { id: 'a', kind: 'silence' },
          { id: 'a', kind: 'silence' },
        ]),
      ).to.include('two rules have the id "a"');
      expect(await refuse({})).to.include('not a list of rules');
      expect(await refusal(runReplay, [path, '--zones', 'x', '--rules', 'y'])).to.include('--out');
      expect(await refusal(runReplay, ['--bogus'])).to.include('--bogus');
    });
  });
});
