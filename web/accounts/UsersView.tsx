/** Who may come in: list, add, change, close, reset. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { UserAccess } from '../../server/auth/accounts.ts';
import type { Unit } from '../../server/models/contact.ts';
import {
  actOnUser,
  addUser,
  changeAccess,
  type ListedUser,
  readUsers,
  type UserAction,
  type UserList,
} from '../api/accounts.ts';
import { readDocument } from '../api/settings.ts';
import { said, t } from '../i18n/t.ts';
import { useActing } from './acting.ts';
import { KeysView } from './KeysView.tsx';
import { USER_ROLES } from './role-words.ts';
import { Secret } from './Secret.tsx';
import { UserForm } from './UserForm.tsx';
import './accounts.css';
import '../i18n/access-texts.ts';

export function UsersView(): JSX.Element {
  const list = useSignal<UserList | undefined>(undefined);
  const units = useSignal<Unit[]>([]);
  const editing = useSignal<ListedUser | 'new' | undefined>(undefined);
  const shown = useSignal<{ who: string; password: string } | undefined>(undefined);
  const { problem, run } = useActing();
  const read = async (): Promise<void> => {
    list.value = await readUsers();
  };
  useEffect(() => {
    void run(async () => {
      await read();
      units.value = (await readDocument('units')).body as Unit[];
    });
  }, []);
  const save = (name: string, access: UserAccess): Promise<void> =>
    run(async () => {
      if (editing.value === 'new') {
        const { user, password } = await addUser({ name, ...access });
        shown.value = { who: user.name, password };
      } else await changeAccess(name, access);
      editing.value = undefined;
      await read();
    });
  const act = (who: string, action: UserAction): Promise<void> =>
    run(async () => {
      const { password } = await actOnUser(who, action);
      shown.value = password === undefined ? undefined : { who, password };
      await read();
    });
  return (
    <>
      <h1>{t('users.title')}</h1>
      <p>{t('users.about')}</p>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      {shown.value && (
        <Secret
          title={t('users.password', { who: shown.value.who })}
          lines={[shown.value.password]}
          onClose={() => (shown.value = undefined)}
        />
      )}
      {!list.value && !problem.value && <p>{t('page.loading')}</p>}
      {list.value && !editing.value && (
        <p>
          <button type="button" class="primary" onClick={() => (editing.value = 'new')}>
            {t('users.add')}
          </button>
        </p>
      )}
      {list.value && editing.value && (
        <UserForm
          key={editing.value === 'new' ? '' : editing.value.name}
          {...(editing.value !== 'new' && { user: editing.value })}
          roles={list.value.roles}
          units={units.value}
          onSave={(name, access) => void save(name, access)}
          onCancel={() => (editing.value = undefined)}
        />
      )}
      {list.value && (
        <div class="table-scroll">
          <table class="users stacked">
            <thead>
              <tr>
                <th scope="col">{t('users.name')}</th>
                <th scope="col">{t('users.roles')}</th>
                <th scope="col">{t('users.unit')}</th>
                <th scope="col">{t('users.state')}</th>
                <th scope="col">{t('table.acts')}</th>
              </tr>
            </thead>
            <tbody>
              {list.value.users.map((user) => (
                <UserRow
                  key={user.name}
                  user={user}
                  units={units.value}
                  onEdit={() => (editing.value = user)}
                  onAct={(action) => void act(user.name, action)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <KeysView />
    </>
  );
}

interface UserRowProps {
  user: ListedUser;
  units: Unit[];
  onEdit: () => void;
  onAct: (action: UserAction) => void;
}

function UserRow({ user, units, onEdit, onAct }: UserRowProps): JSX.Element {
  const { name, roles, unit, vessels, provider, disabledAt, hasSecondFactor, sessions } = user;
  const isOpen = disabledAt === undefined;
  return (
    <tr data-user={name}>
      <th scope="row">{name}</th>
      <td>{roles.map((role) => t(USER_ROLES[role])).join(', ')}</td>
      <td>
        {[units.find(({ id }) => id === unit)?.name ?? unit, provider, vessels?.join(', ')].filter(Boolean).join(' · ')}
      </td>
      <td>
        {t(isOpen ? 'users.active' : 'users.disabled')}{' '}
        {sessions > 0 && <small>{t('users.sessions', { n: sessions })}</small>}{' '}
        {hasSecondFactor && <small>{t('users.secondFactor')}</small>}
      </td>
      <td class="row-actions">
        <button type="button" onClick={onEdit}>
          {t('users.edit')}
        </button>
        <button type="button" onClick={() => onAct('password')}>
          {t('users.reset')}
        </button>
        <button type="button" onClick={() => onAct(isOpen ? 'disable' : 'enable')}>
          {t(isOpen ? 'users.disable' : 'users.enable')}
        </button>
        {sessions > 0 && (
          <button type="button" onClick={() => onAct('sessions/end')}>
            {t('users.endSessions')}
          </button>
        )}
        {hasSecondFactor && (
          <button type="button" onClick={() => onAct('second-factor/end')}>
            {t('users.endSecondFactor')}
          </button>
        )}
      </td>
    </tr>
  );
}
