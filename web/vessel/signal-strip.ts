/** What a strip of signals shows, worked out from the stretches in which a vessel was heard. Pure. */
import type { VesselSignals } from '../../server/api/answers/vessels.ts';

export type Source = keyof VesselSignals['spans'];
type Outage = VesselSignals['outages'][number];

/** A time in which a source was not heard. */
export interface Silence {
  /** Last fix before it, epoch ms, with its place; absent where nobody has heard the source before. */
  last?: { time: number; lon: number; lat: number; port?: { vi: string; en: string } };
  /** First fix after it, epoch ms; absent while it lasts. */
  until?: number;
  /** Until now while it lasts; of one without a last fix, since anything is known of the vessel. */
  ms: number;
  /** Its provider delivered nothing for a part of it. */
  outage?: Outage;
}

/** From here on owner or captain have to be told, and declare their position by other means (domain.md §1.1: loss at sea). */
const SILENCE_MS = 6 * 3_600_000;
/** Units of length of a strip. */
export const STRIP_WIDTH = 1000;
/** A single fix is as wide as that, so that it can be seen. */
const LEAST_WIDTH = 1.5;
const HOUR_MS = 3_600_000;
const LOCAL_OFFSET_MS = 7 * 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const MARK_STEPS_MS = [3 * HOUR_MS, ...[1, 2, 4, 7, 14, 31, 62].map((days) => days * DAY_MS)];

/** The source by which a vessel owes to be heard: VMS where it has ever been heard by that or carries a device, else AIS. */
export function owedSource({ spans }: VesselSignals, vessel: { deviceId?: string; vmsFeed?: string }): Source {
  const hasDevice = vessel.deviceId !== undefined || vessel.vmsFeed !== undefined;
  return hasDevice || spans.vms !== undefined ? 'vms' : 'ais';
}

/** From when on a silence means something: nobody listened for a vessel before it was heard for the first time. Epoch ms. */
export function knownSince({ from, spans }: VesselSignals, firstHeardAt: number): number {
  const first = Math.min(firstHeardAt, ...Object.values(spans).map(([span]) => span?.from ?? firstHeardAt));
  return Math.max(from, first);
}

/** Silences of a source of `minMs` or longer, the newest first. @param since see `knownSince` */
export function silencesOf(signals: VesselSignals, source: Source, since: number, minMs = SILENCE_MS): Silence[] {
  const { to, outages } = signals;
  const found: Silence[] = [];
  let last: Silence['last'];
  const add = (until: number | undefined): void => {
    const begin = last?.time ?? since;
    const end = until ?? to;
    if (end - begin < minMs || end <= since) return;
    const outage = outages.find((one) => one.from < end && (one.to ?? to) > begin);
    const ends = { ...(last && { last }), ...(until !== undefined && { until }) };
    found.push({ ...ends, ms: end - begin, ...(outage && { outage }) });
  };
  for (const span of signals.spans[source] ?? []) {
    add(span.from);
    last = { time: span.to, lon: span.lon, lat: span.lat, ...(span.port && { port: span.port }) };
  }
  add(undefined);
  return found.reverse();
}

/**
 * How much of the time since it is known a source was heard, 0 to 1. A shorter break than `minMs` counts as heard, and so does
 * one that began in a port, where no loss counts.
 */
export function heardShare(signals: VesselSignals, source: Source, since: number, minMs = SILENCE_MS): number {
  const { to } = signals;
  const atSea = silencesOf(signals, source, since, minMs).filter(({ last }) => !last?.port);
  const silent = atSea.reduce((sum, { last, until }) => sum + (until ?? to) - Math.max(since, last?.time ?? since), 0);
  return to > since ? Math.max(0, 1 - silent / (to - since)) : 0;
}

/** Place of a time on the strip, in its units. */
export function placeOn({ from, to }: Pick<VesselSignals, 'from' | 'to'>, time: number): number {
  return Math.min(1, Math.max(0, (time - from) / (to - from))) * STRIP_WIDTH;
}

/** An SVG path of bars one unit high. */
export function barsOf(signals: VesselSignals, spans: readonly { from: number; to: number }[]): string {
  let path = '';
  for (const span of spans) {
    if (span.to < signals.from) continue;
    const left = placeOn(signals, span.from);
    const width = Math.max(LEAST_WIDTH, placeOn(signals, span.to) - left);
    path += `M${left.toFixed(2)} 0h${width.toFixed(2)}v1h${(-width).toFixed(2)}z`;
  }
  return path;
}

/** Marks of time on a strip, round hours or days in Vietnam, so far apart that there are `most` at most. */
export function marksOn(
  { from, to }: Pick<VesselSignals, 'from' | 'to'>,
  most: number,
): { stepMs: number; times: number[] } {
  const stepMs = MARK_STEPS_MS.find((step) => (to - from) / step < most) ?? MARK_STEPS_MS.at(-1)!;
  const times = [];
  const first = Math.ceil((from + LOCAL_OFFSET_MS) / stepMs) * stepMs - LOCAL_OFFSET_MS;
  for (let time = first; time <= to; time += stepMs) times.push(time);
  return { stepMs, times };
}
