/** The rules: what each does in plain words, what it would do with other parameters, and the way to set them. */
import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatLocalTime, formatTime } from '../../geofences/position-text.ts';
import { readyRule, ruleKinds } from '../../geofences/rules/index.ts';
import type { Rule, Zone } from '../../geofences/types.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { type RulesDocument, readRules, readZones, writeRules } from '../api/resources.ts';
import { isWaiting } from '../api/settings.ts';
import { PriorityMark } from '../console/PriorityMark.tsx';
import { type Key, message, said, t } from '../i18n/t.ts';
import { actorName } from '../ui/actor.ts';
import { navigate, newRulePath, rulePath } from '../ui/router.ts';
import { mayDo, sessionState } from '../ui/session.ts';
import { ApplyDialog } from './ApplyDialog.tsx';
import { type Draft, differences, draftOf, isValid, judgesAlike, proposedRule, withRule } from './draft.ts';
import { freshRule, isFresh, NewRule } from './NewRule.tsx';
import { ruleName } from './names.ts';
import { n } from './new-rule-words.ts';
import { RemoveRule } from './RemoveRule.tsx';
import { RuleForm, RuleWords } from './RuleForm.tsx';
import { trial } from './run.ts';
import { isTriedOf, TrialPanel } from './TrialPanel.tsx';
import './rules.css';
import '../i18n/rules-texts.ts';

interface Loaded {
  document: RulesDocument;
  zones: Zone[];
}

/** What became of the last change. */
interface Notice {
  isGood: boolean;
  /** The rule that was new when it was set: its own page goes on showing this. */
  ruleId?: string;
  sentence: Sentence;
}

/** No rule is chosen: a rule that has been removed leaves this page, with its notice. */
const NONE = '';
/** The address of a rule that is not there yet. */
const NEW = 'new';

export interface RulesPageProps {
  ruleId: string | undefined;
  /** The zone that a new rule is to be about. */
  zoneId: string | undefined;
}

export function RulesPage({ ruleId, zoneId }: RulesPageProps): JSX.Element {
  const loaded = useSignal<Loaded | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  const notice = useSignal<Notice | undefined>(undefined);
  useEffect(() => {
    if (notice.value?.ruleId !== (ruleId ?? NONE)) notice.value = undefined;
  }, [ruleId, notice]);
  useEffect(() => {
    Promise.all([readRules(), readZones()]).then(
      ([document, zones]) => (loaded.value = { document, zones }),
      (error: unknown) => (problem.value = sentenceFor(error)),
    );
  }, [loaded, problem]);
  const rules = (loaded.value?.document.body ?? []).filter(({ kind }) => ruleKinds.has(kind));
  const fresh = freshRule.value;
  const rule = ruleId === NEW ? fresh : rules.find(({ id }) => id === ruleId);
  return (
    <main class="page rules-page">
      <h1>{t('rules.title')}</h1>
      <p>{t('rules.intro')}</p>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      {notice.value && (
        <p class={notice.value.isGood ? 'applied' : 'problem'} role={notice.value.isGood ? 'status' : 'alert'}>
          {said(notice.value.sentence)}
        </p>
      )}
      {!loaded.value && !problem.value && <p>{t('page.loading')}</p>}
      {loaded.value && rules.length === 0 && <p class="empty">{t('rules.none')}</p>}
      {loaded.value && rules.length > 0 && (
        <div class="rules-columns">
          <RuleList rules={rules} document={loaded.value.document} ruleId={ruleId} />
          {rule && (
            <Workbench
              key={`${rule.id} ${loaded.value.document.revision}`}
              rule={rule}
              loaded={loaded.value}
              onApply={(proposed) => apply(proposed, loaded, notice)}
              onRemoved={() => void reread(rule, loaded, notice)}
            />
          )}
          {!rule && ruleId === NEW && mayDo('settings:write') && (
            <NewRule zone={loaded.value.zones.find(({ id }) => id === zoneId)} />
          )}
          {!rule && ruleId !== NEW && (
            <p class="empty">{ruleId === undefined ? t('rules.choose') : t('rules.gone', { id: ruleId })}</p>
          )}
        </div>
      )}
    </main>
  );
}

interface RuleListProps {
  rules: readonly Rule[];
  document: RulesDocument;
  ruleId: string | undefined;
}

function RuleList({ rules, document: { changedBy, changedAt }, ruleId }: RuleListProps): JSX.Element {
  return (
    <nav class="rule-list" aria-label={t('rules.list')}>
      {mayDo('settings:write') && (
        <p>
          <a class="button" href={newRulePath()} aria-current={ruleId === NEW ? 'page' : undefined}>
            + {n('newRule')}
          </a>
        </p>
      )}
      <ul>
        {rules.map((rule) => (
          <li key={rule.id}>
            <a href={rulePath(rule.id)} aria-current={rule.id === ruleId ? 'page' : undefined}>
              <PriorityMark priority={rule.priority ?? readyRule(rule).kind.priority} />
              <span>{ruleName(rule)}</span>
            </a>
          </li>
        ))}
      </ul>
      {changedBy !== undefined && changedAt !== undefined && (
        <p class="param-note">{t('rules.setBy', { who: actorName(changedBy), when: formatTime(changedAt) })}</p>
      )}
    </nav>
  );
}

interface WorkbenchProps {
  rule: Rule;
  loaded: Loaded;
  /** Resolves with what went wrong. */
  onApply(proposed: Rule): Promise<Sentence | undefined>;
  onRemoved(): void;
}

function Workbench({ rule, loaded: { zones, document }, onApply, onRemoved }: WorkbenchProps): JSX.Element {
  // A trial that went on while another page was shown comes back with what is tried.
  const draft = useSignal<Draft>(draftOf(rule, trial.value?.proposed));
  const applying = useSignal(false);
  const session = sessionState.value;
  const mayChange = session.kind === 'in' && session.session.roles.includes('admin');
  const proposed = isValid(draft.value) ? proposedRule(draft.value) : undefined;
  const isChanged = isFresh(rule) || differences(draft.value).length > 0;
  const needsTrial = isFresh(rule) || (proposed !== undefined && !judgesAlike(rule, proposed));
  const tried = trial.value?.view.result && isTriedOf(trial.value.proposed, proposed) ? trial.value : undefined;
  return (
    <div class="workbench">
      <div class="rule-side">
        <h2>{ruleName(rule)}</h2>
        <p class="rule-id">
          {n('kind')}: {said(ruleKinds.get(rule.kind)!.title)} · {n('code')} <code>“{rule.id}”</code> ·{' '}
          {isFresh(rule) ? n('fresh') : t('rules.version', { version: rule.version ?? 1 })}
        </p>
        <RuleWords draft={draft.value} />
        {!mayChange && <p class="problem">{t('rules.readOnly')}</p>}
        <RuleForm draft={draft.value} zones={zones} disabled={!mayChange} onChange={(next) => (draft.value = next)} />
        {mayChange && (
          <button type="button" disabled={!isChanged} onClick={() => (draft.value = draftOf(rule))}>
            {t('rules.undo')}
          </button>
        )}{' '}
        {isFresh(rule) && (
          <button type="button" onClick={() => (freshRule.value = undefined)}>
            {n('drop')}
          </button>
        )}
        {mayChange && !isFresh(rule) && <RemoveRule rule={rule} document={document} onRemoved={onRemoved} />}
      </div>
      {mayChange && (
        <div class="trial-side">
          <TrialPanel proposed={proposed} ruleId={rule.id} listWith={(one) => withRule(document.body, one)}>
            <div class="apply-bar">
              <button
                type="button"
                disabled={!isChanged || !proposed || (needsTrial && !tried)}
                onClick={() => (applying.value = true)}
              >
                {t('apply.open')}
              </button>
              {!isChanged && <span>{t('apply.unchanged')}</span>}
              {isChanged && needsTrial && !tried && <span>{t('apply.tryFirst')}</span>}
            </div>
          </TrialPanel>
        </div>
      )}
      {applying.value && proposed && (tried || !needsTrial) && (
        <ApplyDialog
          draft={draft.value}
          proposed={proposed}
          zones={zones}
          view={needsTrial ? tried?.view : undefined}
          onApply={() => onApply(proposed)}
          onClose={() => (applying.value = false)}
        />
      )}
    </div>
  );
}

/** Sets the rule in the list as it stands on the server now; a list that somebody else has changed meanwhile is not overwritten. */
async function apply(
  proposed: Rule,
  loaded: Signal<Loaded | undefined>,
  notice: Signal<Notice | undefined>,
): Promise<Sentence | undefined> {
  try {
    const current = await readRules();
    const known = loaded.value!;
    if (current.revision !== known.document.revision) {
      loaded.value = { ...known, document: current };
      notice.value = { isGood: false, sentence: inBoth('apply.overtaken', current) };
      return undefined;
    }
    const document = await writeRules(withRule(current.body, proposed), current.revision);
    trial.value = undefined;
    if (isWaiting(document)) {
      const sentence = { vi: message('apply.waits', 'vi', {}), en: message('apply.waits', 'en', {}) };
      notice.value = { isGood: true, sentence };
      freshRule.value = undefined;
      return undefined;
    }
    loaded.value = { ...known, document };
    const sentence = inBoth('apply.done', document, { version: proposed.version ?? 1 });
    notice.value = { isGood: true, sentence, ruleId: proposed.id };
    if (freshRule.value?.id === proposed.id) {
      freshRule.value = undefined;
      navigate(rulePath(proposed.id), 'replace');
    }
    return undefined;
  } catch (error) {
    return sentenceFor(error);
  }
}

/** A rule has been taken out: the list is read as it stands now. */
async function reread(
  removed: Rule,
  loaded: Signal<Loaded | undefined>,
  notice: Signal<Notice | undefined>,
): Promise<void> {
  const values = { rule: ruleName(removed) };
  const sentence = { vi: message('remove.done', 'vi', values), en: message('remove.done', 'en', values) };
  try {
    loaded.value = { ...loaded.value!, document: await readRules() };
    navigate('/rules', 'replace');
    notice.value = { isGood: true, sentence, ruleId: NONE };
  } catch (error) {
    notice.value = { isGood: false, sentence: sentenceFor(error) };
  }
}

function inBoth(key: Key, { changedBy, changedAt }: RulesDocument, more: Record<string, number> = {}): Sentence {
  const values = { who: changedBy ?? '', when: formatLocalTime(changedAt ?? 0), ...more };
  return { vi: message(key, 'vi', values), en: message(key, 'en', values) };
}
