/** The texts of panels that open on demand, which come with whatever imports this. */
import { panelMessages } from './panel-catalogue.ts';
import { addTexts } from './t.ts';

addTexts(panelMessages);
