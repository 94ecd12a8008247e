/** No kind of rule without a scenario: by what the scenarios of this folder have played, all of which run before this. */
import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { ruleKinds } from '../../../geofences/rules/index.ts';
import { playedKinds } from './played-kinds.ts';

// Each of them is read once, by whomever first: run alone, this file runs them all.
for (const file of readdirSync(import.meta.dirname).sort()) {
  if (file.endsWith('.test.ts') && file !== 'every-kind.test.ts') await import(`./${file}`);
}

describe('every kind of rule', () => {
  for (const kind of ruleKinds.keys()) {
    it(`${kind} has a scenario in which it is raised, and a trap in which it is not`, () => {
      const { found, none } = playedKinds.get(kind) ?? { found: 0, none: 0 };
      expect(found, 'raised').to.be.above(0);
      expect(none, 'traps').to.be.above(0);
    });
  }
});
