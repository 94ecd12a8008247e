/**
 * Fields for a day and for a time of day, written as people here write them in either language, whatever country the computer is
 * set to. What is no day or no time is said in a sentence, and stays where it was typed. A calendar is one press away.
 */
import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { t } from '../i18n/t.ts';
import { serverNow } from '../live/picture.ts';
import { clockText, dateText } from './format.ts';
import { dayText, parseClock, parseDay, parseLocalTime } from './written-time.ts';
import '../i18n/panel-texts.ts';
import './time-fields.css';

interface FieldProps {
  id?: string | undefined;
  name?: string | undefined;
  disabled?: boolean | undefined;
  /** Somebody else finds a fault with it. */
  isFaulty?: boolean | undefined;
  describedBy?: string | undefined;
}

interface WrittenFieldProps extends FieldProps {
  class: string;
  /** What stands in the field while nobody types. */
  shown: string;
  label?: string | undefined;
  placeholder: string;
  /** What a text means; undefined when it is none of its kind. */
  read(text: string): string | undefined;
  /** A text that is taken as it is typed; others when the field is left or Enter is pressed. */
  whole?: RegExp | undefined;
  /** What is said of a text that means nothing. */
  faultWords(text: string): string;
  /** Told what a text means, `undefined` when the field was emptied, and what means nothing as it was typed. */
  onWritten(value: string | undefined): void;
  /** What stands beside it; `put` writes into the field. */
  beside?(put: (text: string) => void): ComponentChildren;
}

function WrittenField(props: WrittenFieldProps): JSX.Element {
  const { whole, read, faultWords, describedBy } = props;
  const field = useRef<HTMLInputElement>(null);
  const typed = useSignal<string | undefined>(undefined);
  const bad = useSignal<string | undefined>(undefined);
  const faultId = useId();
  const complain = (text: string | undefined): void => {
    bad.value = text;
    // Keeps the form round it from being sent.
    field.current?.setCustomValidity(text === undefined ? '' : faultWords(text));
  };
  const take = (text: string): void => {
    const value = read(text);
    const isBad = text !== '' && value === undefined;
    complain(isBad ? text : undefined);
    typed.value = isBad ? text : undefined;
    props.onWritten(isBad ? text : value);
  };
  const leave = (): void => {
    if (typed.value !== undefined && typed.value !== bad.value) take(typed.value.trim());
  };
  return (
    <span class={`written-field ${props.class}`}>
      <span class="written-line">
        <input
          ref={field}
          id={props.id}
          name={props.name}
          type="text"
          autoComplete="off"
          aria-label={props.label}
          title={props.label}
          placeholder={props.placeholder}
          disabled={props.disabled}
          aria-invalid={bad.value !== undefined || props.isFaulty === true}
          aria-describedby={[describedBy, bad.value !== undefined && faultId].filter(Boolean).join(' ') || undefined}
          value={typed.value ?? props.shown}
          onInput={({ currentTarget: { value } }) => {
            typed.value = value;
            if (bad.value !== undefined) complain(undefined);
            if (value === '' || (whole?.test(value) && read(value) !== undefined)) take(value);
          }}
          onKeyDown={(event) => event.key === 'Enter' && leave()}
          onBlur={leave}
        />
        {props.beside?.(take)}
      </span>
      {bad.value !== undefined && (
        <span class="written-fault" id={faultId} role="alert">
          {faultWords(bad.value)}
        </span>
      )}
    </span>
  );
}

const WHOLE_DAY = /^(\d\d\/\d\d\/\d{4}|\d{4}-\d\d-\d\d)$/;
const WHOLE_CLOCK = /^\d\d:\d\d$/;

interface ValueProps extends FieldProps {
  value: string | undefined;
  /** `undefined`: it was emptied. What is no value comes as it was typed, for whoever refuses it. */
  onChange(value: string | undefined): void;
}

/** A day of Việt Nam. Its value is an ISO day: `2026-11-26`. */
export function DayField({ value = '', onChange, ...field }: ValueProps): JSX.Element {
  return (
    <WrittenField
      {...field}
      class="day-field"
      shown={dayText(value)}
      placeholder={t('day.form')}
      read={parseDay}
      whole={WHOLE_DAY}
      faultWords={(text) => t('day.bad', { text, example: dateText(serverNow(), 'local') })}
      onWritten={onChange}
      beside={(put) => <Calendar day={parseDay(value) ?? ''} disabled={field.disabled} onPick={put} />}
    />
  );
}

/** A time of day, of 24 hours. Its value is `08:05`. */
export function ClockField({ value = '', onChange, ...field }: ValueProps): JSX.Element {
  return (
    <WrittenField
      {...field}
      class="clock-field"
      shown={value}
      placeholder={t('clock.form')}
      read={parseClock}
      whole={WHOLE_CLOCK}
      faultWords={(text) => t('clock.bad', { text, example: '17:30' })}
      onWritten={onChange}
    />
  );
}

interface MomentFieldProps {
  label: string;
  /** Epoch ms. */
  time: number;
  onChange(time: number): void;
}

/** A minute of Việt Nam: `26/11/2026 08:05`. It is taken when it is left, since each digit on the way is another time. */
export function MomentField({ label, time, onChange }: MomentFieldProps): JSX.Element {
  const shown = `${dateText(time, 'local')} ${clockText(time, 'local').slice(0, 5)}`;
  return (
    <WrittenField
      class="moment-field"
      label={label}
      shown={shown}
      placeholder={t('moment.form')}
      read={(text) => (parseLocalTime(text) === undefined ? undefined : text)}
      faultWords={(text) => t('moment.bad', { text, example: shown })}
      onWritten={(text) => {
        const at = text === undefined ? undefined : parseLocalTime(text);
        if (at !== undefined) onChange(at);
      }}
    />
  );
}

interface CalendarProps {
  day: string;
  disabled: boolean | undefined;
  onPick(day: string): void;
}

/** The browser's own calendar: what is picked there cannot be misread, only what is typed. */
function Calendar({ day, disabled, onPick }: CalendarProps): JSX.Element {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <span class="calendar">
      <button
        type="button"
        disabled={disabled}
        aria-label={t('day.pick')}
        title={t('day.pick')}
        onClick={() => picker.current?.showPicker()}
      >
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <path
            d="M1.5 3.5h13v11h-13zM1.5 6.5h13M5 1.5v3M11 1.5v3"
            fill="none"
            stroke="currentColor"
            stroke-width="1.4"
          />
        </svg>
      </button>
      <input
        ref={picker}
        type="date"
        tabIndex={-1}
        aria-hidden="true"
        disabled={disabled}
        value={day}
        onInput={(event) => event.currentTarget.value && onPick(event.currentTarget.value)}
      />
    </span>
  );
}
