/** Empty tables that people fill in: their headings mean, in both languages, what they say. */
import { expect } from 'chai';
import { importTables } from '../../server/models/import.ts';
import { fieldsOf, guessChoice } from '../../server/registry-import/columns.ts';
import { setLanguage } from '../../web/i18n/t.ts';
import { FIELDS, fieldName, TEMPLATES } from '../../web/imports/words.ts';

describe('an empty table to be filled in', () => {
  after(() => setLanguage('vi', 'shown'));

  for (const language of ['vi', 'en'] as const) {
    for (const table of importTables) {
      it(`of ${table} is understood as it is meant (${language})`, () => {
        setLanguage(language, 'shown');
        const fields = TEMPLATES[table];
        const meant = Object.fromEntries(fields.map((field, at) => [field, at]));
        expect(guessChoice(table, fields.map(fieldName))).to.deep.equal(meant);
      });
    }
  }

  it('has a name for every field that a table may hold', () => {
    const all = new Set(importTables.flatMap((table) => fieldsOf[table]));
    expect([...all].filter((field) => !(field in FIELDS))).to.deep.equal([]);
  });
});
