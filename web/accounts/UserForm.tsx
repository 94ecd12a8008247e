/** What an account may do and whose vessels it sees. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { UserAccess } from '../../server/auth/accounts.ts';
import type { Role } from '../../server/auth/permissions.ts';
import type { Unit } from '../../server/models/contact.ts';
import type { ListedUser, UserList } from '../api/accounts.ts';
import { t } from '../i18n/t.ts';
import { REACHES, USER_ROLES } from './role-words.ts';
import '../i18n/access-texts.ts';

interface UserFormProps {
  /** Absent: a new one. */
  user?: ListedUser;
  roles: UserList['roles'];
  units: Unit[];
  onSave: (name: string, access: UserAccess) => void;
  onCancel: () => void;
}

export function UserForm({ user, roles, units, onSave, onCancel }: UserFormProps): JSX.Element {
  const held = useSignal<ReadonlySet<Role>>(new Set(user?.roles ?? ['officer']));
  const toggle = (role: Role): void => {
    const next = new Set(held.value);
    if (!next.delete(role)) next.add(role);
    held.value = next;
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string): string => String(form.get(name) ?? '').trim();
    const vessels = text('vessels')
      .split(/[,;\n]/)
      .map((one) => one.trim())
      .filter(Boolean);
    onSave(user?.name ?? text('name'), {
      roles: [...held.value],
      ...(text('unit') && { unit: text('unit') }),
      ...(vessels.length > 0 && { vessels }),
      ...(text('provider') && { provider: text('provider') }),
    });
  };
  return (
    <form class="account-form" onSubmit={submit}>
      {user ? (
        <h3>{user.name}</h3>
      ) : (
        <label>
          {t('users.name')}
          <input name="name" required maxLength={60} autocomplete="off" />
        </label>
      )}
      <fieldset>
        <legend>{t('users.roles')}</legend>
        {roles.map(({ role, reach }) => (
          <label key={role} class="check">
            <input type="checkbox" value={role} checked={held.value.has(role)} onChange={() => toggle(role)} />
            {t(USER_ROLES[role])} <small>{t(REACHES[reach])}</small>
          </label>
        ))}
      </fieldset>
      <label>
        {t('users.unit')}
        <select name="unit" defaultValue={user?.unit ?? ''}>
          <option value="">{t('users.noUnit')}</option>
          {units.map(({ id, name }) => (
            <option key={id} value={id} selected={id === user?.unit}>
              {name}
            </option>
          ))}
          {user?.unit !== undefined && !units.some(({ id }) => id === user.unit) && (
            <option value={user.unit} selected>
              {user.unit}
            </option>
          )}
        </select>
      </label>
      <label>
        {t('users.vessels')}
        <input name="vessels" defaultValue={user?.vessels?.join(', ') ?? ''} />
      </label>
      <label>
        {t('users.provider')}
        <input name="provider" maxLength={60} defaultValue={user?.provider ?? ''} />
      </label>
      <footer>
        <button type="submit" class="primary">
          {t('users.save')}
        </button>
        <button type="button" onClick={onCancel}>
          {t('users.cancel')}
        </button>
      </footer>
    </form>
  );
}
