/** Which jobs somebody means, worked out in memory: a queue holds hundreds, not millions. */
import type { JobParameters, JobsQueryOptions, JobsSort, RemoveJobsOptions } from 'agenda';

/** @returns undefined when nothing was said: then nothing is meant, not everything */
export function meantBy(options: RemoveJobsOptions): ((job: JobParameters) => boolean) | undefined {
  const { id, ids, name, names, notNames, data } = options;
  const tests: ((job: JobParameters) => boolean)[] = [];
  if (id) tests.push((job) => job._id === String(id));
  else if (ids?.length) tests.push((job) => ids.map(String).includes(String(job._id)));
  if (name) tests.push((job) => job.name === name);
  else if (names?.length) tests.push((job) => names.includes(job.name));
  else if (notNames?.length) tests.push((job) => !notNames.includes(job.name));
  if (data !== undefined) tests.push((job) => holds(job.data, data));
  return tests.length === 0 ? undefined : (job) => tests.every((test) => test(job));
}

export function meantByQuery({ id, ids, name, names, search, data, includeDisabled = true }: JobsQueryOptions) {
  const meant = meantBy({ id, ids, name, names, data }) ?? (() => true);
  const part = search?.toLowerCase();
  return (job: JobParameters): boolean =>
    meant(job) &&
    (includeDisabled || job.disabled !== true) &&
    (part === undefined || job.name.toLowerCase().includes(part));
}

/**
 * Whether a job is the one that a `unique` constraint speaks of: paths like `data.vesselId`, and what stands there.
 * @throws Error for the operators of another database
 */
export function isUnique(job: JobParameters, unique: Record<string, unknown>): boolean {
  return Object.entries(unique).every(([path, wanted]) => {
    if (path.startsWith('$') || hasOperator(wanted))
      throw new Error(`“${path}” is no field that a job can be unique by`);
    const value = path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], job);
    return same(value, wanted);
  });
}

export function compareBy(sort: JobsSort | undefined): (a: JobParameters, b: JobParameters) => number {
  const wanted = Object.entries(sort ?? {}).filter(([, direction]) => direction !== undefined);
  const order = wanted.length > 0 ? wanted : [['nextRunAt', 'desc'] as const, ['lastRunAt', 'desc'] as const];
  return (a, b) => {
    for (const [field, direction] of order) {
      const difference = compare(a[field as keyof JobsSort], b[field as keyof JobsSort]);
      if (difference !== 0) return direction === 'asc' ? difference : -difference;
    }
    return 0;
  };
}

/** What is not there comes first. */
function compare(a: unknown, b: unknown): number {
  if (a === undefined || a === null || b === undefined || b === null) {
    return Number(a !== undefined && a !== null) - Number(b !== undefined && b !== null);
  }
  if (typeof a === 'object' && !(a instanceof Date)) return 0;
  return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0;
}

/** An object may hold more than is asked for; all else has to be the same. */
function holds(value: unknown, wanted: unknown): boolean {
  if (!isPlain(wanted)) return same(value, wanted);
  return isPlain(value) && Object.entries(wanted).every(([key, part]) => holds(value[key], part));
}

function same(value: unknown, wanted: unknown): boolean {
  return JSON.stringify(value ?? null) === JSON.stringify(wanted ?? null);
}

function hasOperator(value: unknown): boolean {
  return isPlain(value) && Object.keys(value).some((key) => key.startsWith('$'));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
