/** Runs gpsdecode and holds what it prints against what we give. */
import { spawnSync } from 'node:child_process';
import { differences } from './gpsd-differences.ts';
import { type Difference, type Fields, NONE, type Place } from './gpsd-places.ts';

/** True when gpsdecode can be run; in CI it must. */
export function hasGpsdecode(): boolean {
  if (spawnSync('gpsdecode', ['-V']).status === 0) return true;
  if (process.env.CI) throw new Error('gpsdecode is missing: install gpsd-clients');
  console.log('      skipped: gpsdecode is not installed (Debian: gpsd-clients)');
  return false;
}

/** AIS messages that gpsdecode finds, in order. */
export function gpsdecode(lines: readonly string[]): Fields[] {
  const input = Buffer.from(`${lines.join('\n')}\n`, 'latin1');
  const { stdout, status } = spawnSync('gpsdecode', ['-j'], { input, encoding: 'latin1', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`gpsdecode ended with ${status}`);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Fields)
    .filter((fields) => fields.class === 'AIS');
}

/** Not facts of the message: what it is about, where it came in, that it is scaled. */
const envelope = new Set(['class', 'device', 'scaled']);

/** Fields of the binary messages themselves, whatever application they carry. */
const common = new Set(['type', 'repeat', 'mmsi', 'seqno', 'dest_mmsi', 'retransmit', 'dac', 'fid', 'data']);

/** Fields that only we give, by type (and application); `*`: any. gpsd 3.22 does not print them. */
const onlyOurs: Record<string, readonly string[]> = {
  4: ['year', 'month', 'day', 'hour', 'minute', 'second'],
  5: ['month', 'day', 'hour', 'minute'],
  // The bits stand beside the fields, so that nothing is lost where the application is read wrongly.
  6: ['application', 'data'],
  7: ['mmsiseq1', 'mmsiseq2', 'mmsiseq3', 'mmsiseq4'],
  8: ['application', 'data'],
  9: ['assigned'],
  11: ['year', 'month', 'day', 'hour', 'minute', 'second'],
  13: ['mmsiseq1', 'mmsiseq2', 'mmsiseq3', 'mmsiseq4'],
  18: ['assigned'],
  21: ['assigned'],
  23: ['txrx'],
  24: ['part', 'epfd', 'mothership_mmsi'],
  25: ['dac', 'fid', 'application'],
  26: ['dac', 'fid', 'application'],
  '6 1/0': ['text', 'ack_required', 'text_sequence'],
  '6 1/28': ['month', 'day', 'hour', 'minute'],
  '8 1/0': ['text', 'ack_required', 'text_sequence'],
  '8 1/11': ['day', 'hour', 'minute'],
  '8 1/16': ['persons'],
  '8 1/22': ['linkage', 'notice', 'month', 'day', 'hour', 'minute', 'start', 'duration', 'areas'],
  '8 1/27': ['month', 'day', 'hour', 'minute'],
  '8 1/31': ['day', 'hour', 'minute'],
  '8 200/10': ['vin', 'length', 'beam', 'shiptype', 'hazard', 'draught', 'loaded', 'speed_q', 'course_q', 'heading_q'],
};
for (const notice of ['8 1/23', '6 1/22', '6 1/23']) onlyOurs[notice] = onlyOurs['8 1/22']!;
onlyOurs['6 1/16'] = onlyOurs['8 1/16']!;

function kindsOf(fields: Fields): (string | number)[] {
  const type = fields.type as number;
  return fields.dac === undefined ? [type] : [type, `${type} ${fields.dac}/${fields.fid}`];
}

/** Rows by field and kind of message; those of a field are tried in the order in which they are written. */
const rows = new Map<string, Difference[]>();
for (const row of differences) {
  for (const type of row.types) {
    for (const field of row.fields) {
      const key = `${type} ${field}`;
      rows.set(key, [...(rows.get(key) ?? []), row]);
    }
  }
}

/** Rows that were needed since the program began. */
export const used = new Set<Difference>();

/** Every field in which they differ without a row that says so. `ours` went through JSON; `bits`: see Place. */
export function unexplained(ours: Fields, theirs: Fields, bits?: number): string[] {
  const kinds = kindsOf(theirs);
  const found: string[] = [];
  for (const name of Object.keys(theirs)) {
    if (envelope.has(name)) continue;
    // The word beside a number: `status_text` beside `status`.
    if (name.endsWith('_text') && name.slice(0, -5) in theirs) continue;
    const value = theirs[name];
    const expected = expectedOf(kinds, { name, value, ours, theirs, bits });
    const own = ours[name];
    if (own !== expected && JSON.stringify(own) !== JSON.stringify(expected)) {
      found.push(`${name}: gpsd ${JSON.stringify(value)}, we ${JSON.stringify(own)}, not ${JSON.stringify(expected)}`);
    }
  }
  for (const name of Object.keys(ours)) {
    if (name in theirs || envelope.has(name) || ours[name] === undefined) continue;
    if (!kinds.some((kind) => onlyOurs[kind]?.includes(name)))
      found.push(`${name}: only we, ${JSON.stringify(ours[name])}`);
  }
  return found;
}

/** What must stand in our field: what the first row says that applies, else what gpsd says. */
function expectedOf(kinds: (string | number)[], place: Place): unknown {
  for (const kind of kinds) {
    // What every message has is the same in every message.
    const any = common.has(place.name) ? [] : (rows.get(`${kind} *`) ?? []);
    for (const row of [...(rows.get(`${kind} ${place.name}`) ?? []), ...any]) {
      const expected = row.ours(place);
      if (expected === NONE) continue;
      used.add(row);
      return expected;
    }
  }
  return place.value;
}
