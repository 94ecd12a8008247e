/** What the fleet is filtered by. Each choice says how many vessels there are to it. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { FleetFacets } from '../../server/fleet/query.ts';
import type { LengthClass } from '../../server/fleet/states.ts';
import { gearWords } from '../console/gear-words.ts';
import { ft } from '../i18n/fleet-texts.ts';
import { formatCount } from '../i18n/t.ts';
import { isFiltered, type Question, type QuestionName } from './question.ts';
import { LENGTHS, STATES } from './words.ts';

/** A pause in typing after which the server is asked. */
const ASK_AFTER_MS = 250;

interface FilterBarProps {
  question: Question;
  facets: FleetFacets | undefined;
  onChange(question: Question): void;
}

export function FilterBar({ question, facets, onChange }: FilterBarProps): JSX.Element {
  const set = (name: QuestionName, value: string): void => {
    onChange({ ...question, [name]: value === '' ? undefined : value });
  };
  const choice = (name: QuestionName, label: string, options: [value: string, words: string, n?: number][]) => (
    <label>
      <span>{label}</span>
      <select value={question[name] ?? ''} onChange={(event) => set(name, event.currentTarget.value)}>
        <option value="">{ft('fleet.any')}</option>
        {withOwn(options, question[name]).map(([value, words, n]) => (
          <option key={value} value={value}>
            {n === undefined ? words : `${words} (${formatCount(n)})`}
          </option>
        ))}
      </select>
    </label>
  );
  /** On a phone they stand behind a button. */
  const isOpen = useSignal(false);
  const lengths = Object.entries(LENGTHS) as [LengthClass, (typeof LENGTHS)[LengthClass]][];
  return (
    <search class="fleet-filters" aria-label={ft('fleet.filters')}>
      <SearchField value={question.q ?? ''} onChange={(value) => set('q', value)} />
      <button
        type="button"
        class="fleet-more"
        aria-expanded={isOpen.value}
        aria-controls="fleet-choices"
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        {ft('fleet.filters')}
      </button>
      <div id="fleet-choices" class={isOpen.value ? 'fleet-choices open' : 'fleet-choices'}>
        <label>
          <span>{ft('fleet.of')}</span>
          <select value={question.of ?? 'registered'} onChange={(event) => set('of', event.currentTarget.value)}>
            <option value="registered">{ft('fleet.registered')}</option>
            <option value="all">{ft('fleet.all')}</option>
          </select>
        </label>
        {choice('state', ft('fleet.state'), facets?.states.map(([state, n]) => [state, ft(STATES[state]), n]) ?? [])}
        {choice(
          'length',
          ft('fleet.lengthClass'),
          lengths.map(([id, words]) => [id, ft(words)]),
        )}
        {choice('gear', ft('column.gear'), facets?.gears.map(([gear, n]) => [gear, gearWords(gear), n]) ?? [])}
        {choice('port', ft('column.homePort'), facets?.ports ?? [])}
        {choice('unit', ft('fleet.unit'), facets?.units ?? [])}
        {choice('licence', ft('fleet.licence'), [
          ['expired', ft('fleet.licenceExpired')],
          ['soon', ft('fleet.licenceSoon')],
        ])}
        {choice('alerts', ft('fleet.alerts'), [['open', ft('fleet.alertsOpen')]])}
      </div>
      {isFiltered(question) && (
        <button type="button" onClick={() => onChange({ sort: question.sort, dir: question.dir })}>
          {ft('fleet.clear')}
        </button>
      )}
    </search>
  );
}

/** A choice that a link brings is shown although no vessel has it now, or before the server has said what there is. */
function withOwn(
  options: [value: string, words: string, n?: number][],
  own: string | undefined,
): [value: string, words: string, n?: number][] {
  if (own === undefined || options.some(([value]) => value === own)) return options;
  return [[own, own], ...options];
}

function SearchField({ value, onChange }: { value: string; onChange(value: string): void }): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // Back and forward, and a cleared filter, write into it; typing does not.
  useEffect(() => {
    if (input.current && input.current !== document.activeElement) input.current.value = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <div class="fleet-search">
      <input
        ref={input}
        type="search"
        maxLength={100}
        aria-label={ft('fleet.search')}
        placeholder={ft('fleet.search')}
        defaultValue={value}
        onInput={(event) => {
          const text = event.currentTarget.value;
          clearTimeout(timer.current);
          timer.current = setTimeout(() => onChange(text), ASK_AFTER_MS);
        }}
      />
    </div>
  );
}
