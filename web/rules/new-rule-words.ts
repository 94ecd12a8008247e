/** The texts of new rules, which come with the page of rules. */
import { newRuleMessages } from '../i18n/new-rule-catalogue.ts';
import { speaker } from '../i18n/t.ts';

export const n = speaker(newRuleMessages);
