/** One report from the field: what was told, what was done, and what an officer may do next. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { formatPosition } from '../../geofences/position-text.ts';
import { localStamp } from '../ui/format.ts';
import { useFoundVessels } from '../ui/found-vessels.ts';
import { casePath } from '../ui/router.ts';
import { actOnReport, type ListedFieldReport, photoAddress, type ReportAct } from './api.ts';
import { ft, stateKeys, stepKeys, topicKeys } from './texts.ts';

const SHOWN: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp']);

interface EntryProps {
  report: ListedFieldReport;
  act(doing: Promise<unknown>): Promise<boolean>;
}

export function ReportEntry({ report, act }: EntryProps): JSX.Element {
  const { id, topic, state, via, receivedAt, text, photo, path } = report;
  const titleId = `field-${id}`;
  return (
    <article class={`panel field-report ${state}`} aria-labelledby={titleId}>
      <h2 id={titleId}>
        {ft(topicKeys[topic])} <small>{ft(stateKeys[state])}</small>
      </h2>
      <p class="field-source">
        {localStamp(receivedAt)} · {ft(via === 'page' ? 'field.viaPage' : 'field.viaHotline')}
      </p>
      <p class="field-text">{text}</p>
      <Facts report={report} />
      {photo && (
        <a href={photoAddress(id)} target="_blank" rel="noreferrer">
          {SHOWN.has(photo.type) ? (
            <img class="field-photo" src={photoAddress(id)} alt={ft('field.photo')} loading="lazy" />
          ) : (
            ft('field.openPhoto')
          )}
        </a>
      )}
      <Actions report={report} act={act} />
      <details>
        <summary>{ft('field.steps')}</summary>
        <ol class="field-steps">
          {report.steps.map(({ at, by, what, text: said }, n) => (
            <li key={`${at} ${n}`}>
              {localStamp(at)} · {ft(stepKeys[what])} · {by}
              {said && `: ${said}`}
            </li>
          ))}
        </ol>
        {path && (
          <a href={path} target="_blank" rel="noreferrer">
            {ft('field.follow')}
          </a>
        )}
      </details>
    </article>
  );
}

function Facts({ report }: { report: ListedFieldReport }): JSX.Element {
  const { place, lon, lat, boat, name, phone, caseId, vesselLabel, vesselId, answer } = report;
  return (
    <dl class="field-facts">
      {place && <Fact words={ft('field.place')}>{place}</Fact>}
      {lon !== undefined && lat !== undefined && <Fact words={ft('field.position')}>{formatPosition(lon, lat)}</Fact>}
      {boat && <Fact words={ft('field.boat')}>{boat}</Fact>}
      {name && <Fact words={ft('field.name')}>{name}</Fact>}
      {phone && (
        <Fact words={ft('field.phone')}>
          <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{phone}</a>
        </Fact>
      )}
      {caseId && (
        <Fact words={ft('field.toCase')}>
          <a href={casePath(caseId)}>{ft('field.case', { vessel: vesselLabel ?? vesselId ?? '' })}</a>
        </Fact>
      )}
      {answer && <Fact words={ft('field.answer')}>{answer}</Fact>}
    </dl>
  );
}

function Fact({ words, children }: { words: string; children: JSX.Element | string }): JSX.Element {
  return (
    <>
      <dt>{words}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Actions({ report: { id, state }, act }: EntryProps): JSX.Element {
  const send = (one: ReportAct): Promise<boolean> => act(actOnReport(id, one));
  return (
    <div class="field-acts">
      {state === 'new' && (
        <button type="button" class="primary" onClick={() => void send({ what: 'take' })}>
          {ft('field.take')}
        </button>
      )}
      {state !== 'closed' && <Joining join={(vesselId) => send({ what: 'join', vesselId })} />}
      <Said
        summary={ft('field.answer')}
        words={ft('field.answerText')}
        say={(text) => send({ what: 'answer', text })}
      />
      {state !== 'closed' && (
        <Said summary={ft('field.close')} words={ft('field.closeText')} say={(text) => send({ what: 'close', text })} />
      )}
    </div>
  );
}

interface SaidProps {
  summary: string;
  words: string;
  say(text: string): Promise<boolean>;
}

function Said({ summary, words, say }: SaidProps): JSX.Element {
  const text = useSignal('');
  return (
    <details>
      <summary>{summary}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void say(text.value).then((done) => {
            if (done) text.value = '';
          });
        }}
      >
        <label>
          {words}
          <textarea
            required
            rows={2}
            maxLength={1000}
            value={text.value}
            onInput={(event) => (text.value = event.currentTarget.value)}
          />
        </label>
        <button type="submit">{summary}</button>
      </form>
    </details>
  );
}

function Joining({ join }: { join(vesselId: string): Promise<boolean> }): JSX.Element {
  const query = useSignal('');
  const found = useFoundVessels(query);
  return (
    <details>
      <summary>{ft('field.toCase')}</summary>
      <label>
        {ft('field.findVessel')}
        <input type="search" value={query.value} onInput={(event) => (query.value = event.currentTarget.value)} />
      </label>
      {found.value.map(({ id, label }) => (
        <button type="button" key={id} onClick={() => void join(id)}>
          {label}
        </button>
      ))}
    </details>
  );
}
