/** The texts of the rules and their trials, which come with the pages that import this. */
import { ruleMessages } from './rules-catalogue.ts';
import { addTexts } from './t.ts';

addTexts(ruleMessages);
