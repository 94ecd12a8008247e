/** Names of fishing gear: as registries write them, to the kinds that rules know (judging/activity.ts), and of those kinds in sentences. */
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

/** Of the kinds that a profile may name (`gearKinds`); English in the plural. Vocabulary of domain.md §6. */
const spoken: Readonly<Record<string, { vi: string; en: string }>> = {
  trawl: { vi: 'lưới kéo', en: 'trawls' },
  longline: { vi: 'câu vàng', en: 'longlines' },
  'purse-seine': { vi: 'lưới vây', en: 'purse seines' },
  gillnet: { vi: 'lưới rê', en: 'gillnets' },
  'falling-net': { vi: 'lưới chụp', en: 'falling nets' },
  'squid-jig': { vi: 'câu mực', en: 'squid jigs' },
  handline: { vi: 'câu tay', en: 'handlines' },
  traps: { vi: 'lồng bẫy', en: 'traps' },
};

/** What a kind of gear is called; undefined for one that rules do not know. */
export function gearName(kind: string): { vi: string; en: string } | undefined {
  return spoken[kind];
}
