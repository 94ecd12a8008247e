/** What a route takes and gives. Requests are checked with these schemas, and the document of the interface is made of them. */
import type { z } from 'zod';
import type { ErrorCode } from '../errors.ts';

/** A body that is no JSON. */
export interface Media {
  media: readonly string[];
  /** What it may be besides, as JSON. */
  json?: z.ZodType;
  /** One that is taken, for the page and the document. */
  example?: string;
}

/** An answer without a body. */
export const nothing = 'nothing';

export interface Contract {
  /** What it is for: one line in a list. */
  vi: string;
  en: string;
  query?: z.ZodObject;
  /** Parts of the path that are more than some id. */
  path?: Readonly<Record<string, z.ZodType>>;
  body?: z.ZodType | Media;
  /** It may be left out. */
  isBodyOptional?: true;
  /** Good answers by status, and those failures that say more than the error. */
  gives: Readonly<Record<number, z.ZodType | Media | typeof nothing>>;
  /** Errors of the catalogue beyond those that every route of its kind may answer with. */
  fails?: readonly ErrorCode[];
}

export function isMedia(what: z.ZodType | Media): what is Media {
  return 'media' in what;
}
