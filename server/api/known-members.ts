/**
 * Finds what was sent and nobody asked for. A schema says which members there are; one that it does not name would be dropped
 * without a word, and whoever sent it would believe that it was kept.
 */
import type { z } from 'zod';
import { checked, invalidBody, placeOf } from './faults.ts';

type Path = PropertyKey[];
/** Of zod, as much of what a schema is made of as is looked at here. */
type Part = z.core.$ZodTypes;

const LONGEST_NAME = 60;

/** @throws SpokenError `body-invalid` that names the first member that is unknown, and where it stands */
export function refuseUnknownMembers(schema: z.ZodType, value: unknown): void {
  const path = unknownMember(schema as unknown as Part, value);
  if (!path) return;
  const name = String(path.at(-1));
  const shown = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
  throw invalidBody(placeOf(path.slice(0, -1)), {
    vi: `không có mục nào tên “${shown}” ở đây`,
    en: `there is no member called “${shown}” here`,
  });
}

/** What was sent, checked, with nothing in it that would be dropped. @throws SpokenError `body-invalid` that names the first fault */
export function checkedWhole<T>(schema: z.ZodType<T>, value: unknown): T {
  refuseUnknownMembers(schema, value);
  return checked(schema, value);
}

/** @returns where it stands; undefined: there is none, or what was sent is of another kind altogether */
function unknownMember(schema: Part, value: unknown): Path | undefined {
  const { def } = schema._zod;
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return unknownMember(def.innerType as Part, value);
    case 'pipe':
      return unknownMember(def.in as Part, value);
    case 'lazy':
      return unknownMember(def.getter() as Part, value);
    case 'array':
      return Array.isArray(value) ? firstOf(value.entries(), () => def.element as Part) : undefined;
    case 'tuple':
      return Array.isArray(value)
        ? firstOf(value.entries(), (at) => (def.items[at] ?? def.rest ?? undefined) as Part | undefined)
        : undefined;
    case 'record':
      return isRecord(value) ? firstOf(Object.entries(value), () => def.valueType as Part) : undefined;
    case 'object':
      return isRecord(value) ? ofObject(def, value) : undefined;
    case 'union':
      return ofUnion(def.options as Part[], value);
    default:
      return undefined;
  }
}

function ofObject({ shape, catchall }: z.core.$ZodObjectDef, value: Record<string, unknown>): Path | undefined {
  // What is strict has `never` here; what is loose, `unknown`.
  const others = catchall?._zod.def.type === 'never' ? undefined : (catchall as Part | undefined);
  for (const name of Object.keys(value)) {
    const known = Object.hasOwn(shape, name) ? (shape[name] as Part) : others;
    if (!known) return [name];
    const within = unknownMember(known, value[name]);
    if (within) return [name, ...within];
  }
  return undefined;
}

/** Unknown is what each of those that it can be does not know. */
function ofUnion(options: readonly Part[], value: unknown): Path | undefined {
  const fitting = options.filter((option) => (option as unknown as z.ZodType).safeParse(value).success);
  const found = (fitting.length > 0 ? fitting : options).map((option) => unknownMember(option, value));
  return found.every((path) => path !== undefined) ? found[0] : undefined;
}

function firstOf<K extends PropertyKey>(
  values: Iterable<[K, unknown]>,
  schemaOf: (at: K) => Part | undefined,
): Path | undefined {
  for (const [at, value] of values) {
    const schema = schemaOf(at);
    const within = schema && unknownMember(schema, value);
    if (within) return [at, ...within];
  }
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
