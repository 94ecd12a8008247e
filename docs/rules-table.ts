/** The tables of rule kinds in geofences/README.md, made from the kinds' own files. Deterministic. */
import { explainRule, ruleKinds } from '../geofences/rules/index.ts';
import type { RuleKind } from '../geofences/rules/kind.ts';
import type { ParamSpec } from '../geofences/rules/params.ts';

export const README = 'geofences/README.md';

const BEGIN = '<!-- rule kinds: made by `npm run docs:rules`, do not edit -->';
const END = '<!-- end of rule kinds -->';

/** A README with the tables between its marks as they are now. @throws when the marks are missing */
export function withTables(readme: string): string {
  const from = readme.indexOf(BEGIN);
  const to = readme.indexOf(END);
  if (from < 0 || to < from) throw new Error(`${README} has no "${BEGIN}" … "${END}"`);
  return `${readme.slice(0, from + BEGIN.length)}\n${tables()}\n${readme.slice(to)}`;
}

function tables(): string {
  const kinds = [...ruleKinds.values()];
  return [
    ...table(
      ['kind', 'tên', 'watches', 'what it says', 'priority', 'minutes to act', 'action'],
      kinds.map((kind) => kindRow(kind)),
    ),
    '',
    'Parameters, with their defaults:',
    '',
    ...table(
      ['kind', 'parameter', 'default', 'unit', 'what it is', 'source of the default'],
      kinds.flatMap((kind) => kind.params.map((spec) => paramRow(kind, spec))),
    ),
  ].join('\n');
}

function kindRow(kind: RuleKind): string[] {
  const { en, action, minutesToAct } = explainRule({ id: kind.kind, kind: kind.kind });
  const [says] = en.split(/(?<=\.) (?=[A-Z])/);
  return [code(kind.kind), kind.title.vi, watched(kind), says!, String(kind.priority), String(minutesToAct), action.en];
}

function watched(kind: RuleKind): string {
  if (kind.watches === 'vessels') return 'two vessels';
  if (kind.watches === 'providers') return 'a provider';
  if (kind.watches !== 'zone') return kind.watches;
  const what = kind.lines ? 'an area or a directed line' : 'an area';
  if (kind.by === 'near') return `distance to ${what}`;
  return kind.by === 'ahead' ? `the way to ${what}` : what;
}

function paramRow(kind: RuleKind, spec: ParamSpec): string[] {
  return [code(kind.kind), code(spec.name), defaultOf(spec), spec.unit ?? '', spec.en, spec.source.en];
}

function defaultOf({ default: value, bySource }: ParamSpec): string {
  if (bySource) return `AIS ${bySource.ais}, VMS ${bySource.vms}`;
  if (value === undefined) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  return String(value);
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: string[], rows: string[][]): string[] {
  const line = (cells: string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)];
}
