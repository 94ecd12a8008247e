import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { README, withTables } from '../../docs/rules-table.ts';
import { ruleKinds } from '../../geofences/rules/index.ts';

describe('geofences/README.md', () => {
  const readme = readFileSync(README, 'utf8');

  it('says of every rule kind what its file says (npm run docs:rules)', () => {
    expect(withTables(readme)).to.equal(readme);
    for (const { kind, title, params } of ruleKinds.values()) {
      expect(readme, kind).to.include(`| \`${kind}\` | ${title.vi} |`);
      for (const { name } of params) expect(readme, `${kind} ${name}`).to.include(`| \`${kind}\` | \`${name}\` |`);
    }
  });

  it('names functions that are exported where it says', () => {
    const named = [...readme.matchAll(/`(\w+)` (?:and\s+`(\w+)` )?\(([\w/-]+\.ts)\)/g)];
    expect(named.length).to.be.above(2);
    for (const [, first, second, file] of named) {
      const source = readFileSync(join(dirname(README), file!), 'utf8');
      for (const name of [first, second]) if (name) expect(source, file).to.match(new RegExp(`export .*\\b${name}\\b`));
    }
  });

  it('leaves nothing out that a rule needs to be an alarm', () => {
    expect(readme).not.to.match(/undefined|NaN|\[object/);
  });
});
