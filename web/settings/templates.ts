/** The form of own wordings of short messages. */
import type { MessageTemplate } from '../../server/models/template.ts';
import { t } from '../i18n/t.ts';
import * as choices from './choices.ts';
import type { Land, ListField, Option } from './fields.ts';
import '../i18n/settings-texts.ts';

const readers = (): Option[] => [
  { value: 'all', text: t('template.all') },
  { value: 'officers', text: t('template.officers') },
  { value: 'owner', text: t('role.owner') },
];

/** What sets one wording apart from others: rules, what happened, who reads it, in which language. */
export function templateTitle(one: MessageTemplate, land: Land): string {
  const of = (all: Option[], value: string) => all.find((option) => option.value === value)?.text ?? value;
  const rules = one.rules.map((id) => of(choices.rulesOrAll(land), id)).join(', ');
  const parts = [of(choices.changes(), one.change), of(readers(), one.readers), of(choices.languages(), one.language)];
  return `${rules}: ${parts.join(', ')}`;
}

export const templatesField: ListField = {
  kind: 'list',
  label: 'template.one',
  title: templateTitle,
  fresh: (): MessageTemplate => ({
    rules: ['*'],
    change: 'raised',
    readers: 'all',
    language: 'vi',
    text: '{what}: {vessel} ({name}) tai {where} luc {when}. {task}. Ma {ref} {link}',
  }),
  item: {
    kind: 'group',
    label: 'template.one',
    fields: {
      rules: { kind: 'choices', label: 'routing.rules', options: choices.rulesOrAll },
      change: { kind: 'choice', label: 'routing.changes', options: choices.changes },
      readers: { kind: 'choice', label: 'template.readers', options: readers },
      language: { kind: 'choice', label: 'language.label', options: choices.languages },
      text: { kind: 'text', isLong: true, label: 'template.text', hint: 'template.variables' },
    },
  },
};
