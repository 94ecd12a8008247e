/** What is wrong with a layout or a map that a person has edited. */
export interface Fault {
  /** Where, for example `kinds.sos.parts[2].width`. */
  at: string;
  /** Without full stop. */
  vi: string;
  en: string;
}

export type Plain = Record<string, unknown>;

/** An object that is no array: what JSON calls an object. */
export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One of a few words is needed. */
export function notOneOf(at: string, words: readonly string[]): Fault {
  const list = words.map((word) => `“${word}”`).join(', ');
  return { at, vi: `phải là một trong ${list}`, en: `it has to be one of ${list}` };
}

export function unknownName(at: string, name: string): Fault {
  return { at, vi: `không có mục “${name}”`, en: `there is nothing called “${name}”` };
}

export function notZone(at: string): Fault {
  return {
    at,
    vi: 'múi giờ phải như “+07:00”, “UTC” hoặc “Asia/Ho_Chi_Minh”',
    en: 'a time zone like “+07:00”, “UTC” or “Asia/Ho_Chi_Minh” is needed',
  };
}
