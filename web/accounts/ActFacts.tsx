/** The parts of an act: what each is called, and what it says. */
import type { JSX } from 'preact';
import { type Key, t } from '../i18n/t.ts';
import { factWords } from './trail-words.ts';
import '../i18n/access-texts.ts';

const NAMES: Readonly<Record<string, Key>> = {
  what: 'fact.what',
  name: 'fact.name',
  report: 'fact.report',
  format: 'fact.format',
  from: 'fact.from',
  to: 'fact.to',
  time: 'fact.time',
  at: 'fact.time',
  until: 'fact.until',
  lang: 'fact.lang',
  rows: 'fact.rows',
  found: 'fact.found',
  roles: 'fact.roles',
  role: 'fact.roles',
  unit: 'fact.unit',
  byFirstLink: 'fact.firstLink',
  reason: 'fact.reason',
  why: 'fact.reason',
  minutes: 'fact.minutes',
  note: 'fact.note',
  comment: 'fact.note',
  text: 'fact.note',
  outcome: 'fact.outcome',
  channel: 'fact.channel',
  who: 'fact.who',
  west: 'fact.west',
  south: 'fact.south',
  east: 'fact.east',
  north: 'fact.north',
  alertId: 'fact.alert',
  caseId: 'fact.case',
  vesselId: 'fact.vessel',
  registration: 'fact.registration',
  hash: 'fact.hash',
  manifest: 'fact.hash',
  via: 'fact.via',
  topic: 'fact.topic',
  photo: 'fact.photo',
  browser: 'fact.browser',
  on: 'fact.on',
  result: 'fact.result',
  understood: 'fact.understood',
  failing: 'fact.failing',
  healthy: 'fact.healthy',
  code: 'fact.code',
  move: 'fact.move',
  attempt: 'fact.attempt',
  task: 'fact.task',
  answer: 'fact.answer',
  file: 'fact.file',
  box: 'fact.area',
  area: 'fact.area',
  state: 'fact.state',
  since: 'fact.from',
  fixTime: 'fact.time',
  figure: 'fact.figure',
  scopes: 'fact.scopes',
  addresses: 'fact.addresses',
  perMinute: 'fact.perMinute',
  before: 'fact.before',
  after: 'fact.after',
  own: 'fact.own',
  ended: 'fact.ended',
  verdict: 'fact.verdict',
  mayDecide: 'fact.mayDecide',
  mayChangeOthers: 'fact.mayChangeOthers',
  bySingleSignOn: 'fact.singleSignOn',
  vessels: 'fact.vessels',
  provider: 'fact.provider',
  address: 'fact.address',
  lookedAt: 'fact.lookedAt',
  doneAt: 'fact.doneAt',
  about: 'fact.about',
  lat: 'fact.lat',
  lon: 'fact.lon',
};

export function ActFacts({ facts }: { facts: Readonly<Record<string, unknown>> }): JSX.Element {
  return (
    <small class="act-facts">
      {Object.entries(facts).map(([name, value]) => (
        <span key={name}>
          {NAMES[name] ? t(NAMES[name]) : <code>{name}</code>}: <b>{factWords(name, value)}</b>
        </span>
      ))}
    </small>
  );
}
