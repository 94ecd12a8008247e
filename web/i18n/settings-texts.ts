/** The texts of the settings pages, which come with the pages that import this. */
import { settingsMessages } from './settings-catalogue.ts';
import { addTexts } from './t.ts';

addTexts(settingsMessages);
