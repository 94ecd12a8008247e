/** Phone numbers as gateways want them. */

type NumberForm = 'as-is' | '0' | '84' | '+84';

/** 0900 000 001, +84 900 000 001 and 84900000001 are one phone; gateways differ in which they take. */
export function writeNumber(number: string, form: NumberForm): string {
  const digits = number.replace(/[^\d+]/g, '');
  if (form === 'as-is') return digits;
  const national = /^(?:\+84|0084|84(?=\d{9}$)|0)(\d+)$/.exec(digits)?.[1];
  // Another country's number, or none: the gateway will say what it thinks of it.
  return national === undefined ? digits : `${form}${national}`;
}
