/** The texts of pages of the console, which come with the pages that import this. */
import { pageMessages } from './page-catalogue.ts';
import { addTexts } from './t.ts';

addTexts(pageMessages);
