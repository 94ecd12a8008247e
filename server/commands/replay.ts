/** `haidang replay`: the engine offline, in event time: what zones and rules make of recorded tracks. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { flagOf } from '../../decoders/ais/mmsi.ts';
import { createEngine, type Engine } from '../../geofences/engine.ts';
import type { VesselProfile } from '../../geofences/fix.ts';
import { compareFixes } from '../../geofences/judging/fix-order.ts';
import { hasCriterion, needsLand, readyRule } from '../../geofences/rules/index.ts';
import { ruleProblem } from '../../geofences/rules/problem.ts';
import type { OccurrenceChange, Rule, Zone } from '../../geofences/types.ts';
import { needed, readCommandLine } from '../command-line.ts';
import { HaidangError } from '../errors.ts';
import { landZones } from '../ingest/land.ts';
import { systemWords } from '../system-words.ts';
import { AheadRows, credibleUntil } from './replay-ahead.ts';
import { fixesOf, type InputCounts, type TrackFix } from './replay-input.ts';
import { replayLine } from './replay-output.ts';
import { DUTY_MIN, readVessels } from './replay-vessels.ts';
import { BadRows, jsonOf, unusable } from './text-input.ts';
import { readZoneFile } from './zones.ts';

const usage = `haidang replay INPUT… --zones ZONES.geojson --rules RULES.json [--vessels VESSELS.csv] --out ALERTS.jsonl

  INPUT…       tables id,time,lat,lon,speed,course (time ISO 8601 or epoch), or AIS logs whose tag blocks carry times,
               or NAF; .gz is unpacked. Fixes may come in any order: the set of occurrences is the same. A table may
               also have source (vms, ais, manual), heading, accuracy (metres), status (AIS navigational status 0–15, or
               its word: fishing …), received (when it reached us; else at its own time) and flags (timeEstimated, jump,
               coarse, distress …, a + between two, or their sum as in an evidence archive's track.csv). Other columns
               are for people to read. The clock runs to the newest fix; a few rows dated more than a year after all the
               others are left aside, counted and named
  --zones F    GeoJSON; a zone's id is the feature's id, else properties.id, else properties.name
  --rules F    [{"id","kind","zones":["zone id"],"params":{}}]
  --vessels F  table with id (or mmsi), and if wanted flag (VNM), kind (vessel), lengthM, reportingIntervalMin (120),
               gear (lưới kéo, trawl …), provider, highRisk (true), licenceUntil, certificateUntil (dates),
               permissions (2026-03-01..2026-03-31@zone|zone decision 12/QĐ; without @ for all zones; a + between two)
               and borrowed (FROM..TO@vessel: the times in which its positions come from that vessel's VMS unit).
               Without it every vessel is judged, with a duty to report every 120 minutes
  --out F      JSON lines, one a change, in event order as it became known; - is standard output
  --anyway     also rules that nothing restricts, which otherwise are refused with the count that they would raise
  --help       this text

A later line with the same id replaces what it said before; "retracted" takes it back. The same input gives the same bytes.
`;

const text = { type: 'string' } as const;
const options = {
  zones: text,
  rules: text,
  vessels: text,
  out: text,
  anyway: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Returns the exit code; bad usage and unreadable files are thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readCommandLine('replay', { args, options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  needed('replay', 'INPUT (a file of tracks)', positionals[0]);
  const zonesPath = needed('replay', '--zones FILE (GeoJSON)', values.zones);
  const rulesPath = needed('replay', '--rules FILE (JSON)', values.rules);
  const out = needed('replay', '--out FILE (- for standard output)', values.out);
  const zones = await readZones(zonesPath);
  const rules = await readRules(rulesPath, zones);
  const registry = values.vessels === undefined ? undefined : await readVessels(values.vessels);
  const engine = engineOf(zones, rules);
  const counts: InputCounts = { badRows: new BadRows(), untimed: 0, ahead: new AheadRows() };
  const tracks = tracksOf(positionals, rules, counts);
  const unrestricted = rules.filter((rule) => !hasCriterion(rule));
  if (unrestricted.length > 0 && !values.anyway) {
    throw unusable(rulesPath, await refusalOf(unrestricted, replay(tracks, engine, registry), engine));
  }
  const lines = await writeAll(out, replay(tracks, engine, registry));
  report(engine, counts, lines);
  return 0;
}

function engineOf(zones: readonly Zone[], rules: readonly Rule[]): Engine {
  // Nothing is too late here: the whole recording is the window.
  const endless = Number.POSITIVE_INFINITY;
  const hasOwnLand = zones.some(({ properties }) => properties.kind === 'land');
  const land = !hasOwnLand && rules.some(needsLand) ? landZones() : [];
  return createEngine({ zones: [...zones, ...land], rules, windowHours: endless, maxWindowFixes: endless });
}

/** Why rules that nothing restricts are not played, with what the first of them would raise over the recording. */
async function refusalOf(
  [first, ...more]: readonly Rule[],
  changes: AsyncIterable<OccurrenceChange>,
  engine: Engine,
): Promise<string> {
  const holds = new Map<string, string>();
  for await (const { change, occurrence } of changes) {
    if (occurrence.ruleId !== first!.id) continue;
    if (change === 'retracted') holds.delete(occurrence.id);
    else holds.set(occurrence.id, occurrence.vesselId);
  }
  const vessels = new Set(holds.values()).size;
  const others = more.length === 0 ? '' : ` (as do ${more.map(({ id }) => `"${id}"`).join(', ')})`;
  return `rule "${first!.id}"${others} has no criterion: nothing restricts it, and over this recording it would raise ${vessels} of ${engine.stats.vessels} vessels, ${holds.size} times; name zones, kinds of zones or thresholds, or see it with --anyway`;
}

/** Zones of a GeoJSON file, each with an id of its own. */
export async function readZones(path: string): Promise<Zone[]> {
  const { zones } = await readZoneFile(path);
  const seen = new Set<string>();
  for (const { id } of zones) {
    if (seen.has(id)) throw unusable(path, `two features have the id "${id}"`);
    seen.add(id);
  }
  return zones;
}

/** Rules of a JSON file, checked against the zones. */
export async function readRules(path: string, zones: readonly Zone[]): Promise<Rule[]> {
  const json = await jsonOf(path);
  if (!Array.isArray(json)) throw unusable(path, 'it is not a list of rules');
  const byId = new Map(zones.map((zone) => [zone.id, zone]));
  const seen = new Set<string>();
  return json.map((entry: Rule) => {
    if (typeof entry !== 'object' || entry === null) throw unusable(path, 'it has a rule that is not an object');
    const rule: Rule = Array.isArray(entry.zones) ? { ...entry, zones: entry.zones.map(String) } : entry;
    const problem = seen.has(rule.id) ? `two rules have the id "${rule.id}"` : ruleProblem(rule, byId)?.en;
    if (problem) throw unusable(path, problem);
    seen.add(rule.id);
    warnOf(rule);
    return rule;
  });
}

/** What of a rule has no effect. */
function warnOf(rule: Rule): void {
  const unknown = Object.keys(rule).filter((member) => !RULE_MEMBERS.has(member));
  if (unknown.length === 0) return;
  const members = unknown.map((member) => `"${member}"`).join(', ');
  console.error(`haidang replay: rule "${rule.id}" has ${members}, which no rule knows; it has no effect.`);
}

const RULE_MEMBERS: ReadonlySet<string> = new Set<keyof Rule>([
  ...(['id', 'kind', 'zones', 'params', 'version', 'priority', 'name', 'nameEn'] as const),
]);

/**
 * All fixes in the order of the files. Where a rule watches providers or several vessels, in the order of receipt: that a
 * whole fleet is silent, or that two boats meet, shows only while both are heard, and a table that lists boat after boat has
 * no such moment.
 */
async function* tracksOf(paths: string[], rules: readonly Rule[], counts: InputCounts): AsyncGenerator<TrackFix> {
  const isAboutSeveral = rules.some((rule) => ['providers', 'vessels'].includes(readyRule(rule).kind.watches));
  const all: TrackFix[] = [];
  const until = await credibleUntil(paths);
  for (const path of paths) {
    for await (const seen of fixesOf(path, counts)) {
      if (seen.fix.fixTime > until) counts.ahead.add(seen, path);
      else if (isAboutSeveral) all.push(seen);
      else yield seen;
    }
  }
  yield* all.sort((a, b) => a.fix.receivedAt - b.fix.receivedAt || compareFixes(a.fix, b.fix));
}

/** The clock is the greatest fix time seen: what it makes due is said as soon as any vessel shows that time. */
async function* replay(
  tracks: AsyncIterable<TrackFix>,
  engine: Engine,
  registry: ReadonlyMap<string, VesselProfile> | undefined,
): AsyncGenerator<OccurrenceChange> {
  const known = new Map<string, string>();
  let clock = Number.NEGATIVE_INFINITY;
  for await (const seen of tracks) {
    let id = known.get(seen.vessel);
    if (id === undefined) {
      const profile = profileOf(seen, registry);
      id = profile.id;
      known.set(seen.vessel, id);
      yield* engine.setVessel(profile);
    }
    yield* engine.accept(id, [seen.fix]);
    clock = Math.max(clock, seen.fix.fixTime);
    yield* engine.tick(clock);
  }
}

function profileOf(seen: TrackFix, registry: ReadonlyMap<string, VesselProfile> | undefined): VesselProfile {
  if (!registry) return { id: seen.vessel, kind: seen.kind, reportingIntervalMin: DUTY_MIN };
  const listed = registry.get(seen.vessel) ?? (seen.mmsi === undefined ? undefined : registry.get(String(seen.mmsi)));
  if (listed) return listed;
  const profile: VesselProfile = { id: seen.vessel, kind: seen.kind };
  const flag = seen.flag ?? (seen.mmsi === undefined ? undefined : flagOf(seen.mmsi));
  if (flag) profile.flag = flag;
  return profile;
}

/** Writes line by line as the file takes them; returns how many. */
async function writeAll(path: string, changes: AsyncIterable<OccurrenceChange>): Promise<number> {
  const out = path === '-' ? process.stdout : createWriteStream(path);
  let failure: Error | undefined;
  out.once('error', (error) => {
    failure = error;
  });
  let lines = 0;
  try {
    if (path !== '-') await once(out, 'open');
    for await (const change of changes) {
      lines++;
      if (!out.write(`${replayLine(change)}\n`)) await once(out, 'drain');
      if (failure) throw failure;
    }
    if (path !== '-') {
      out.end();
      await once(out, 'close');
    }
  } catch (error) {
    if (error instanceof HaidangError || !(error instanceof Error && 'syscall' in error)) throw error;
    throw new HaidangError('file-unwritable', { path, why: systemWords(error) });
  }
  return lines;
}

function report(engine: Engine, counts: InputCounts, lines: number): void {
  const { fixes, vessels, duplicates } = engine.stats;
  console.error(
    `haidang replay: ${fixes} fixes of ${vessels} vessels (${duplicates} sent twice), ${lines} lines written.`,
  );
  if (counts.badRows.sentence) console.error(`haidang replay: ${counts.badRows.sentence}`);
  if (counts.ahead.sentence) console.error(`haidang replay: ${counts.ahead.sentence}`);
  if (counts.untimed > 0) console.error(`haidang replay: ${counts.untimed} positions without a time were left out.`);
}
