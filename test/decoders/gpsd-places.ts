/** How one difference between gpsdecode and us is written down. */

export type Fields = Record<string, unknown>;

/** One field of one message. */
export interface Place {
  name: string;
  value: unknown;
  theirs: Fields;
  ours: Fields;
  /** Length of the message, where its sentences stand together. */
  bits?: number;
}

export interface Difference {
  /** What gpsd does and why ours is right. */
  why: string;
  /** Types (and for applications `dac/fid`) and fields in which it happens. */
  types: readonly (number | string)[];
  fields: readonly string[];
  /** What must stand in our field in place of gpsd's value; NONE where the row doesn't apply to this value. */
  ours: (place: Place) => unknown;
}

/** Says that a row doesn't apply. */
export const NONE = Symbol('does not apply');

export const absentWhen =
  (...values: unknown[]) =>
  ({ value }: Place): unknown =>
    values.includes(value) ? undefined : NONE;
export const absentIf =
  (isAbsent: (value: number) => boolean) =>
  ({ value }: Place): unknown =>
    typeof value === 'number' && isAbsent(value) ? undefined : NONE;
export const outside = (low: number, high: number) => absentIf((value) => value < low || value > high);

/** Own value on a grid, to 1e-7, of which gpsd prints so many decimals: within half a unit of the last one. */
export function onGrid(steps: number, decimals: number): (place: Place) => unknown {
  return ({ name, value, ours }) => {
    const own = ours[name];
    if (typeof own !== 'number') return NONE;
    const exact = Math.round(own * steps) / steps;
    const isPrinted = Math.abs(exact - Number(value)) * 10 ** decimals <= 0.5 + 1e-6;
    return isPrinted ? Math.round(exact * 1e7) / 1e7 : NONE;
  };
}
