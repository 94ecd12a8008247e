/** `npm run rehearsal [seed] [hours]`: a duty officer's shift at speed against the real product, counted. Exit code 1 when an aim is missed. */
import { performance } from 'node:perf_hooks';
import type { Alert } from '../../server/models/alert.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import { callFromConsole, type Handled } from './console.ts';
import { RehearsalFleet } from './fleet.ts';
import { Officer } from './officer.ts';
import { castParts, HOUR, type Script } from './script.ts';
import { Play } from './shift.ts';
import { judge, type Verdict } from './verdict.ts';
import { World } from './world.ts';

const BOATS = 1000;
const MERCHANTS = 40;
/** 06:00 in Vietnam. Fixed: the same seed is the same shift whenever it is played. */
const START = Date.UTC(2026, 10, 24, 23);
const HOURS = 12;
const FALSE_AN_HOUR = 1;
const MOST_ACTIONS = 3;
const DAY_BEFORE_MS = 26 * HOUR;

const seed = Number(process.argv[2] ?? 574);
const hours = Number(process.argv[3] ?? HOURS);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function rehearse(): Promise<boolean> {
  const began = performance.now();
  const fleet = new RehearsalFleet(seed, START, BOATS, MERCHANTS);
  const script = castParts(fleet, START);
  const world = new World(START - DAY_BEFORE_MS);
  try {
    await world.open([...new Set(fleet.boats.map((boat) => boat.vms!.provider))]);
    await register(world, fleet, script);
    const idOf = new Map((await allVessels(world)).vessels.map(({ id, registration }) => [registration, id]));
    const left = script.left.map((registration) => idOf.get(registration)!);
    const officer = new Officer(world.product, new Set(left));
    const play = new Play({ fleet, script, world, officer, start: START, hours });
    await play.before();
    say(`the day before: ${seconds(began)} s`);
    const earlier = await allAlerts(world);
    say(`alerts of the day before that asked for action: ${earlier.filter(({ caseId }) => caseId !== '').length}`);
    for (const line of byRule(earlier.filter(({ caseId }) => caseId !== ''))) say(`  ${line}`);
    await play.play((hour) => say(`hour ${hour}: ${seconds(began)} s`));
    const { vessels } = await allVessels(world);
    const known = new Set(earlier.map(({ id }) => id));
    const alerts = (await allAlerts(world)).filter(({ id }) => !known.has(id));
    const verdict = judge(script.events, alerts, vessels, START);
    const isRight = report(verdict, vessels, officer, world);
    await world.runFreely();
    return reportConsole(await callFromConsole(world.product, left, world.now)) && isRight;
  } finally {
    await world.close();
  }
}

function report(verdict: Verdict, vessels: readonly Vessel[], officer: Officer, world: World): boolean {
  const labels = new Map(vessels.map(({ id, label }) => [id, label]));
  say(
    `alerts that asked for action: ${verdict.asked}; of them warnings and steps of true events: ${verdict.beside}; log events: ${verdict.logged}`,
  );
  for (const { event, alerts, afterMin, isRight } of verdict.told) {
    const what = event.rule === undefined ? 'asks nobody' : `${alerts.length} × ${event.rule}`;
    const soon = afterMin === undefined ? '' : `, ${Math.round(afterMin)} min after that`;
    say(`${isRight ? 'ok  ' : 'WRONG'} ${event.name} (${event.vessels.join(', ')}): ${what}${soon}`);
  }
  const anHour = verdict.wrong.length / hours;
  say(`false alerts: ${verdict.wrong.length}, ${anHour.toFixed(2)} an hour (at most ${FALSE_AN_HOUR})`);
  for (const { occurrence, text } of verdict.wrong)
    say(`  ${occurrence.ruleId} ${occurrence.state} ${labels.get(occurrence.vesselId)}: ${text.en}`);
  say(`calls logged: ${officer.calls}; refused: ${officer.problems.length}`);
  for (const problem of officer.problems.slice(0, 5)) say(`  ${problem}`);
  const twice = doubled(world);
  say(`mails: ${world.mail.received.length}, SMS: ${world.smsc.received.length}; told twice: ${twice}`);
  return (
    verdict.told.every(({ isRight }) => isRight) &&
    anHour <= FALSE_AN_HOUR &&
    twice === 0 &&
    officer.problems.length === 0
  );
}

function reportConsole(handled: Handled[] | undefined): boolean {
  if (!handled) say('the console was not measured: there is no Chromium');
  for (const { label, actions, seconds: took } of handled ?? [])
    say(
      `at the console, from the alert to a call on record: ${actions} actions, ${took.toFixed(1)} s (at most ${MOST_ACTIONS}): ${label}`,
    );
  return (handled ?? []).every(({ actions }) => actions <= MOST_ACTIONS);
}

/** Messages that say to somebody word for word what an earlier one said. */
function doubled({ mail, smsc }: World): number {
  const said = [
    ...mail.received.map(({ to, messageId }) => `${to} ${messageId}`),
    ...smsc.received.map(({ to, text }) => `${to} ${text}`),
  ];
  return said.length - new Set(said).size;
}

async function register(world: World, fleet: RehearsalFleet, { permitted }: Script): Promise<void> {
  const rows = fleet.boats.map(({ registry, registration }) => ({
    ...registry,
    ...(permitted.includes(registration) && {
      permissions: [{ from: '2026-11-20', to: '2026-11-30', basis: 'thỏa thuận hợp tác nghề cá' }],
    }),
  }));
  const answer = await world.product.fetch('/api/v1/vessels', { method: 'POST', json: rows });
  if (!answer.ok) throw new Error(`the registry: ${answer.status} ${await answer.text()}`);
}

async function allAlerts({ product }: World): Promise<Alert[]> {
  return (await product.get<{ alerts: Alert[] }>('/api/v1/alerts?state=all&limit=5000')).alerts;
}

async function allVessels({ product }: World): Promise<{ vessels: Vessel[] }> {
  const vessels: Vessel[] = [];
  for (let after = ''; ; ) {
    const page = await product.get<{ vessels: Vessel[]; next?: string }>(
      `/api/v1/vessels?limit=200${after && `&after=${after}`}`,
    );
    vessels.push(...page.vessels);
    if (!page.next) return { vessels };
    after = page.next;
  }
}

function byRule(alerts: readonly Alert[]): string[] {
  const counts = new Map<string, number>();
  for (const { occurrence } of alerts) {
    const key = `${occurrence.ruleId} ${occurrence.state}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].sort().map(([key, count]) => `${count} × ${key}`);
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(0);
}

process.exitCode = (await rehearse()) ? 0 : 1;
