/**
 * The log: one JSON object a line on standard error, for whoever runs the system. Persons, their addresses and numbers, secrets
 * and links that open something are none of its business, and come in with the words of gateways and with addresses asked for.
 */
import { type DestinationStream, type Logger, pino } from 'pino';

/** Deeper than this nothing of ours goes. */
const MAX_DEPTH = 6;
const MAX_TEXT = 4000;

/** In this order: credentials hold an @, too. Each looks at no more than it can take, so that hostile words cost no time. */
const secrets: readonly [pattern: RegExp, inPlace: string][] = [
  [/\/\/[^\s/@"']{1,200}@/g, '//[credentials]@'],
  [/(\/l\/)[\w.~-]{8,}/g, '$1[link]'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 [secret]'],
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g, '[mail]'],
  [/(?<![\w.:/-])(?:\+84|84|0)(?:[ .-]?\d){8,10}(?![\w:-])/g, '[phone]'],
];

/** A text without what is secret in it. */
export function withoutSecrets(text: string): string {
  let clean = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  for (const [pattern, inPlace] of secrets) clean = clean.replace(pattern, inPlace);
  return clean;
}

function cleaned(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return withoutSecrets(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '…';
  if (value instanceof Error) {
    const { name, message, stack, cause } = value;
    const { code } = value as NodeJS.ErrnoException;
    return cleaned({ type: name, message, code, stack, ...(cause !== undefined && { cause }) }, depth);
  }
  if (Array.isArray(value)) return value.slice(0, 100).map((one) => cleaned(one, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cleaned(one, depth + 1)]));
}

/** @param level pino's, `warn` if nothing is said @param to standard error, unless a test wants to read it */
export function createLog(level = 'warn', to: DestinationStream = pino.destination({ fd: 2, sync: true })): Logger {
  return pino(
    {
      level,
      // What an error is said to be is made above, before pino's own way sees it.
      serializers: { err: (error: unknown) => error },
      formatters: { log: (said) => cleaned(said) as Record<string, unknown> },
      hooks: {
        logMethod(said, log) {
          const clean = said.map((one) => (typeof one === 'string' ? withoutSecrets(one) : one));
          log.apply(this, clean as Parameters<typeof log>);
        },
      },
    },
    to,
  );
}
