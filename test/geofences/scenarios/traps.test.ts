/** The traps by the engine in every order of arrival, and by `haidang replay` from files. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Fix, FixFlag } from '../../../geofences/fix.ts';
import { run as runReplay } from '../../../server/commands/replay.ts';
import { HOUR, T0 } from '../shapes.ts';
import { play } from './play.ts';
import { type Trap, traps } from './traps.ts';

describe('traps of the field', () => {
  for (const { name, says, ...scenario } of traps) {
    it(name, () => expect(play(scenario)).to.have.members(says));
  }
});

describe('haidang replay', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'traps-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('says of the same tracks in tables what the engine says, in lines as they are promised', async () => {
    for (const trap of traps) {
      const lines = await replayed(trap);
      const last = new Map(lines.map((line) => [line.id, line]));
      const holds = [...last.values()].filter(({ state }) => state !== 'retracted').map(spanOf);
      expect(holds, trap.name).to.have.members(trap.says);
      for (const line of lines) expect(line, trap.name).to.satisfy(isAsPromised);
    }
  }).timeout(0);

  async function replayed({ zones, rules, vessel, fixes, until }: Trap): Promise<Line[]> {
    const put = (name: string, text: string): string => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    };
    const features = zones.map(({ id, geometry, properties }) => ({ type: 'Feature', id, geometry, properties }));
    const permissions = vessel.permissions?.map(({ from, to, basis }) => `${from}..${to} ${basis}`).join('+') ?? '';
    // The clock of a replay is the newest fix: somebody else's shows the time.
    const clock = until === undefined ? [] : [`clock,${iso(T0 + until * HOUR)},8,105,,,,ais,,`];
    const out = join(folder, 'alerts.jsonl');
    const args = [
      put(
        'track.csv',
        ['id,time,lat,lon,speed,course,heading,source,status,accuracy', ...fixes.map(row), ...clock].join('\n'),
      ),
      '--zones',
      put('zones.geojson', JSON.stringify({ type: 'FeatureCollection', features })),
      '--rules',
      put('rules.json', JSON.stringify(rules)),
      '--vessels',
      put(
        'vessels.csv',
        `id,flag,lengthM,gear,licenceUntil,permissions\nv,VNM,${vessel.lengthM},${vessel.gear},${vessel.licenceUntil ?? ''},${permissions}\n`,
      ),
      '--out',
      out,
    ];
    const complain = console.error;
    console.error = () => {};
    try {
      expect(await runReplay(args)).to.equal(0);
    } finally {
      console.error = complain;
    }
    const text = readFileSync(out, 'utf8').split('\n').filter(Boolean);
    return text.map((line) => JSON.parse(line) as Line);
  }
});

interface Line {
  id: string;
  rule: string;
  kind: string;
  vessel: string;
  zone?: string;
  state: string;
  at: string;
  lat: number;
  lon: number;
  evidence: string[];
  raised?: { at: string };
  before?: { time: string };
  after?: { time: string };
  ruleVersion: number;
  zoneVersion?: number;
}

function row({ fixTime, lat, lon, speedKn, courseDeg, headingDeg, source, flags, accuracyM }: Fix): string {
  const status = flags & FixFlag.fishing ? 'fishing' : flags & FixFlag.atRest ? 'anchored' : '';
  const motion = [speedKn ?? '', courseDeg ?? '', headingDeg ?? ''];
  return ['v', iso(fixTime), lat, lon, ...motion, source, status, accuracyM ?? ''].join(',');
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

function spanOf({ rule, state, at, raised }: Line): string {
  const hours = (time: string) => Math.round(((Date.parse(time) - T0) / HOUR) * 100) / 100;
  return state === 'cleared' ? `${rule} ${hours(raised!.at)}..${hours(at)}` : `${rule} ${hours(at)}..`;
}

/** DESIGN of the command line: what every line holds, crossings with the fixes round the moment. */
function isAsPromised(line: Line): boolean {
  const times = [line.at, ...line.evidence].every((time) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(time));
  const states = ['raised', 'cleared', 'retracted'].includes(line.state);
  const place = Number.isFinite(line.lat) && Number.isFinite(line.lon);
  const isCrossing = ['boundary-cross', 'zone-enter', 'zone-exit'].includes(line.kind) && line.state === 'raised';
  const bracket = !isCrossing || (line.before !== undefined && line.after !== undefined);
  const versions = line.ruleVersion === 1 && (line.zone === undefined || line.zoneVersion === 1);
  return times && states && place && bracket && versions && line.evidence.length > 0 && /^[0-9a-f]{16}$/.test(line.id);
}
