/**
 * A scenario for each kind of rule as files that anybody can read and play: `haidang replay` over a short track has to find
 * what `expected.csv` says, and nothing else, in whatever order the rows of the track stand and however often.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ruleKinds } from '../../../geofences/rules/index.ts';
import { run as runReplay } from '../../../server/commands/replay.ts';
import { caught } from '../../caught.ts';

const SCENARIOS = join(import.meta.dirname, 'by-kind');
const COLUMNS = 'kind,vessel,others,zone,from,lat,lon,to,details';

interface Line {
  id: string;
  kind: string;
  vessel: string;
  others?: string[];
  zone?: string;
  state: string;
  at: string;
  lat: number;
  lon: number;
  raised?: { at: string; lat: number; lon: number };
  details?: Record<string, number | string>;
}

describe('a scenario in files', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'scenario-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** The last word on every id, what was taken back left out, by time; with what the command complains of. */
  async function replayed(kind: string, rows: readonly string[]): Promise<{ holds: Line[]; complaints: string[] }> {
    const its = (name: string) => join(SCENARIOS, kind, name);
    const track = join(folder, 'track.csv');
    const out = join(folder, 'alerts.jsonl');
    writeFileSync(track, `${headerOf(kind)}\n${rows.join('\n')}\n`);
    const registry = existsSync(its('vessels.csv')) ? ['--vessels', its('vessels.csv')] : [];
    const args = [track, '--zones', its('zones.geojson'), '--rules', its('rules.json'), ...registry, '--out', out];
    const { err } = await caught(runReplay, args);
    const last = new Map<string, Line>();
    for (const line of readFileSync(out, 'utf8').split('\n').filter(Boolean)) {
      const said = JSON.parse(line) as Line;
      last.set(said.id, said);
    }
    const holds = [...last.values()].filter(({ state }) => state !== 'retracted');
    const complaints = err.trim().split('\n').slice(1);
    return { holds: holds.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)), complaints };
  }

  for (const kind of ruleKinds.keys()) {
    it(`${kind}: finds what is expected of its track in any order of the rows, and spares a vessel`, async () => {
      const rows = linesIn(kind, 'track.csv').slice(1);
      const expected = linesIn(kind, 'expected.csv');
      const { holds, complaints } = await replayed(kind, rows);
      expect([COLUMNS, ...holds.map(rowOf)].join('\n')).to.equal(expected.join('\n'));
      expect(complaints).to.deep.equal([]);
      expect(holds.map((line) => line.kind)).to.include(kind);
      const accused = new Set(holds.flatMap(({ vessel, others = [] }) => [vessel, ...others]));
      expect(
        rows.map((row) => row.split(',')[0]).filter((id) => !accused.has(id!)),
        'vessels that are spared',
      ).not.to.be.empty;
      for (const [order, other] of Object.entries(ordersOf(rows))) {
        expect((await replayed(kind, other)).holds, order).to.deep.equal(holds);
      }
    });
  }
});

function linesIn(kind: string, name: string): string[] {
  return readFileSync(join(SCENARIOS, kind, name), 'utf8')
    .trimEnd()
    .split('\n');
}

function headerOf(kind: string): string {
  return linesIn(kind, 'track.csv')[0]!;
}

/** Other orders in which the same rows may come. */
function ordersOf(rows: readonly string[]): Record<string, string[]> {
  const place = (i: number) => ((i + 1) * 7919) % 10_007;
  const shuffled = rows.map((_, i) => i).sort((a, b) => (place(a) % 97) - (place(b) % 97) || a - b);
  return {
    backwards: rows.toReversed(),
    shuffled: shuffled.map((i) => rows[i]!),
    'everything twice': [...rows, ...rows],
  };
}

function keyOf(line: Line): string {
  return [(line.raised ?? line).at, line.kind, line.vessel, line.zone, line.id].join(' ');
}

/** A row of expected.csv: places to four decimals; an empty `to` is open. */
function rowOf(line: Line): string {
  const { kind, vessel, others = [], zone = '', state, details = {} } = line;
  const raised = line.raised ?? line;
  const place = [raised.lat, raised.lon].map((degrees) => degrees.toFixed(4));
  const told = Object.entries(details).map(([name, value]) => `${name}=${readable(value)}`);
  const to = state === 'cleared' ? line.at : '';
  return [kind, vessel, others.join('+'), zone, raised.at, ...place, to, told.join('; ')].join(',');
}

/** Times, which details hold in epoch ms, as people read them. */
function readable(value: number | string): string {
  if (typeof value === 'number' && value > 1e12) return new Date(value).toISOString();
  return String(value).replaceAll(',', '+');
}
