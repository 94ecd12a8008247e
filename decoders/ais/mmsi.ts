/** What the shape of an MMSI says about its bearer (ITU-R M.585-9). */
import type { CraftKind } from '../report.ts';

/** Kind of craft or station that an identity of up to nine digits belongs to; `unknown` for what M.585 does not define. */
export function craftKind(mmsi: number): CraftKind {
  const million = Math.floor(mmsi / 1_000_000);
  if (million > 999) return 'unknown';
  if (million === 970) return 'ais-sart';
  if (million === 972) return 'mob';
  if (million === 974) return 'epirb';
  if (million === 111) return 'sar-aircraft';
  const firstTwo = Math.floor(million / 10);
  if (firstTwo === 99) return 'aton';
  if (firstTwo === 98) return 'craft-of-mother-ship';
  const first = Math.floor(firstTwo / 10);
  if (first === 8) return 'handheld';
  if (first >= 2 && first <= 7) return 'vessel';
  if (first !== 0) return 'unknown';
  // 0MIDxxxxx is a group of ships, 00MIDxxxx a coast station; a MID begins with 2 to 7.
  if (firstTwo >= 2 && firstTwo <= 7) return 'group';
  return firstTwo === 0 && million >= 2 && million <= 7 ? 'coast-station' : 'unknown';
}
