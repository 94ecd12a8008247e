/** What kind of thing an alert is, in as many letters as a row of a wall has beside an age. */
import type { Alert } from '../../server/models/alert.ts';
import { type Key, said, t } from '../i18n/t.ts';
import '../i18n/wall-texts.ts';
import { ruleKinds } from '../../geofences/rules/index.ts';

/** Letters that a row has beside `10 ngày · `, at the size that six metres ask for (docs/wall.md). */
export const MOST_LETTERS = 12;

/** Of kinds whose own title is longer in one of the languages. */
const shortKinds: ReadonlyMap<string, Key> = new Map<string, Key>([
  ['zone-presence', 'short.zone-presence'],
  ['zone-enter', 'short.zone-enter'],
  ['zone-exit', 'short.zone-exit'],
  ['zone-dwell', 'short.zone-dwell'],
  ['wrong-zone', 'short.wrong-zone'],
  ['closed-area', 'short.closed-area'],
  ['boundary-approach', 'short.boundary-approach'],
  ['boundary-time', 'short.boundary-time'],
  ['boundary-cross', 'short.boundary-cross'],
  ['silence', 'short.silence'],
  ['silence-port', 'short.silence-port'],
  ['declaration-missed', 'short.declaration-missed'],
  ['distress', 'short.distress'],
  ['departure', 'short.departure'],
  ['drifting', 'short.drifting'],
  ['vms-silent-ais-heard', 'short.vms-silent-ais-heard'],
  ['identity-conflict', 'short.identity-conflict'],
  ['speed-range', 'short.speed-range'],
  ['loitering', 'short.loitering'],
  ['fishing', 'short.fishing'],
  ['gap', 'short.gap'],
  ['reporting-rate', 'short.reporting-rate'],
  ['impossible-jump', 'short.impossible-jump'],
  ['frozen-position', 'short.frozen-position'],
  ['swapped-position', 'short.swapped-position'],
  ['position-on-land', 'short.position-on-land'],
  ['encounter', 'short.encounter'],
  ['co-location', 'short.co-location'],
  ['provider-outage', 'short.provider-outage'],
]);

/** The whole sentence stands in the scene of alerts. */
export function shortKind({ occurrence, text }: Alert): string {
  const key = shortKinds.get(occurrence.kind);
  if (key) return t(key);
  const title = ruleKinds.get(occurrence.kind)?.title;
  return title ? said(title) : said(text);
}
