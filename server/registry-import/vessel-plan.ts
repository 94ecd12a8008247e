/**
 * What rows about vessels (their registry, owners or licences) would change: tried on a copy of what is known, with the
 * same code that registers when it is confirmed.
 */
import { HaidangError } from '../errors.ts';
import type { Vessels } from '../ingest/vessels.ts';
import type { ImportTable } from '../models/import.ts';
import { type RegistryConflict, type RegistryEntry, registryEntry, type Vessel } from '../models/vessel.ts';
import type { ImportField } from './columns.ts';
import type { FieldChange, Plan, PreviewRow, Scalar } from './preview.ts';
import { type Columns, faultAt, type ImportFault, type ReadRow } from './rows.ts';
import { unhurried } from './unhurried.ts';

interface VesselPlanContext {
  table: Exclude<ImportTable, 'ports'>;
  /** Every vessel as it is: a copy, which is used up. */
  known: Vessels;
  /** Code of a port by what somebody calls it; undefined: none is called so. */
  portCode: (name: string) => string | undefined;
  /** Vessels from 15 m on that nothing else is said of owe a report every two hours. */
  owesFrom15m: boolean;
}

/** NĐ 37/2024, Annex VII: from 15 m on, a position every two hours. */
const DUTY = { fromM: 15, everyMin: 120 };
/** Rows wait for others that give up an identity which they claim; longer chains are not met. */
const MOST_PASSES = 10;

const fieldWords: Record<RegistryConflict['field'], { vi: string; en: string }> = {
  registration: { vi: 'Số đăng ký', en: 'Registration' },
  deviceId: { vi: 'Thiết bị', en: 'Device' },
  mmsi: { vi: 'MMSI', en: 'MMSI' },
};

interface Candidate {
  read: ReadRow;
  entry: RegistryEntry;
}

export async function planVessels(rows: ReadRow[], columns: Columns, context: VesselPlanContext): Promise<Plan> {
  const shown = new Map<ReadRow, PreviewRow>();
  const faults = new Map<ReadRow, ImportFault[]>();
  const fail = (read: ReadRow, found: ImportFault[]): void => {
    const label = read.values.registration as string | undefined;
    shown.set(read, { row: read.row, state: 'faulty', ...(label !== undefined && { label }) });
    faults.set(read, found);
  };
  const candidates: Candidate[] = [];
  const seen = new Seen(columns);
  for await (const read of unhurried(rows)) {
    const found = [...read.faults, ...faultsWithin(read, columns, context), ...seen.twins(read)];
    const entry = found.length === 0 ? entryOf(read, context) : undefined;
    if (entry instanceof HaidangError) found.push(faultAt(read.row, columns, undefined, entry));
    if (found.length > 0) fail(read, found);
    else candidates.push({ read, entry: entry as RegistryEntry });
  }
  const entries: RegistryEntry[] = [];
  const left = await settled(candidates, context.known, ({ read, entry }) => {
    const { row, isWritten } = registered(read, entry, context);
    shown.set(read, row);
    if (isWritten) entries.push(entry);
  });
  for (const { read, entry, conflicts } of left) {
    fail(
      read,
      conflicts.map((conflict) => heldFault(read, entry, conflict, columns)),
    );
  }
  return {
    rows: rows.map((read) => shown.get(read)!),
    faults: rows.flatMap((read) => faults.get(read) ?? []),
    entries,
  };
}

type Held = Candidate & { conflicts: RegistryConflict[] };

/** Takes what can be taken, again and again until nothing more can. @returns what is left, with what holds it up */
async function settled(candidates: Candidate[], known: Vessels, take: (candidate: Candidate) => void): Promise<Held[]> {
  let left: Held[] = candidates.map((one) => ({ ...one, conflicts: [] }));
  for (let pass = 0; pass < MOST_PASSES && left.length > 0; pass++) {
    const still: Held[] = [];
    for await (const one of unhurried(left)) {
      const conflicts = known.conflictsOf(one.entry);
      if (conflicts.length > 0) still.push({ ...one, conflicts });
      else take(one);
    }
    if (still.length === left.length) return still;
    left = still;
  }
  return left;
}

function registered(
  read: ReadRow,
  entry: RegistryEntry,
  { known }: VesselPlanContext,
): { row: PreviewRow; isWritten: boolean } {
  const before = known.claimant(entry);
  const { vessel, outcome } = known.register(entry, 0);
  const row = { row: read.row, label: vessel.label };
  if (outcome === 'unchanged') return { row: { ...row, state: 'unchanged' }, isWritten: false };
  const changes = changesOf(before, vessel, entry);
  return { row: { ...row, state: outcome === 'created' ? 'new' : 'changed', changes }, isWritten: true };
}

function changesOf(before: Vessel | undefined, after: Vessel, entry: RegistryEntry): FieldChange[] {
  return (Object.keys(entry) as (keyof RegistryEntry)[]).flatMap((field) => {
    const [from, to] = [before?.[field], after[field]] as [Scalar | undefined, Scalar | undefined];
    if (to === undefined || from === to || (field === 'flag' && from === undefined)) return [];
    return [{ field, ...(from !== undefined && { from }), to }];
  });
}

/** What one row says against itself, or lacks. */
function faultsWithin(read: ReadRow, columns: Columns, { table, known }: VesselPlanContext): ImportFault[] {
  const { registration, licenceFrom, licenceUntil } = read.values;
  const found: ImportFault[] = [];
  const isUnread = read.faults.some(({ column }) => column === columns.headings[columns.choice.registration!]);
  if (registration === undefined && !isUnread) {
    const what = { vi: 'số đăng ký', en: 'the registration' };
    found.push(faultAt(read.row, columns, 'registration', new HaidangError('import-missing', { what })));
  }
  if (licenceFrom !== undefined && licenceUntil !== undefined && licenceFrom > licenceUntil) {
    const details = { from: String(licenceFrom), to: String(licenceUntil) };
    found.push(faultAt(read.row, columns, 'licenceUntil', new HaidangError('import-order', details)));
  }
  if (table !== 'vessels' && registration !== undefined) {
    const value = String(registration);
    if (!known.claimant({ registration: value, flag: 'VNM' })?.registered) {
      found.push(
        faultAt(read.row, columns, 'registration', new HaidangError('import-unknown-vessel', { value }), value),
      );
    }
  }
  return found;
}

/** Identities that two rows of one file claim: the first has them. */
class Seen {
  readonly #rows = new Map<string, number>();
  readonly #columns: Columns;

  constructor(columns: Columns) {
    this.#columns = columns;
  }

  twins({ row, values }: ReadRow): ImportFault[] {
    const claims = (['registration', 'mmsi', 'deviceId'] satisfies ImportField[]).flatMap((field) => {
      const value = values[field];
      return value === undefined
        ? []
        : [{ field, value: String(value), key: `${field}:${String(value).toLowerCase()}` }];
    });
    const found = claims.flatMap(({ field, value, key }) => {
      const first = this.#rows.get(key);
      if (first === undefined) return [];
      return [faultAt(row, this.#columns, field, new HaidangError('import-twice', { value, row: first }), value)];
    });
    if (found.length === 0) for (const { key } of claims) this.#rows.set(key, row);
    return found;
  }
}

/** @returns what the registry would be told; HaidangError when it would not take it */
function entryOf(
  { values }: ReadRow,
  { known, portCode, owesFrom15m }: VesselPlanContext,
): RegistryEntry | HaidangError {
  const { powerCv, homePort, ...rest } = values;
  const registration = String(values.registration);
  const before = known.claimant({ registration, flag: 'VNM' });
  const entry: Record<string, unknown> = { flag: before?.flag ?? 'VNM', ...rest };
  if (powerCv !== undefined && entry.powerKw === undefined) entry.powerKw = powerCv;
  if (homePort !== undefined) entry.homePort = portCode(String(homePort)) ?? homePort;
  const lengthM = values.lengthM ?? before?.lengthM;
  const isSaid = values.reportingIntervalMin ?? before?.reportingIntervalMin;
  if (owesFrom15m && isSaid === undefined && Number(lengthM) >= DUTY.fromM) entry.reportingIntervalMin = DUTY.everyMin;
  const checked = registryEntry.safeParse(entry);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  return new HaidangError('import-invalid', { why: `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}` });
}

function heldFault({ row }: ReadRow, entry: RegistryEntry, conflict: RegistryConflict, columns: Columns): ImportFault {
  const { field, value, heldBy } = conflict;
  const error = new HaidangError('import-held', { field: fieldWords[field], value, heldBy });
  return faultAt(row, columns, field, error, String(entry[field]));
}
