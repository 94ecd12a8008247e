/**
 * Registration numbers as painted, typed and transmitted, brought to one form: `QNa-91234-TS` (TT 23/2018: province letters,
 * digits, TS). Seen in the wild: `QNa 90668 TS`, `BTh 99630TS`, `KG - 94793 TS`, `QN-0349TS`, lost diacritics and case.
 */

/** Province letters in use (domain list, to be checked against TT 23/2018 Annex VIII). Old plates outlive the 2025 mergers. */
const PREFIXES = [
  'QN',
  'HP',
  'TB',
  'NĐ',
  'NB',
  'TH',
  'NA',
  'HT',
  'QB',
  'QT',
  'TTH',
  'ĐNa',
  'QNa',
  'QNg',
  'BĐ',
  'PY',
  'KH',
  'NT',
  'BTh',
  'BV',
  'SG',
  'TG',
  'BT',
  'BTr',
  'TV',
  'ST',
  'BL',
  'CM',
  'KG',
]; // prettier-ignore

const byLetters = new Map(PREFIXES.map((prefix) => [letters(prefix), prefix]));

function letters(text: string): string {
  return text
    .normalize('NFC')
    .toUpperCase()
    .replace(/Đ/g, 'D')
    .replace(/[^A-Z0-9]/g, '');
}

/** @returns the canonical form, or undefined when the text is no Vietnamese registration number */
export function parseRegistration(text: string): string | undefined {
  const match = /^([A-Z]{2,3}?)(\d{4,5})(TS)?$/.exec(letters(text));
  if (!match) return undefined;
  const prefix = byLetters.get(match[1]!);
  if (!prefix) return undefined;
  return `${prefix}-${match[2]}-TS`;
}
