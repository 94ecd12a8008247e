import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { run as runReplay } from '../../server/commands/replay.ts';
import { T0 } from './shapes.ts';

describe('replay of what shows on several boats only', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'outage-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const put = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  /** Ten boats of one provider that is down for seven hours, two of another; boat after boat. */
  const boats = Array.from({ length: 12 }, (_, i) => ({ id: `b${i}`, minute: i * 10, provider: i < 10 ? 'A' : 'B' }));
  const rows = boats.flatMap(({ id, minute, provider }, i) =>
    Array.from({ length: 24 }, (_, k) => k * 120 + minute)
      .filter((at) => provider === 'B' || at < 24 * 60 || at >= 31 * 60)
      .map((at) => `${id},${new Date(T0 + at * 60_000).toISOString()},${15 + i / 10},${109 + at / 6000}`),
  );

  const outageRules = [
    { id: 'outage', kind: 'provider-outage' },
    { id: 'lost', kind: 'silence' },
  ];

  async function replayed(order: string[], rules: object[] = outageRules): Promise<string> {
    const out = join(folder, 'alerts.jsonl');
    const vessels = boats.map(({ id, provider }) => `${id},${provider}`);
    const complain = console.error;
    console.error = () => {};
    try {
      await runReplay([
        put('track.csv', ['id,time,lat,lon', ...order].join('\n')),
        '--zones',
        put('zones.geojson', '{"type":"FeatureCollection","features":[]}'),
        '--rules',
        put('rules.json', JSON.stringify(rules)),
        '--vessels',
        put('vessels.csv', ['id,provider', ...vessels].join('\n')),
        '--out',
        out,
      ]);
    } finally {
      console.error = complain;
    }
    return readFileSync(out, 'utf8');
  }

  it('a provider that is down is one incident and no silence, whether the table goes by time or by boat', async () => {
    const said = await replayed(rows);
    const lines = said
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { [name: string]: unknown });
    expect(lines.map(({ rule, vessel, state }) => `${rule} ${vessel} ${state}`)).to.deep.equal([
      'outage provider:A raised',
      'outage provider:A cleared',
    ]);
    expect(lines[1]!.others).to.have.length(10);
    const byTime = rows.toSorted((a, b) => (a.split(',')[1]! < b.split(',')[1]! ? -1 : 1));
    expect(await replayed(byTime)).to.equal(said);
    expect(await replayed(rows.toReversed())).to.equal(said);
  });

  it('two boats that met days before the end of the table did so, whether it goes by time or by boat', async () => {
    const met = [-0.05, 0.001].flatMap((away, boat) =>
      Array.from({ length: 100 }, (_, hour) => {
        const lat = hour >= 10 && hour <= 16 ? 15 : 15 + away * Math.abs(13 - hour);
        return `b${boat},${new Date(T0 + hour * 3_600_000).toISOString()},${lat},${109 + boat / 1000}`;
      }),
    );
    const rules = [{ id: 'met', kind: 'encounter' }];
    const said = await replayed(met, rules);
    expect(said).to.include('"kind":"encounter"').and.include('"state":"cleared"');
    expect(await replayed(met.toReversed(), rules)).to.equal(said);
  });
});
