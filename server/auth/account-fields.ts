/** What an account may be called, hold and be opened with. */
import { HaidangError } from '../errors.ts';
import type { Words } from '../system-words.ts';
import { isCommonPassword } from './common-passwords.ts';
import { isRole, type Role, roles } from './permissions.ts';

const shortestPassword = 10;
export const longestPassword = 1000;
const mostVessels = 500;

/** One spelling of a name, whatever its case. */
export function normal(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}

/** @throws HaidangError `account-invalid`, as all of these */
export function checkedName(name: string): string {
  const checked = normal(name);
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,59}$/u.test(checked)) {
    throw unusable('name', {
      vi: 'chỉ dùng chữ, số và . _ @ - , tối đa 60 ký tự',
      en: 'letters, digits and . _ @ - only, at most 60',
    });
  }
  return checked;
}

export function checkedRoles(names: readonly string[]): Role[] {
  const unknown = names.find((name) => !isRole(name));
  if (unknown !== undefined) {
    throw unusable('role', {
      vi: `không có vai trò “${unknown}”; có: ${Object.keys(roles).join(', ')}`,
      en: `there is no role “${unknown}”; there are: ${Object.keys(roles).join(', ')}`,
    });
  }
  if (names.length === 0) throw unusable('role', { vi: 'mỗi người cần ít nhất một', en: 'a user needs at least one' });
  return [...new Set(names.filter(isRole))];
}

/** Whether there is such a unit is for the settings to say, which change: one that is not in the tree answers for nothing. */
export function checkedUnit(unit: string): string {
  const id = unit.trim();
  if (id.length > 0 && id.length <= 40) return id;
  throw unusable('unit', { vi: 'mã đơn vị dài từ 1 đến 40 ký tự', en: 'the id of a unit has 1 to 40 characters' });
}

/** Registration numbers of the vessels that somebody sees as their own. */
export function checkedVessels(registrations: readonly string[]): string[] {
  const checked = [...new Set(registrations.map((one) => one.trim()).filter(Boolean))];
  if (checked.length <= mostVessels && checked.every((one) => one.length <= 40)) return checked;
  throw unusable('vessels', {
    vi: `tối đa ${mostVessels} số đăng ký, mỗi số tối đa 40 ký tự`,
    en: `at most ${mostVessels} registrations of at most 40 characters`,
  });
}

/** Length, and not one that guessers try first (OWASP ASVS 5.0, 6.2). */
export function checkPassword(password: string, name: string): void {
  if (password.length < shortestPassword || password.length > longestPassword) {
    throw unusable('password', {
      vi: `mật khẩu dài từ ${shortestPassword} đến ${longestPassword} ký tự`,
      en: `a password has ${shortestPassword} to ${longestPassword} characters`,
    });
  }
  if (!isCommonPassword(password, name)) return;
  throw unusable('password', {
    vi: 'mật khẩu này ai cũng đoán được: nó nằm trong danh sách mật khẩu đã lộ, hoặc chỉ là tên người dùng hay một ký tự lặp lại; hãy dùng một câu dài hơn',
    en: 'it is easily guessed: it is on the list of leaked passwords, or only the user name or a repetition; use a longer phrase',
  });
}

const fields = {
  name: { vi: 'tên', en: 'name' },
  role: { vi: 'vai trò', en: 'role' },
  unit: { vi: 'đơn vị', en: 'unit' },
  vessels: { vi: 'tàu', en: 'vessels' },
  scope: { vi: 'quyền', en: 'scope' },
  address: { vi: 'địa chỉ', en: 'address' },
  password: { vi: 'mật khẩu', en: 'password' },
  perMinute: { vi: 'số yêu cầu mỗi phút', en: 'requests per minute' },
  code: { vi: 'mã xác thực', en: 'code' },
};

export function unusable(field: keyof typeof fields, why: Words): HaidangError {
  return new HaidangError('account-invalid', { field: fields[field], why });
}
