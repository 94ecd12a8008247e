/** Puts a message together: facts from alert, vessel, zone and rule; words from a language. Pure. */
import type { Fix } from '../../../geofences/fix.ts';
import { formatCourse, formatPosition, formatSpeed } from '../../../geofences/position-text.ts';
import { explainRule, ruleKinds } from '../../../geofences/rules/index.ts';
import type { OccurrenceState, Rule, Zone } from '../../../geofences/types.ts';
import type { Alert } from '../../models/alert.ts';
import type { Channel } from '../../models/channel.ts';
import type { Delivery } from '../../models/delivery.ts';
import type { MessageTemplate, TemplateVariable } from '../../models/template.ts';
import type { Vessel } from '../../models/vessel.ts';
import type { Role } from '../routing.ts';
import { english } from './en.ts';
import { bothTimes, exactTimes, shortPlace, shortTime } from './format.ts';
import { fitSms } from './gsm7.ts';
import { linkPlace } from './link-place.ts';
import { plain } from './plain.ts';
import { caseReference } from './reference.ts';
import { retractionReason } from './retraction.ts';
import { vietnamese } from './vi.ts';
import type { Facts, Topic, Words } from './words.ts';

export interface MessageRequest {
  change: OccurrenceState;
  alert: Alert;
  vessel?: Vessel;
  zone?: Zone;
  rule?: Rule;
  role: Role;
  channel: Channel;
  language: 'vi' | 'en';
  /** A short message with all marks. */
  unicode?: boolean;
  /** A province's own wordings of short messages; the first that fits is used. */
  templates?: readonly MessageTemplate[];
  /** Without a trailing slash. */
  publicUrl?: string;
  demo: boolean;
}

const languages: Record<'vi' | 'en', Words> = { vi: vietnamese, en: english };
/** Where names are cut: in an email they may be long, in an SMS place, time and reference must stay beside them. */
const limits = { emailName: 120, sentence: 1000, subject: 150, smsLabel: 24, smsName: 20, smsZone: 30, smsWhat: 60 };

/** Of the role only one thing matters: whether the reader is the vessel's owner or captain, or an officer. */
export function compose(request: MessageRequest): Pick<Delivery, 'subject' | 'body' | 'summary'> {
  const words = languages[request.language];
  const summary = summaryOf(request, words);
  switch (request.channel) {
    case 'email':
    case 'webhook':
      return { ...email(request, words), summary };
    case 'push':
      return {
        subject: `${summary.what}: ${summary.label}`,
        body: short({ ...request, unicode: true }, words),
        summary,
      };
    case 'sms':
    case 'device':
    case 'call':
      return { body: short(request, words), summary };
  }
}

/** What a message that tells several things says of this one. */
function summaryOf(request: MessageRequest, words: Words): NonNullable<Delivery['summary']> {
  const { topic, change, label, ...facts } = factsOf(request, limits.smsZone);
  // Of ten that went silent each did so for hours of its own: what they have in common is told.
  const what = words.what({ ...facts, topic, change, label, silentHours: undefined, distanceNm: undefined });
  const provider = request.vessel?.provider;
  return { topic, what: plain(what, limits.smsWhat), label, ...(provider !== undefined && { provider }) };
}

function topicOf(kind: string): Topic {
  return kind !== 'other' && Object.hasOwn(vietnamese.basis, kind) ? (kind as Topic) : 'other';
}

function factsOf({ change, alert, vessel, zone, rule, role, language }: MessageRequest, nameLength: number): Facts {
  const { occurrence } = alert;
  const zoneName = language === 'en' ? (zone?.properties.nameEn ?? zone?.properties.name) : zone?.properties.name;
  const ruleName = language === 'en' ? (rule?.nameEn ?? rule?.name) : rule?.name;
  return {
    topic: topicOf(occurrence.kind),
    change,
    role,
    label: plain(vessel?.label ?? occurrence.vesselId, limits.emailName),
    zoneName: zoneName === undefined ? undefined : plain(zoneName, nameLength),
    ruleName: plain(ruleName ?? occurrence.ruleId, nameLength),
    silentHours: number(occurrence.details?.silentHours),
    distanceNm: number(occurrence.details?.distanceNm),
    minutesLeft: number(occurrence.details?.minutesLeft),
    neighbour: text(occurrence.details?.[language === 'vi' ? 'neighbourVi' : 'neighbourEn'], nameLength),
    outcome: text(occurrence.details?.outcome, nameLength),
    because: retractionReason(occurrence)[language],
    expected: expectedOf(occurrence.kind, rule)?.[language],
  };
}

function expectedOf(kind: string, rule: Rule | undefined): { vi: string; en: string } | undefined {
  if (!ruleKinds.has(kind)) return undefined;
  return explainRule(rule?.kind === kind ? rule : { id: '', kind }).action;
}

function text(value: number | string | undefined, length: number): string | undefined {
  return typeof value === 'string' ? plain(value, length) : undefined;
}

function number(value: number | string | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Time (epoch ms) and place of the step that is told. */
function moment({ change, alert: { occurrence } }: MessageRequest): { time: number; lon: number; lat: number } {
  const { raisedAt, lon, lat, clearedAt, clearedLon, clearedLat } = occurrence;
  if (change !== 'cleared') return { time: raisedAt, lon, lat };
  return { time: clearedAt ?? raisedAt, lon: clearedLon ?? lon, lat: clearedLat ?? lat };
}

/** An SMS, a text to the unit on board, what a telephoning officer reads, the body of a push message. */
function short(request: MessageRequest, words: Words): string {
  const facts = factsOf(request, limits.smsZone);
  const { time, lon, lat } = moment(request);
  const label = plain(facts.label, limits.smsLabel);
  const name = request.vessel?.name;
  const named = name && name !== facts.label ? `${label} (${plain(name, limits.smsName)})` : label;
  const head = `${request.demo ? 'DEMO ' : ''}${plain(words.what(facts), limits.smsWhat)}`;
  const tail = `${words.whereWhen(shortPlace(lon, lat), shortTime(time))}.`;
  const reference = `${words.labels.reference} ${caseReference(request.alert.caseId)}`;
  const task = words.task(facts) && ` ${words.task(facts)}.`;
  const link = linkOf(request);
  const own = ownWording(request, {
    what: head,
    vessel: label,
    name: name ?? '',
    zone: facts.zoneName ?? '',
    rule: facts.ruleName,
    where: shortPlace(lon, lat),
    when: shortTime(time),
    task: words.task(facts),
    ref: caseReference(request.alert.caseId),
    link: link ?? '',
  });
  const wordings = [
    `${head}: ${named} ${tail}${task} ${reference}`,
    `${head}: ${label} ${tail}${task} ${reference}`,
    `${head}: ${label} ${tail} ${reference}`,
  ];
  // The link is worth more than the wish beside it; place, time and reference are worth more than the link.
  const linked = link === undefined ? [] : wordings.map((wording) => `${wording} ${link}`);
  const all = [...(own === undefined ? [] : [own]), ...linked, ...wordings];
  return request.unicode ? (all[0] ?? '') : fitSms(all);
}

/** Answering by a link is for whoever is asked to do something: not for what is over or taken back. */
function linkOf({ publicUrl, change, channel }: MessageRequest): string | undefined {
  return publicUrl === undefined || change !== 'raised' || channel === 'call' ? undefined : linkPlace(publicUrl);
}

function ownWording(request: MessageRequest, values: Record<TemplateVariable, string>): string | undefined {
  const { templates = [], alert, change, language, role } = request;
  const template = templates.find(
    (one) =>
      (one.rules.includes(alert.occurrence.ruleId) || one.rules.includes('*')) &&
      one.change === change &&
      one.language === language &&
      (one.readers === 'all' || (one.readers === 'owner') === (role === 'owner')),
  );
  if (!template) return undefined;
  const filled = template.text.replace(/\{(\w+)\}/g, (_, name: TemplateVariable) => values[name]);
  return filled.replace(/\s+/g, ' ').trim();
}

function email(request: MessageRequest, words: Words): { subject: string; body: string } {
  const facts = factsOf(request, limits.emailName);
  const { alert, demo, language } = request;
  const { labels } = words;
  const reference = caseReference(alert.caseId);
  const subject = `${demo ? `${words.demoSubject} ` : ''}${words.what(facts)}: ${facts.label} (${labels.reference} ${reference})`;
  const sections = [
    demo ? [words.demoNotice] : [],
    [plain(alert.text[language], limits.sentence)],
    [labels.vessel, ...vesselLines(request, words)],
    [labels.event, ...eventLines(request, facts, words)],
    [labels.evidence, ...evidenceLines(request, words), ...ruleLines(request, facts, words)],
    [labels.tasks, ...words.tasks(facts).map((task) => `- ${task}`)],
    footerLines(request, words, reference),
  ];
  const body = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return { subject: plain(subject, limits.subject), body: `${body.join('\n\n')}\n` };
}

function metres(length: number, language: 'vi' | 'en'): string {
  return `${language === 'vi' ? String(length).replace('.', ',') : length} m`;
}

function vesselLines({ vessel, alert, language }: MessageRequest, { labels }: Words): string[] {
  if (!vessel) return [`${labels.unregistered}: ${plain(alert.occurrence.vesselId, limits.emailName)}`];
  const person = (name?: string, phone?: string) => [name, phone].filter(Boolean).join(', ') || undefined;
  const rows: [string, string | number | undefined][] = [
    [labels.registration, vessel.registration],
    [labels.name, vessel.name],
    [labels.mmsi, vessel.mmsi],
    [labels.callsign, vessel.callsign],
    [labels.device, person(vessel.deviceId, vessel.provider)],
    [labels.length, vessel.lengthM === undefined ? undefined : metres(vessel.lengthM, language)],
    [labels.gear, vessel.gear],
    [labels.owner, person(vessel.owner, vessel.ownerPhone)],
    [labels.captain, person(vessel.captain, vessel.captainPhone)],
  ];
  const lines = rows.flatMap(([label, value]) =>
    value === undefined ? [] : [`${label}: ${plain(String(value), limits.emailName)}`],
  );
  return vessel.registered ? lines : [`${labels.unregistered}.`, ...lines];
}

const unheard: ReadonlySet<string> = new Set(['silence', 'silence-port', 'declaration-missed']);

function eventLines(request: MessageRequest, facts: Facts, { labels, what }: Words): string[] {
  const { time, lon, lat } = moment(request);
  // A silent vessel is somewhere else by now: what we have is where it was last heard.
  const isSilent = unheard.has(request.alert.occurrence.kind) && request.change !== 'cleared';
  const whereLabel = isSilent ? labels.lastWhere : labels.where;
  return [
    `${labels.subject}: ${what(facts)} (${labels.priority} ${request.alert.occurrence.priority})`,
    ...(facts.zoneName ? [`${labels.zone}: ${facts.zoneName}`] : []),
    `${labels.when}: ${bothTimes(time)}`,
    `${whereLabel}: ${formatPosition(lon, lat)}`,
    `${labels.detected}: ${bothTimes(request.alert.detectedAt)}`,
  ];
}

/** Evidence lines shown; the whole list is with the alert. */
const maxFixTimes = 12;

function evidenceLines({ alert: { occurrence }, language }: MessageRequest, { labels }: Words): string[] {
  const { crossing, evidence } = occurrence;
  if (crossing)
    return [
      `${labels.before}: ${fixLine(crossing.before, language, labels.received)}`,
      `${labels.after}: ${fixLine(crossing.after, language, labels.received)}`,
      labels.interpolated,
    ];
  if (evidence.length === 0) return [];
  const more = evidence.length > maxFixTimes ? [`… (+${evidence.length - maxFixTimes})`] : [];
  return [`${labels.fixTimes}:`, ...evidence.slice(0, maxFixTimes).map((time) => `- ${exactTimes(time)}`), ...more];
}

function fixLine(fix: Fix, language: 'vi' | 'en', received: string): string {
  const motion = [
    fix.speedKn === undefined ? undefined : formatSpeed(fix.speedKn, language),
    fix.courseDeg === undefined ? undefined : formatCourse(fix.courseDeg),
    fix.source.toUpperCase(),
    `${received} ${bothTimes(fix.receivedAt)}`,
  ];
  return `${formatPosition(fix.lon, fix.lat)}, ${exactTimes(fix.fixTime)}, ${motion.filter(Boolean).join(', ')}`;
}

function ruleLines({ alert: { occurrence } }: MessageRequest, facts: Facts, { labels, basis }: Words): string[] {
  return [
    `${labels.rule}: ${facts.ruleName} (${occurrence.ruleId}, ${labels.version} ${occurrence.ruleVersion})`,
    `${labels.basis}: ${basis[facts.topic]}`,
  ];
}

function footerLines(request: MessageRequest, { labels }: Words, reference: string): string[] {
  const { alert, publicUrl, role } = request;
  // An owner has no account; a link that asks for a password would only mislead.
  const link =
    publicUrl && role !== 'owner' ? [`${labels.open}: ${publicUrl}/?alert=${encodeURIComponent(alert.id)}`] : [];
  const answer = request.channel === 'email' ? linkOf(request) : undefined;
  return [
    `${labels.case}: ${reference} · ${labels.alert}: ${alert.id}`,
    ...link,
    ...(answer === undefined ? [] : [`${labels.answer}: ${answer}`]),
  ];
}
