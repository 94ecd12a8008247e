/** What the audit trail says in words: what an act was about, and the values of its parts. What is nobody's word is quoted. */
import { signal } from '@preact/signals';
import type { Permission, Role } from '../../server/auth/permissions.ts';
import type { Act, DocumentName, Entry } from '../../server/models/entry.ts';
import type { ImportTable } from '../../server/models/import.ts';
import { getJson } from '../api/http.ts';
import { CHANNELS } from '../console/channel-words.ts';
import { ft } from '../i18n/fleet-texts.ts';
import { formatDecimal, type Key, said, t } from '../i18n/t.ts';
import { TABLES } from '../imports/words.ts';
import { identity, identityVersion } from '../live/picture.ts';
import { documentTitle } from '../settings/titles.ts';
import { localStamp } from '../ui/format.ts';
import { FACT_NAMES } from './fact-names.ts';
import { PERMISSIONS, USER_ROLES } from './role-words.ts';
import '../i18n/access-texts.ts';

/** Every word by which the journal says what was done, looked at or taken out. */
type Said = Extract<Entry, { type: 'look-up' | 'wall' | 'search' | 'exported' | 'session' | 'account' }>['what'];

const WORDS: Readonly<Record<Said, Key>> = {
  vessel: 'trail.vessel',
  track: 'trail.track',
  gaps: 'trail.gaps',
  evidence: 'trail.evidence',
  file: 'trail.file',
  approved: 'trail.approved',
  refused: 'trail.refused',
  revoked: 'trail.revoked',
  in: 'trail.in',
  out: 'trail.out',
  added: 'trail.added',
  access: 'trail.access',
  password: 'trail.password',
  disabled: 'trail.disabled',
  enabled: 'trail.enabled',
  'sessions-ended': 'trail.sessions-ended',
  'second-factor-on': 'trail.second-factor-on',
  'second-factor-off': 'trail.second-factor-off',
  'single-sign-on': 'trail.single-sign-on',
  'key-made': 'trail.key-made',
  'key-revoked': 'trail.key-revoked',
  acts: 'trail.acts',
  fleet: 'trail.fleet',
  zones: 'trail.zones',
  notes: 'trail.notes',
  alerts: 'trail.alerts',
  report: 'trail.report',
  stream: 'trail.stream',
  indicator: 'trail.indicator',
  positions: 'trail.positions',
  nearest: 'trail.nearest',
  replay: 'trail.replay',
  'who-was-here': 'trail.who-was-here',
  alert: 'trail.alert',
  case: 'trail.case',
  contacts: 'trail.contacts',
  'field-report': 'trail.field-report',
  map: 'trail.map',
  table: 'trail.table',
  vessels: 'trail.vesselList',
  groups: 'trail.groups',
  'alert-health': 'trail.alert-health',
  cases: 'trail.cases',
  tasks: 'trail.tasks',
  messages: 'trail.messages',
  truth: 'trail.truth',
  rejections: 'trail.rejections',
  handovers: 'trail.handovers',
  'field-reports': 'trail.field-reports',
  'dry-run': 'trail.dry-run',
};
const MORE: Readonly<Record<string, Key>> = {
  ...WORDS,
  withdrawn: 'trail.withdrawn',
  ladders: 'trail.ladders',
  auditor: 'trail.auditor',
  'by-job': 'trail.by-job',
  'by-auditor': 'trail.by-auditor',
  registered: 'trail.registered',
  all: 'trail.all',
  shown: 'trail.shown',
  asc: 'trail.asc',
  desc: 'trail.desc',
  open: 'trail.open',
  closed: 'trail.closed',
};
const LANGUAGES: Readonly<Record<string, Key>> = { vi: 'trail.vi', en: 'trail.en' };
const SPOKEN: ReadonlySet<Act['kind']> = new Set(['exported', 'search', 'mend-ladders', 'audit']);
/** From here on a number is a time: no count and no place in the journal is as large. */
const LEAST_TIME_MS = Date.UTC(2000, 0, 1);

interface NamedReport {
  name: string;
  title: { vi: string; en: string };
}

const reports = signal<readonly NamedReport[]>([]);

/** So that reports have their names here; without them they are quoted. */
export function nameReports(): void {
  getJson<{ reports: NamedReport[] }>('/reports').then(
    (read) => (reports.value = read.reports),
    () => undefined,
  );
}

/** What an act was about: a vessel by its registration where the map knows it. */
export function subjectWords({ kind, subject, details }: Act): string {
  if (SPOKEN.has(kind)) return wordOf(subject);
  if (kind === 'look-up' || kind === 'declare-position') return vesselName(subject);
  if (kind === 'document' || kind === 'decide-change') return documentName(subject);
  if (kind === 'import') return Object.hasOwn(TABLES, subject) ? ft(TABLES[subject as ImportTable]) : subject;
  if (kind === 'wall' && typeof details?.name === 'string') return quoted(details.name);
  const count = /^(\d+) vessels$/.exec(subject)?.[1];
  return count === undefined ? subject : t('trail.vessels', { n: Number(count) });
}

/** What a part of an act is called; one that has no word by its own name. */
export function factName(name: string): string {
  const key = FACT_NAMES[name];
  return key ? t(key) : name;
}

/** @param name of the part */
export function factWords(name: string, value: unknown): string {
  if (typeof value === 'boolean') return t(value ? 'fact.yes' : 'fact.no');
  if (typeof value === 'number') return value >= LEAST_TIME_MS ? localStamp(value) : formatDecimal(value);
  if (Array.isArray(value)) return value.map((one) => factWords(name, one)).join(', ');
  if (typeof value === 'string') return textWords(name, value);
  if (value === null || typeof value !== 'object') return t('fact.no');
  if (isSentence(value)) return said(value);
  return Object.entries(value)
    .map(([part, one]) => `${factName(part)}: ${factWords(part, one)}`)
    .join(', ');
}

function textWords(name: string, value: string): string {
  switch (name) {
    case 'what':
    case 'verdict':
    case 'found':
    case 'of':
    case 'dir':
    case 'which':
    case 'state':
      return wordOf(value);
    case 'role':
    case 'roles':
      return Object.hasOwn(USER_ROLES, value) ? t(USER_ROLES[value as Role]) : quoted(value);
    case 'scopes':
      return Object.hasOwn(PERMISSIONS, value) ? t(PERMISSIONS[value as Permission]) : quoted(value);
    case 'channel':
      return Object.hasOwn(CHANNELS, value) ? t(CHANNELS[value as keyof typeof CHANNELS]) : quoted(value);
    case 'lang':
      return LANGUAGES[value] ? t(LANGUAGES[value]) : quoted(value);
    case 'format':
      return value.toUpperCase();
    case 'report':
      return reportName(value);
    case 'vesselId':
      return vesselName(value);
    default:
      return quoted(value);
  }
}

function reportName(name: string): string {
  const report = reports.value.find((one) => one.name === name);
  return report ? said(report.title) : quoted(name);
}

function vesselName(id: string): string {
  void identityVersion.value;
  return identity(id)?.label ?? id;
}

/** A change that waits is about a document by its name, or by an id of its own. */
function documentName(subject: string): string {
  const key: Key | undefined = documentTitle(subject as DocumentName);
  return key === undefined ? subject : t(key);
}

function wordOf(value: string): string {
  return Object.hasOwn(MORE, value) ? t(MORE[value]!) : quoted(value);
}

const quoted = (value: string): string => t('trail.quoted', { value });

function isSentence(value: object): value is { vi: string; en: string } {
  return 'vi' in value && 'en' in value && typeof value.vi === 'string' && typeof value.en === 'string';
}
