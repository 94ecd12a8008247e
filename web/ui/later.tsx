/** Pages and panels that bring much with them are loaded when somebody opens them. */
import { useSignal } from '@preact/signals';
import type { FunctionComponent, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/t.ts';

/** The page or panel, which says that it is loading, or that it could not be loaded, until it is there. */
export function later<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
  place: 'page' | 'panel' | 'map' = 'page',
): (props: Props) => JSX.Element {
  return function Later(props: Props): JSX.Element {
    const loaded = useSignal<FunctionComponent<Props> | 'failed' | undefined>(undefined);
    useEffect(() => {
      load().then(
        (Page) => (loaded.value = Page),
        () => (loaded.value = 'failed'),
      );
    }, [loaded]);
    const Page = loaded.value;
    if (Page && Page !== 'failed') return <Page {...props} />;
    const words = Page ? <p role="alert">{t('rules.loadFailed')}</p> : <p>{t('page.loading')}</p>;
    if (place === 'page') return <main class="page">{words}</main>;
    return <section class={place === 'map' ? 'map-view' : 'map-panel'}>{words}</section>;
  };
}
