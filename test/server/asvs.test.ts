/** docs/asvs.md: each requirement of levels 1 and 2 stands there once, and every test that it names is there. */
import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';

/** Of OWASP ASVS 5.0.0, by section: the last numbers of those of level 1, then of level 2. */
const requirements: Readonly<Record<string, [levelOne: number[], levelTwo: number[]]>> = {
  '1.1': [[], [1, 2]],
  '1.2': [
    [1, 2, 3, 4, 5],
    [6, 7, 8, 9],
  ],
  '1.3': [
    [1, 2],
    [3, 4, 5, 6, 7, 8, 9, 10, 11],
  ],
  '1.4': [[], [1, 2, 3]],
  '1.5': [[1], [2]],
  '2.1': [[1], [2, 3]],
  '2.2': [[1, 2], [3]],
  '2.3': [[1], [2, 3, 4]],
  '2.4': [[], [1]],
  '3.2': [[1, 2], []],
  '3.3': [[1], [2, 3, 4]],
  '3.4': [
    [1, 2],
    [3, 4, 5, 6],
  ],
  '3.5': [
    [1, 2, 3],
    [4, 5],
  ],
  '3.7': [[], [1, 2]],
  '4.1': [[1], [2, 3]],
  '4.2': [[], [1]],
  '4.3': [[], [1, 2]],
  '4.4': [[1], [2, 3, 4]],
  '5.1': [[], [1]],
  '5.2': [[1, 2], [3]],
  '5.3': [[1, 2], []],
  '5.4': [[], [1, 2, 3]],
  '6.1': [[1], [2, 3]],
  '6.2': [
    [1, 2, 3, 4, 5, 6, 7, 8],
    [9, 10, 11, 12],
  ],
  '6.3': [
    [1, 2],
    [3, 4],
  ],
  '6.4': [
    [1, 2],
    [3, 4],
  ],
  '6.5': [[], [1, 2, 3, 4, 5]],
  '6.6': [[], [1, 2, 3]],
  '6.8': [[], [1, 2, 3, 4]],
  '7.1': [[], [1, 2, 3]],
  '7.2': [[1, 2, 3, 4], []],
  '7.3': [[], [1, 2]],
  '7.4': [
    [1, 2],
    [3, 4, 5],
  ],
  '7.5': [[], [1, 2]],
  '7.6': [[], [1, 2]],
  '8.1': [[1], [2]],
  '8.2': [[1, 2], [3]],
  '8.3': [[1], []],
  '8.4': [[], [1]],
  '9.1': [[1, 2, 3], []],
  '9.2': [[1], [2, 3, 4]],
  '10.1': [[], [1, 2]],
  '10.2': [[], [1, 2]],
  '10.3': [[], [1, 2, 3, 4]],
  '10.4': [
    [1, 2, 3, 4, 5],
    [6, 7, 8, 9, 10, 11],
  ],
  '10.5': [[], [1, 2, 3, 4, 5]],
  '10.6': [[], [1, 2]],
  '10.7': [[], [1, 2, 3]],
  '11.1': [[], [1, 2]],
  '11.2': [[], [1, 2, 3]],
  '11.3': [[1, 2], [3]],
  '11.4': [[1], [2, 3, 4]],
  '11.5': [[], [1]],
  '11.6': [[], [1]],
  '12.1': [[1], [2, 3]],
  '12.2': [[1, 2], []],
  '12.3': [[], [1, 2, 3, 4]],
  '13.1': [[], [1]],
  '13.2': [[], [1, 2, 3, 4, 5]],
  '13.3': [[], [1, 2]],
  '13.4': [[1], [2, 3, 4, 5]],
  '14.1': [[], [1, 2]],
  '14.2': [[1], [2, 3, 4]],
  '14.3': [[1], [2, 3]],
  '15.1': [[1], [2, 3]],
  '15.2': [[1], [2, 3]],
  '15.3': [[1], [2, 3, 4, 5, 6, 7]],
  '16.1': [[], [1]],
  '16.2': [[], [1, 2, 3, 4, 5]],
  '16.3': [[], [1, 2, 3, 4]],
  '16.4': [[], [1, 2, 3]],
  '16.5': [[], [1, 2, 3]],
  '17.1': [[], [1]],
  '17.2': [[], [1, 2, 3, 4]],
  '17.3': [[], [1, 2]],
};

describe('the page about OWASP ASVS', () => {
  const page = readFileSync('docs/asvs.md', 'utf8');
  const rows = [...page.matchAll(/^\| (\d+\.\d+\.\d+) \| (\d) \| (.+) \| (met|partly|no|n\/a) \| (.*) \|$/gm)].map(
    ([, number, level, asked, state, how]) => ({
      number: number!,
      level: level!,
      asked: asked!,
      state: state!,
      how: how!,
    }),
  );

  it('has each requirement of levels 1 and 2 once, in order, and no other', () => {
    const all = Object.entries(requirements).flatMap(([section, [one, two]]) =>
      [...one.map((n) => ({ n, level: '1' })), ...two.map((n) => ({ n, level: '2' }))].map(
        ({ n, level }) => `${section}.${n} L${level}`,
      ),
    );
    expect(all).to.have.length(70 + 183);
    expect(rows.map(({ number, level }) => `${number} L${level}`)).to.deep.equal(all);
    expect(page.match(/^\| \d+\.\d+\.\d+ /gm)).to.have.length(all.length);
  });

  it('names only tests that there are, and says of each by what it is so', () => {
    for (const { number, how } of rows) {
      expect(how.length, number).to.be.greaterThan(3);
      for (const [, file] of how.matchAll(/`(test\/[^`]+)`/g))
        expect(existsSync(file!), `${number}: ${file}`).to.equal(true);
      for (const [, file] of how.matchAll(/(?<![/\w])((?:server|docs)\/[\w/.-]+\.(?:ts|md))/g))
        expect(existsSync(file!), `${number}: ${file}`).to.equal(true);
    }
  });

  it('counts as it says', () => {
    const of = (wanted: string): number => rows.filter(({ state }) => state === wanted).length;
    const said = `${of('met')} met, ${of('partly')} partly, ${of('no')} not, ${of('n/a')} not applicable`;
    expect(page).to.contain(said);
  });
});
