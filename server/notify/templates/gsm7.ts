/**
 * Text that a single SMS can carry. One letter outside the GSM 7-bit alphabet (3GPP TS 23.038) turns the whole message into
 * UCS-2 with 70 characters a part; so Vietnamese goes without its marks, as people there write SMS themselves.
 */

/** Characters of one unconcatenated SMS in the GSM 7-bit alphabet. */
export const smsLength = 160;

/** The basic table without its accented letters, and without the extension table, whose characters count twice. */
const alphabet = new Set(
  '@$ !"#%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_£¥§¿¡\n',
);

/** What people put into names and has a plain sister. */
const sisters: Record<string, string> = {
  '–': '-',
  '—': '-',
  '‑': '-',
  '−': '-',
  '~': '-',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  '′': "'",
  '`': "'",
  '…': '...',
  '·': '-',
  '[': '(',
  '{': '(',
  ']': ')',
  '}': ')',
  '|': '/',
  '\\': '/',
  '€': 'EUR',
  '≥': '>=',
  '≤': '<=',
};

/** Vietnamese without its marks; every other script is left as it is. */
export function unaccent(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
}

/** The same text in the GSM 7-bit alphabet; what it cannot say becomes `?`. */
export function toGsm7(text: string): string {
  return [...unaccent(text)]
    .map((letter) => (alphabet.has(letter) ? letter : (sisters[letter] ?? (/\s/u.test(letter) ? ' ' : '?'))))
    .join('');
}

/** Is every character in the basic table, so that it counts once? */
export function isGsm7(text: string): boolean {
  return [...text].every((letter) => alphabet.has(letter));
}

/** The first wording that fits into one SMS; of the last one, as much as fits. */
export function fitSms(wordings: string[]): string {
  const texts = wordings.map(toGsm7);
  return texts.find((text) => text.length <= smsLength) ?? (texts.at(-1) ?? '').slice(0, smsLength);
}
