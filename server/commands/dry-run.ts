/** `haidang dry-run`: what changed rules and zones would have raised over the stored tracks, beside what today's raise. */
import type { DryRunExample, DryRunResult } from '../../geofences/dry-run/result.ts';
import { dayOf } from '../../geofences/dry-run/span.ts';
import { readZones as storedZones } from '../api/documents.ts';
import { badOption, needed, nothingMore } from '../command-line.ts';
import { DRY_RUN_DAYS, dryRunStored, type Proposal } from '../dry-runs/stored.ts';
import type { Store } from '../store/store.ts';
import { dataFolder, LineOutput, openStore, parseCommand } from './data-command.ts';
import { readRules, readZones } from './replay.ts';

const usage = `haidang dry-run [--days 7|30|90] [--rules RULES.json] [--zones ZONES.geojson] [--json] [--data DIR]

  Runs changed rules and zones over the last days of stored tracks and says what they would have raised, by day and by
  vessel, beside what today's version raises over the same tracks. Changes nothing; works beside a running server.
  --days N     default 7; days are those of Vietnam (GMT+7), the last one up to the newest fix
  --rules F    the whole list of rules, as PUT /api/v1/settings/rules takes it: a rule that is missing counts as removed
  --zones F    all zones as GeoJSON; one that is missing counts as removed
  --json       one JSON object; otherwise a table to read
  --data DIR   data folder (default ./haidang-data/live; the demonstration's is ./haidang-data/demo)
`;

const options = {
  days: { type: 'string' },
  rules: { type: 'string' },
  zones: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Rows of vessels that the table shows. */
const MOST_ROWS = 20;
const BAR_CHARACTERS = 40;

/** Returns the exit code; bad usage and unreadable files and folders are thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseCommand('dry-run', args, options);
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const [word] = positionals;
  nothingMore('dry-run', word);
  const days = DRY_RUN_DAYS.find((one) => String(one) === (values.days ?? '7'));
  if (days === undefined) throw badOption('dry-run', `--days ${values.days}`, `one of ${DRY_RUN_DAYS.join(', ')}`);
  needed('dry-run', '--rules FILE (JSON) or --zones FILE (GeoJSON)', values.rules ?? values.zones);
  const store = await openStore(dataFolder(values.data));
  try {
    const proposal = await readProposal(store, days, values);
    const began = performance.now();
    const result = await dryRunStored(store, proposal, Date.now(), showProgress());
    const seconds = (performance.now() - began) / 1000;
    if (values.json) {
      const output = new LineOutput();
      await output.line(asJson(result));
      await output.flush();
    } else process.stdout.write(asTable(result, seconds));
    return 0;
  } finally {
    await store.close();
  }
}

async function readProposal(
  store: Store,
  days: Proposal['days'],
  files: { rules?: string; zones?: string },
): Promise<Proposal> {
  const proposal: Proposal = { days };
  if (files.zones !== undefined) proposal.zones = await readZones(files.zones);
  if (files.rules !== undefined) {
    proposal.rules = await readRules(files.rules, proposal.zones ?? (await storedZones(store)));
  }
  return proposal;
}

/** For whoever sits in front of it; a file or a pipe gets none of this. */
function showProgress(): ((progress: { done: number }) => void) | undefined {
  if (!process.stderr.isTTY) return undefined;
  let shown = -1;
  return ({ done }) => {
    const percent = Math.floor(done * 100);
    if (percent === shown) return;
    shown = percent;
    process.stderr.write(percent >= 100 ? '\r     \r' : `\r${percent} %`);
  };
}

function asJson({ from, to, firstFixTime, examples, ...rest }: DryRunResult) {
  return {
    from: iso(from),
    to: iso(to),
    firstFix: iso(firstFixTime),
    ...rest,
    examples: { now: examples.now.map(exampleLine), proposed: examples.proposed.map(exampleLine) },
  };
}

function exampleLine({ id, ruleId, vesselId, zoneId, raisedAt, clearedAt, lat, lon, text }: DryRunExample) {
  return {
    id,
    rule: ruleId,
    vessel: vesselId,
    zone: zoneId,
    raised: iso(raisedAt),
    cleared: iso(clearedAt),
    lat,
    lon,
    ...text,
  };
}

function iso(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

function asTable(result: DryRunResult, seconds: number): string {
  const { totals, rules, vessels, examples, hours, notRun, uncompared } = result;
  const lines = [
    `${dayOf(result.from)} to ${dayOf(result.to)} (GMT+7)${since(result)}: ${result.vesselsJudged} vessels, ${result.fixes} fixes read in ${seconds.toFixed(1)} s.`,
    ...(rules.length === 0 ? ['Nothing differs from the rules and zones of today.'] : []),
    ...notRun.map(({ ruleId, reason }) => `${ruleId} was left out: ${LEFT_OUT[reason]}.`),
    '',
    `Would have raised ${totals.proposed} = ${rate(totals.proposed, hours)} on ${totals.vesselsProposed} vessels.`,
    `Today's raise ${totals.now} = ${rate(totals.now, hours)} on ${totals.vesselsNow} vessels.`,
    `Only the proposed tell of ${totals.onlyProposed} of them, only today's of ${totals.onlyNow}.`,
    ...(uncompared > 0 ? [`${uncompared} were too many of one vessel to be held against each other.`] : []),
    '',
    ...table(
      ['rule', 'change', 'now', 'proposed', 'only now', 'only proposed'],
      rules.map(({ id, change, now, proposed, onlyNow, onlyProposed }) => [
        id,
        change,
        now,
        proposed,
        onlyNow,
        onlyProposed,
      ]),
    ),
    ...table(['day', 'now', 'proposed', '= both  + proposed more  - now more'], dayRows(result)),
    ...table(
      ['vessel', 'now', 'proposed'],
      vessels.slice(0, MOST_ROWS).map(({ label, now, proposed }) => [label, now, proposed]),
    ),
    ...(vessels.length > MOST_ROWS ? [`and ${vessels.length - MOST_ROWS} vessels more (--json has all)`, ''] : []),
    ...told('Only the proposed tell of', examples.proposed),
    ...told("Only today's tell of", examples.now),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

const LEFT_OUT: Record<DryRunResult['notRun'][number]['reason'], string> = {
  kind: 'it judges when nothing was received, and stored tracks go by the time of the fix; outages that were known are allowed for',
  'fleet-too-large': 'it looks at several vessels at once, and the fleet is too large to be held in memory',
};

function since({ from, firstFixTime }: DryRunResult): string {
  if (firstFixTime === undefined) return ', no tracks';
  return dayOf(firstFixTime) === dayOf(from) ? '' : `, tracks from ${dayOf(firstFixTime)} on`;
}

function rate(count: number, hours: number): string {
  return hours > 0 ? `${(count / hours).toFixed(1)}/h` : '–';
}

/** Days that have tracks. */
function dayRows({ days }: DryRunResult): (string | number)[][] {
  const most = Math.max(1, ...days.map(({ now, proposed }) => Math.max(now, proposed)));
  const length = (count: number): number => Math.ceil((count / most) * BAR_CHARACTERS);
  return days
    .filter(({ hasTracks }) => hasTracks)
    .map(({ date, now, proposed }) => {
      const common = Math.min(length(now), length(proposed));
      const more = Math.abs(length(now) - length(proposed));
      return [date, now, proposed, '='.repeat(common) + (proposed > now ? '+' : '-').repeat(more)];
    });
}

function told(title: string, examples: readonly DryRunExample[]): string[] {
  return examples.length === 0 ? [] : [`${title}:`, ...examples.map(({ text }) => `  ${text.en}`), ''];
}

/** Columns as wide as their widest cell; numbers to the right. */
function table(head: string[], rows: (string | number)[][]): string[] {
  if (rows.length === 0) return [];
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => String(row[i]).length)));
  const isNumber = head.map((_, i) => rows.some((row) => typeof row[i] === 'number'));
  const line = (cells: (string | number)[]): string =>
    cells
      .map((cell, i) => (isNumber[i] ? String(cell).padStart(widths[i]!) : String(cell).padEnd(widths[i]!)))
      .join('  ')
      .trimEnd();
  return [line(head), ...rows.map(line), ''];
}
