/** The page of the rules brings all rule kinds with it: it is loaded when somebody opens it. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/t.ts';

type Module = typeof import('../rules/RulesPage.tsx');

export function RulesLater({ ruleId }: { ruleId: string | undefined }): JSX.Element {
  const module = useSignal<Module | 'failed' | undefined>(undefined);
  useEffect(() => {
    import('../rules/RulesPage.tsx').then(
      (loaded) => (module.value = loaded),
      () => (module.value = 'failed'),
    );
  }, [module]);
  const loaded = module.value;
  if (loaded && loaded !== 'failed') return <loaded.RulesPage ruleId={ruleId} />;
  return (
    <main class="page">
      <h1>{t('rules.title')}</h1>
      {loaded === 'failed' ? <p role="alert">{t('rules.loadFailed')}</p> : <p>{t('page.loading')}</p>}
    </main>
  );
}
