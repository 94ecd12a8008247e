/** How many SMS a text is (3GPP TS 23.038 and 23.040): what the province pays for. Pure. */

const GSM_BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Each of these takes two places. */
const GSM_EXTENSION = new Set('^{}\\[~]|€\f');

export interface SmsSize {
  characters: number;
  segments: number;
  alphabet: 'GSM-7' | 'UCS-2';
}

export function smsSize(text: string): SmsSize {
  const letters = [...text];
  const gsm = letters.every((letter) => GSM_BASIC.has(letter) || GSM_EXTENSION.has(letter));
  const length = gsm ? letters.reduce((sum, letter) => sum + (GSM_EXTENSION.has(letter) ? 2 : 1), 0) : text.length;
  const [single, part] = gsm ? [160, 153] : [70, 67];
  return {
    characters: letters.length,
    segments: length <= single ? 1 : Math.ceil(length / part),
    alphabet: gsm ? 'GSM-7' : 'UCS-2',
  };
}
