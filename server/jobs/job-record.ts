/** A job as a row: what the queue searches by as columns, all of it as JSON. Dates are epoch ms there. */
import { datefields, type JobParameters, toJobId } from 'agenda';

export interface JobRow {
  id: string;
  name: string;
  type: string;
  /** Epoch ms; null when it is not to run. */
  next_run: number | null;
  priority: number;
  /** Epoch ms since when somebody has it. */
  locked_at: number | null;
  disabled: number;
  body: string;
}

export function rowOfJob(id: string, job: JobParameters): JobRow {
  const body: Record<string, unknown> = { ...job };
  for (const field of datefields) body[field] = timeOf(job[field]);
  // How it is to be made one of its kind is no property of it.
  for (const field of ['_id', 'unique', 'uniqueOpts']) delete body[field];
  return {
    id,
    name: job.name,
    type: job.type,
    next_run: timeOf(job.nextRunAt) ?? null,
    priority: job.priority,
    locked_at: timeOf(job.lockedAt) ?? null,
    disabled: job.disabled ? 1 : 0,
    body: JSON.stringify(body, (_, value: unknown) => (value === null ? undefined : value)),
  };
}

export function jobOfRow({ id, body }: JobRow): JobParameters & { _id: NonNullable<JobParameters['_id']> } {
  const job = JSON.parse(body) as Record<string, unknown>;
  for (const field of datefields) if (typeof job[field] === 'number') job[field] = new Date(job[field]);
  return {
    ...(job as unknown as JobParameters),
    _id: toJobId(id),
    nextRunAt: (job.nextRunAt as Date | undefined) ?? null,
  };
}

function timeOf(value: Date | null | undefined): number | undefined {
  return value ? new Date(value).getTime() : undefined;
}
