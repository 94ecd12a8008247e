/** The form of the operating regulation (quy chế): words of states, steps, outcomes, time limits, shelving. */
import type { CaseState } from '../../server/models/case.ts';
import type { Regulation } from '../../server/models/regulation.ts';
import { type Key, said, t } from '../i18n/t.ts';
import * as choices from './choices.ts';
import type { GroupField, ListField, Option } from './fields.ts';
import '../i18n/settings-texts.ts';

const words = { kind: 'words', label: 'settings.words' } as const;
type Choice = { id: string; words: { vi: string; en: string } };

function texts(options: Option[], values: readonly (string | number)[]): string {
  return values.map((one) => options.find(({ value }) => value === one)?.text ?? String(one)).join(', ');
}

/** Reasons to choose from; an id is made once and stays, since records cite it. */
function reasonList(label: 'regulation.reasons' | 'regulation.shelvingReasons'): ListField {
  return {
    kind: 'list',
    label,
    title: (one: Choice) => said(one.words),
    fresh: (): Choice => ({ id: `ly-do-${Date.now().toString(36)}`, words: { vi: '', en: '' } }),
    item: { kind: 'group', label, fields: { words } },
  };
}

const moves: ListField = {
  kind: 'list',
  label: 'regulation.moves',
  title: (one: Regulation['moves'][number], land) => {
    const needs =
      one.requires.length > 0 ? ` (${t('regulation.needs')}: ${texts(choices.requirements(), one.requires)})` : '';
    return `${said(one.words)}: ${texts(choices.states(land), one.from)} → ${texts(choices.states(land), [one.to])}${needs}`;
  },
  fresh: (): Regulation['moves'][number] => ({
    ...{ id: `buoc-${Date.now().toString(36)}`, words: { vi: '', en: '' }, from: [], to: 'closed' },
    ...{ requires: [], offers: [], reasons: [], decides: false },
  }),
  item: {
    kind: 'group',
    label: 'regulation.moves',
    fields: {
      words,
      from: { kind: 'choices', label: 'regulation.from', options: choices.states },
      to: { kind: 'choice', label: 'regulation.to', options: choices.states },
      requires: { kind: 'choices', label: 'regulation.requires', options: choices.requirements },
      offers: { kind: 'choices', label: 'regulation.offers', options: choices.offers },
      reasons: reasonList('regulation.reasons'),
      decides: { kind: 'flag', label: 'regulation.decides' },
      tell: {
        kind: 'group',
        label: 'regulation.tell',
        isOptional: true,
        fields: {
          roles: { kind: 'choices', label: 'routing.roles', options: choices.roles },
          channels: { kind: 'choices', label: 'routing.channels', options: choices.channels },
        },
      },
    },
  },
};

const outcomes: ListField = {
  kind: 'list',
  label: 'regulation.outcomes',
  title: (one: Regulation['outcomes'][number], land) =>
    one.to ? `${said(one.words)} → ${texts(choices.states(land), [one.to])}` : said(one.words),
  fresh: (): Choice => ({ id: `ket-qua-${Date.now().toString(36)}`, words: { vi: '', en: '' } }),
  item: {
    kind: 'group',
    label: 'regulation.outcomes',
    fields: { words, to: { kind: 'choice', label: 'regulation.to', options: choices.states, isOptional: true } },
  },
};

const limits: ListField = {
  kind: 'list',
  label: 'regulation.limits',
  title: (one: Regulation['limits'][number], land) => {
    const only = [
      ...(one.kinds ? [texts(choices.kinds(land), one.kinds)] : []),
      ...(one.priorities ? [texts(choices.priorities(), one.priorities)] : []),
    ];
    const state = texts(choices.states(land), [one.state]);
    return `${state}${only.length > 0 ? ` (${only.join('; ')})` : ''}: ${spanWords(one.minutes)}`;
  },
  fresh: (): Regulation['limits'][number] => ({ state: 'new', minutes: 30 }),
  item: {
    kind: 'group',
    label: 'regulation.limits',
    fields: {
      state: { kind: 'choice', label: 'cases.state', options: choices.states },
      kinds: { kind: 'choices', label: 'routing.kinds', options: choices.kinds, isOptional: true },
      priorities: { kind: 'choices', label: 'regulation.priorities', options: choices.priorities, isOptional: true },
      minutes: { kind: 'number', label: 'regulation.minutes' },
    },
  },
};

/** What each state means, whatever the province calls it. */
const STATES: Record<CaseState, Key> = {
  new: 'state.new',
  acknowledged: 'state.acknowledged',
  contacting: 'state.contacting',
  contacted: 'state.contacted',
  'not-reached': 'state.not-reached',
  'turned-back': 'state.turned-back',
  'position-declared': 'state.position-declared',
  silent: 'state.silent',
  escalated: 'state.escalated',
  verifying: 'state.verifying',
  closed: 'state.closed',
  'sanction-file': 'state.sanction-file',
};
const stateFields: GroupField['fields'] = Object.fromEntries(
  Object.entries(STATES).map(([state, label]) => [state, { kind: 'words', label }]),
);

/** `90 phút`, `6 giờ`: in the largest unit that says it exactly. */
function spanWords(minutes: number): string {
  if (minutes % 1440 === 0) return t('span.days', { n: minutes / 1440 });
  if (minutes % 60 === 0) return t('span.hours', { n: minutes / 60 });
  return t('span.minutes', { n: minutes });
}

export const regulationField: GroupField = {
  kind: 'group',
  label: 'regulation.title',
  fields: {
    name: { kind: 'text', label: 'settings.name' },
    nameEn: { kind: 'text', label: 'regulation.nameEn', isOptional: true },
    basis: { kind: 'text', label: 'regulation.basis', isOptional: true, isLong: true },
    states: { kind: 'group', label: 'regulation.states', fields: stateFields },
    moves,
    outcomes,
    limits: { ...limits, hint: 'regulation.firstCounts' },
    shelving: {
      kind: 'group',
      label: 'regulation.shelving',
      fields: {
        reasons: reasonList('regulation.shelvingReasons'),
        maxMinutes: { kind: 'number', label: 'regulation.maxMinutes' },
        maxMinutesDeciding: { kind: 'number', label: 'regulation.maxMinutesDeciding' },
      },
    },
  },
};
