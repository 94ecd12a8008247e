/** Calls to our own server. A failure is a sentence in both languages, whatever went wrong on the way. */
import { signInMessages } from '../i18n/sign-in-catalogue.ts';

export interface Sentence {
  vi: string;
  en: string;
}

interface Parts {
  where?: string;
  why?: Sentence;
  code?: string;
}

export class RequestError extends Error {
  readonly status: number;
  readonly sentence: Sentence;
  /** The place in what was sent that is wrong: `moves[3].reasons`. */
  readonly where: string | undefined;
  /** What is wrong at that place, a part of a sentence. */
  readonly why: Sentence | undefined;
  /** Of the catalogue of errors. */
  readonly code: string | undefined;

  constructor(status: number, sentence: Sentence, { where, why, code }: Parts = {}) {
    super(sentence.en);
    this.code = code;
    this.status = status;
    this.sentence = sentence;
    this.where = where;
    this.why = why;
  }
}

const UNREACHABLE: Sentence = signInMessages['request.unreachable'];
const UNREADABLE: Sentence = signInMessages['request.unreadable'];

export function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return request<T>(path, { signal: signal ?? null });
}

export function postJson<T>(path: string, body: unknown): Promise<T> {
  return request<T>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Bytes as they are, such as a file. */
export function postBytes<T>(path: string, body: Blob): Promise<T> {
  return request<T>(path, { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body });
}

export function putJson<T>(path: string, body: unknown): Promise<T> {
  return request<T>(path, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

export async function deleteJson(path: string): Promise<void> {
  await request<unknown>(path, { method: 'DELETE' });
}

/** A file, for the browser to save. @param body what it is asked for with, where an address does not say it all */
export async function getFile(path: string, body?: unknown): Promise<Blob> {
  const posted = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await answerTo(path, body === undefined ? {} : posted);
  if (!response.ok) {
    const body: unknown = await response.json().catch(() => undefined);
    throw new RequestError(response.status, sentenceOf(body), partsOf(body));
  }
  // A line that breaks in the middle must not leave half a file that looks whole.
  return response.blob().catch(() => {
    throw new RequestError(0, UNREACHABLE);
  });
}

async function answerTo(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`/api/v1${path}`, { ...init, credentials: 'same-origin' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new RequestError(0, UNREACHABLE);
  }
}

async function request<T>(path: string, init: RequestInit): Promise<T> {
  const response = await answerTo(path, init);
  if (response.status === 204) return undefined as T;
  let body: unknown;
  try {
    body = await response.json();
  } catch {
    throw new RequestError(response.status, UNREADABLE);
  }
  if (!response.ok) throw new RequestError(response.status, sentenceOf(body), partsOf(body));
  return body as T;
}

function sentenceOf(body: unknown): Sentence {
  const error = (body as { error?: Partial<Sentence> } | null | undefined)?.error;
  return error?.vi && error.en ? { vi: error.vi, en: error.en } : UNREADABLE;
}

function partsOf(body: unknown): Parts {
  const { where, why, code } = (body as { error?: Parts } | null | undefined)?.error ?? {};
  return {
    ...(typeof where === 'string' && { where }),
    ...(why?.vi && why.en && { why }),
    ...(typeof code === 'string' && { code }),
  };
}

/** The sentence of anything that was thrown. */
export function sentenceFor(error: unknown): Sentence {
  return error instanceof RequestError ? error.sentence : UNREADABLE;
}
