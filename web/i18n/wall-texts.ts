/** The texts of walls and of the data truth board, which come with the pages that import this. */

import { addTexts } from './t.ts';
import { wallMessages } from './wall-catalogue.ts';

addTexts(wallMessages);
