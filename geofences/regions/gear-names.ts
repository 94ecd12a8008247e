/** Vietnamese names of fishing gear, as registries write them, to the kinds that rules know (judging/activity.ts). */
import { foldName } from './fold-name.ts';
import { LOGISTICS_GEAR } from './length-classes.ts';

/** By what a name contains, without its marks; the first that fits. Vocabulary of domain.md §6. */
const names: readonly (readonly [word: string, kind: string])[] = [
  ['hau-can', LOGISTICS_GEAR],
  ['thu-mua', LOGISTICS_GEAR],
  ['luoi-keo', 'trawl'],
  ['gia-cao', 'trawl'],
  ['luoi-vay', 'purse-seine'],
  ['luoi-re', 'gillnet'],
  ['luoi-chup', 'falling-net'],
  ['chup-muc', 'falling-net'],
  ['cau-muc', 'squid-jig'],
  ['cau-tay', 'handline'],
  ['cau-vang', 'longline'],
  ['cau-ca-ngu', 'longline'],
  ['long-bay', 'traps'],
  ['bay', 'traps'],
];

/** The kind of a gear's name; the name itself, folded, when it is one that rules do not know (`trawl` stays `trawl`). */
export function gearKindOf(name: string): string {
  const folded = foldName(name);
  const words = `-${folded}-`;
  return names.find(([word]) => words.includes(`-${word}-`))?.[1] ?? folded;
}
