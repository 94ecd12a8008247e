/** Keys of suppliers and programs. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ListedKey } from '../../server/auth/keys.ts';
import type { Permission } from '../../server/auth/permissions.ts';
import { makeKey, readKeys, revokeKey } from '../api/accounts.ts';
import { language, said, t } from '../i18n/t.ts';
import { localStamp } from '../ui/format.ts';
import { useActing } from './acting.ts';
import { PERMISSIONS } from './role-words.ts';
import { Secret } from './Secret.tsx';
import '../i18n/access-texts.ts';

export function KeysView(): JSX.Element {
  const list = useSignal<{ keys: ListedKey[]; scopes: Permission[] } | undefined>(undefined);
  const shown = useSignal<{ who: string; key: string } | undefined>(undefined);
  const { problem, run } = useActing();
  const read = async (): Promise<void> => {
    list.value = await readKeys();
  };
  useEffect(() => {
    void run(read);
  }, []);
  const make = (event: SubmitEvent): void => {
    event.preventDefault();
    const element = event.currentTarget as HTMLFormElement;
    const form = new FormData(element);
    const who = String(form.get('name'));
    const addresses = String(form.get('addresses'))
      .split(/[\s,;]+/)
      .filter(Boolean);
    void run(async () => {
      const perMinute = Number(form.get('perMinute')) || undefined;
      const { key } = await makeKey({ name: who, scopes: form.getAll('scope').map(String), addresses, perMinute });
      shown.value = { who, key };
      element.reset();
      await read();
    });
  };
  const revoke = (name: string): Promise<void> =>
    run(async () => {
      await revokeKey(name);
      await read();
    });
  return (
    <section aria-labelledby="keys-title">
      <h2 id="keys-title">{t('keys.title')}</h2>
      <p>
        {t('keys.about')}{' '}
        <a href={`/api/v1/docs?lang=${language.value}`} target="_blank" rel="noreferrer">
          {t('keys.docs')}
        </a>
      </p>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      {shown.value && (
        <Secret
          title={t('keys.shown', { who: shown.value.who })}
          lines={[shown.value.key]}
          onClose={() => (shown.value = undefined)}
        />
      )}
      <form class="account-form" onSubmit={make}>
        <label>
          {t('keys.name')}
          <input name="name" required maxLength={100} autocomplete="off" />
        </label>
        <fieldset>
          <legend>{t('keys.scopes')}</legend>
          {list.value?.scopes.map((scope) => (
            <label key={scope} class="check">
              <input type="checkbox" name="scope" value={scope} /> <span title={scope}>{t(PERMISSIONS[scope])}</span>
            </label>
          ))}
        </fieldset>
        <label>
          {t('keys.addressesHint')}
          <input name="addresses" autocomplete="off" />
        </label>
        <label>
          {t('keys.perMinute')}
          <input name="perMinute" type="number" min={1} max={10_000_000} />
        </label>
        <footer>
          <button type="submit">{t('keys.create')}</button>
        </footer>
      </form>
      <div class="table-scroll">
        <table class="keys stacked">
          <thead>
            <tr>
              <th scope="col">{t('keys.name')}</th>
              <th scope="col">{t('keys.scopes')}</th>
              <th scope="col">{t('keys.addresses')}</th>
              <th scope="col">{t('keys.made')}</th>
              <th scope="col">{t('table.acts')}</th>
            </tr>
          </thead>
          <tbody>
            {list.value?.keys.map((key) => (
              <tr key={`${key.name} ${key.createdAt}`} data-key={key.name}>
                <th scope="row">{key.name}</th>
                <td>{key.scopes.map((scope) => t(PERMISSIONS[scope])).join(' · ')}</td>
                <td>
                  {key.addresses?.join(', ') ?? t('keys.anywhere')}
                  {key.perMinute !== undefined && ` · ${t('keys.atMost', { n: key.perMinute })}`}
                </td>
                <td>
                  {localStamp(key.createdAt)}
                  {key.isOverdue && <p class="problem">{t('keys.overdue')}</p>}
                </td>
                <td>
                  {key.revokedAt === undefined ? (
                    <button type="button" onClick={() => void revoke(key.name)}>
                      {t('keys.revoke')}
                    </button>
                  ) : (
                    t('keys.revoked')
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
