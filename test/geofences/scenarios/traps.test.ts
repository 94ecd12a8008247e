/** The traps by the engine in every order of arrival, and by `haidang replay` from files. */
import { expect } from 'chai';
import { play } from './play.ts';
import { traps } from './traps.ts';

describe('traps of the field', () => {
  for (const { name, says, ...scenario } of traps) {
    it(name, () => expect(play(scenario)).to.have.members(says));
  }
});
