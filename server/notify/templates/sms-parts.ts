/** How a text travels as SMS: alphabet and parts (3GPP TS 23.038, TS 23.040). Pure. */
import { isGsm7, smsLength } from './gsm7.ts';

/** Characters of one part of several: six bytes of it say which part it is. */
const gsm7Part = 153;
const ucs2Single = 70;
const ucs2Part = 67;

interface SmsParts {
  alphabet: 'gsm7' | 'ucs2';
  parts: string[];
}

/** No part ends in the middle of a surrogate pair. */
export function smsParts(text: string): SmsParts {
  const plain = isGsm7(text);
  const [single, part] = plain ? [smsLength, gsm7Part] : [ucs2Single, ucs2Part];
  const alphabet = plain ? 'gsm7' : 'ucs2';
  if (text.length <= single) return { alphabet, parts: [text] };
  const parts: string[] = [];
  let now = '';
  for (const letter of text) {
    if (now.length + letter.length > part) {
      parts.push(now);
      now = '';
    }
    now += letter;
  }
  return { alphabet, parts: [...parts, now] };
}
