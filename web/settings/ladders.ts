/** The form of escalation ladders: what each is for, and its steps. */
import type { Ladder, LadderStep } from '../../server/models/ladder.ts';
import { formatDecimal, inBoth, said, t } from '../i18n/t.ts';
import * as choices from './choices.ts';
import type { ListField, Option } from './fields.ts';
import '../i18n/settings-texts.ts';

const triggers = (): Option[] => [
  { value: 'unacknowledged', text: t('ladders.unacknowledged') },
  { value: 'not-reached', text: t('ladders.notReached') },
  { value: 'overdue', text: t('ladders.overdue') },
];
const HIGHEST = 5;
const levels = (): Option[] =>
  Array.from({ length: HIGHEST }, (_, n) => ({ value: n + 1, text: t('ladders.levels', { n: n + 1 }) }));

function stepTitle({ minutes, roles, channels, unitsAbove }: LadderStep): string {
  const words = (options: Option[], values: readonly string[]) =>
    values.map((one) => options.find(({ value }) => value === one)?.text ?? one);
  const above = unitsAbove === undefined ? [] : [t('ladders.unitsAbove')];
  const told = [...words(choices.roles(), roles), ...above].join(', ');
  const when = t('ladders.after', { n: formatDecimal(minutes ?? 0) });
  return `${when} → ${told} (${words(choices.channels(), channels).join(', ')})`;
}

/** @param freshId makes an id that nobody has to think of */
export function laddersField(freshId: (stem: string) => string): ListField {
  const steps: ListField = {
    kind: 'list',
    label: 'ladders.step',
    title: stepTitle,
    fresh: (): LadderStep => ({ id: freshId('buoc'), minutes: 15, roles: ['duty'], channels: ['sms'] }),
    item: {
      kind: 'group',
      label: 'ladders.step',
      fields: {
        minutes: { kind: 'number', label: 'ladders.minutes', hint: 'ladders.minutesHint' },
        roles: { kind: 'choices', label: 'routing.roles', options: choices.roles },
        onWatch: { kind: 'flag', label: 'routing.onWatch', isOptional: true },
        unitsAbove: { kind: 'choice', label: 'ladders.unitsAbove', options: levels, isOptional: true },
        channels: { kind: 'choices', label: 'routing.channels', options: choices.channels },
      },
    },
  };
  return {
    kind: 'list',
    label: 'ladders.one',
    hint: 'ladders.firstCounts',
    title: ({ name, on, steps: all }: Ladder) => {
      const trigger = triggers().find(({ value }) => value === on)?.text ?? on;
      return `${said(name)} (${trigger}; ${t('ladders.steps', { n: all.length })})`;
    },
    fresh: (): Ladder => ({
      id: freshId('thang'),
      name: inBoth('ladders.fresh'),
      on: 'unacknowledged',
      steps: [{ id: freshId('buoc'), minutes: 15, roles: ['duty'], channels: ['sms'] }],
    }),
    item: {
      kind: 'group',
      label: 'ladders.one',
      fields: {
        name: { kind: 'words', label: 'settings.name' },
        on: { kind: 'choice', label: 'ladders.on', options: triggers },
        kinds: { kind: 'choices', label: 'ladders.kinds', options: choices.kinds, isOptional: true },
        rules: { kind: 'choices', label: 'routing.rules', options: choices.rules, isOptional: true },
        priorities: { kind: 'choices', label: 'ladders.priorities', options: choices.priorities, isOptional: true },
        goesOnWhenOver: { kind: 'flag', label: 'ladders.goesOn', isOptional: true },
        steps,
      },
    },
  };
}
