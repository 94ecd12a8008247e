/** The texts of users, keys and the audit trail, which come with the pages that import this. */
import { accessMessages } from './access-catalogue.ts';
import { addTexts } from './t.ts';

addTexts(accessMessages);
