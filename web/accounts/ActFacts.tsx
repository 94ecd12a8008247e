/** The parts of an act: what each is called, and what it says. */
import type { JSX } from 'preact';
import { factName, factWords } from './trail-words.ts';
import '../i18n/access-texts.ts';

export function ActFacts({ facts }: { facts: Readonly<Record<string, unknown>> }): JSX.Element {
  return (
    <small class="act-facts">
      {Object.entries(facts).map(([name, value]) => (
        <span key={name}>
          {factName(name)}: <b>{factWords(name, value)}</b>
        </span>
      ))}
    </small>
  );
}
