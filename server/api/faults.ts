/** Errors whose details differ by language, and how what was sent is checked. */
import { z } from 'zod';
import { type ErrorCode, HaidangError } from '../errors.ts';
import type { Words } from '../system-words.ts';

type Details = Record<string, string | number>;

/** A catalogue error whose details are words themselves. */
export class SpokenError extends HaidangError {
  readonly #vi: HaidangError;

  constructor(code: ErrorCode, details: { vi: Details; en: Details }) {
    super(code, details.en);
    this.#vi = new HaidangError(code, details.vi);
  }

  override sentence(language: 'vi' | 'en'): string {
    return language === 'vi' ? this.#vi.sentence('vi') : super.sentence('en');
  }

  protected override reason(): { why?: Words } {
    const [vi, en] = [this.#vi.details.why, this.details.why];
    return vi === undefined || en === undefined ? {} : { why: { vi: String(vi), en: String(en) } };
  }
}

export function notFound(what: { vi: string; en: string }): SpokenError {
  return new SpokenError('not-found', { vi: { what: what.vi }, en: { what: what.en } });
}

export function invalidBody(where: string, why: { vi: string; en: string }): SpokenError {
  return new SpokenError('body-invalid', { vi: { where, why: why.vi }, en: { where, why: why.en } });
}

const vietnamese = z.locales.vi().localeError;
const english = z.locales.en().localeError;

/** What was sent, checked. @throws SpokenError `body-invalid` that names the first fault */
export function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value, { error: english });
  if (result.success) return result.data;
  const fault = result.error.issues[0];
  const length = fault && lengthWords(fault);
  const vi = length?.vi ?? ownWords(fault) ?? schema.safeParse(value, { error: vietnamese }).error?.issues[0]?.message;
  const en = length?.en ?? fault?.message ?? 'not valid';
  throw invalidBody(placeOf(fault?.path ?? []), { vi: sentencePart(vi ?? en), en: sentencePart(en) });
}

/** A text that is missing or too long, in an officer's words rather than a type's. */
function lengthWords(fault: z.core.$ZodIssue): Words | undefined {
  if (fault.code === 'too_small' && fault.origin === 'string' && fault.minimum === 1)
    return { vi: 'không được để trống', en: 'it must not be empty' };
  if (fault.code === 'too_big' && fault.origin === 'string')
    return { vi: `dài nhất ${fault.maximum} ký tự`, en: `at most ${fault.maximum} characters` };
  return undefined;
}

/** A check of ours says in Vietnamese, too, what it found. */
function ownWords(fault: z.core.$ZodIssue | undefined): string | undefined {
  const vi: unknown = fault?.code === 'custom' ? fault.params?.vi : undefined;
  return typeof vi === 'string' ? vi : undefined;
}

/** As sentences name it: `[2].season.from`; of the whole, a full stop. */
export function placeOf(path: PropertyKey[]): string {
  let place = '';
  for (const part of path) {
    if (typeof part === 'number') place += `[${part}]`;
    else place += place === '' ? String(part) : `.${String(part)}`;
  }
  return place === '' ? '.' : place;
}

/** The catalogue's sentence sets the full stop. */
function sentencePart(text: string): string {
  return text.replace(/\.$/, '');
}
