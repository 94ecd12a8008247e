/** Passwords that guessers try first. */
import { dictionary } from '@zxcvbn-ts/language-common';

/** Fewer different characters are a repetition. */
const fewestCharacters = 5;
/** So much must stand beside a user name. */
const fewestBesideName = 6;

/** Of this product and its people: what somebody who knows them tries first. Without spaces and marks. */
const ofThisPlace = [
  'haidang',
  'hảiđăng',
  'lighthouse',
  'thuysan',
  'thủysản',
  'chicucthuysan',
  'bienphong',
  'biênphòng',
  'kiemngu',
  'tauca',
  'tàucá',
  'giamsattauca',
  'trucban',
  'trựcban',
  'quantri',
  'vietnam',
  'việtnam',
  'hoangsa',
  'truongsa',
];

let known: ReadonlySet<string> | undefined;

/** Is it on the list of leaked ones (49,233), also with digits and signs put after it, a word of this place, or made of the user name or of few characters? */
export function isCommonPassword(password: string, name: string): boolean {
  const lower = password.normalize('NFC').toLowerCase();
  known ??= new Set(dictionary['passwords-common'].map(String));
  const bare = lower.replace(/[^\p{L}]{1,20}$/u, '');
  if (known.has(lower) || known.has(bare)) return true;
  const joined = bare.replace(/[^\p{L}]+/gu, '');
  if (ofThisPlace.some((word) => joined === word)) return true;
  if (new Set(lower).size < fewestCharacters) return true;
  return name !== '' && lower.includes(name) && lower.length - name.length < fewestBesideName;
}
