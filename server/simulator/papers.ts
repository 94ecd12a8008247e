/** Licences and certificates of the boats: invented, in force, and the same on every day of their run. */
import type { RegistryRow } from './craft.ts';
import { mix, unit } from './seeded.ts';

const DAY = 86_400_000;
/** A fishing licence runs as long as the province's quota, at most 60 months (Luật Thủy sản 2017 Đ.50); hulls are inspected every year. */
const LICENCE_DAYS = 1826;
const INSPECTION_DAYS = 365;
/** One register in so many lacks the certificate's date, as real ones do: the truth board has something to show. */
const LACKING = 1 / 25;

const key = { licence: 141, inspection: 142, lacks: 143 };

export type Papers = Pick<
  RegistryRow,
  'licenceNumber' | 'licenceFrom' | 'licenceUntil' | 'certificateNumber' | 'certificateUntil'
>;

/** Those that hold at `time`, epoch ms: each is followed by the next on the day on which it ends. */
export function papersOf(seed: number, index: number, time: number): Papers {
  const serial = String(index).padStart(5, '0');
  const licence = runAt(time, LICENCE_DAYS, mix(seed, index, key.licence));
  const papers = {
    licenceNumber: `DEMO-GP-${serial}`,
    licenceFrom: dayOf(licence),
    licenceUntil: dayOf(licence + LICENCE_DAYS - 1),
    certificateNumber: `DEMO-ĐK-${serial}`,
  };
  if (unit(seed, index, key.lacks) < LACKING) return papers;
  const inspection = runAt(time, INSPECTION_DAYS, mix(seed, index, key.inspection));
  return { ...papers, certificateUntil: dayOf(inspection + INSPECTION_DAYS - 1) };
}

/** Day number on which the run began that holds at `time`. */
function runAt(time: number, days: number, phase: number): number {
  const today = Math.floor(time / DAY);
  return today - ((today + phase) % days);
}

function dayOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}
