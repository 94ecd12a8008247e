/**
 * The recipient matrix that ships (domain.md §2.2), and made-up people for the demo. Every province edits both.
 * Where the matrix says "yes", officers get email, SMS and, where they have turned it on, web push; "copy" is email only; "count" is a number on the wall and no
 * message. Near a boundary the matrix names the same units for 6 nm and 1 nm; at 6 nm they read mail and only the owner, who
 * can still turn, gets an SMS. Who gets mail is also told by webhook, if the contact names one.
 */
import { type Contact, contactList, type Route, routingTable } from '../models/contact.ts';
import type { Role } from './routing.ts';

/** The central tier: vessels from 24 m are the national department's (NĐ 26/2019 Đ.44). */
const centralTierLengthM = 24;

/** A contact without a webhook is told the rest; one that is nothing but a program would otherwise hear of no alert. */
const withPrograms = (channels: Route['channels']): Route['channels'] =>
  channels.includes('email') ? [...channels, 'webhook'] : channels;

const department = (rules: string[], channels: Route['channels']): Route => ({
  rules,
  changes: ['raised', 'retracted'],
  roles: ['department'],
  channels: withPrograms(channels),
  minLengthM: centralTierLengthM,
});

const route = (rules: string[], roles: Role[], channels: Route['channels']): Route => ({
  rules,
  changes: ['raised', 'retracted'],
  roles,
  channels: withPrograms(channels),
});

const nearBoundary = ['boundary-near-1', 'boundary-near-6', 'boundary-time'];
const longSilence = ['declaration-missed', 'silence-8-days', 'silence-10-days'];
const fishing = ['closed-area', 'wrong-zone'];

export function defaultRouting(): Route[] {
  return routingTable.parse([
    route(['boundary-cross'], ['duty', 'surveillance', 'border-station', 'border-command'], ['email', 'sms', 'push']),
    route(['boundary-cross'], ['owner'], ['sms']),
    route(['boundary-cross'], ['centre'], ['email']),
    department(['boundary-cross'], ['email', 'sms', 'push']),

    route(['boundary-near-1', 'boundary-time'], ['duty', 'border-station'], ['email', 'sms', 'push']),
    route(['boundary-near-6'], ['duty', 'border-station'], ['email']),
    route(nearBoundary, ['surveillance'], ['email']),
    route(nearBoundary, ['owner'], ['sms']),
    department(nearBoundary, ['email']),

    route(['silence-warn', 'declaration-missed', 'silence-8-days'], ['duty'], ['email']),
    route(['silence-warn', 'silence-loss', ...longSilence], ['owner'], ['sms']),
    route(['silence-loss'], ['duty', 'border-station'], ['email', 'sms', 'push']),
    route(['silence-10-days'], ['duty', 'border-station'], ['email', 'sms', 'push']),
    route(['silence-10-days'], ['surveillance', 'border-command', 'port'], ['email']),
    department(['silence-loss', 'silence-10-days'], ['email']),

    route(['provider-outage'], ['duty'], ['email', 'sms', 'push']),
    route(['provider-outage'], ['border-station', 'centre'], ['email']),

    route(fishing, ['duty', 'border-station'], ['email']),
    route(fishing, ['surveillance'], ['email', 'sms', 'push']),
    route(fishing, ['owner'], ['sms']),
    department(fishing, ['email']),

    route(['distress'], ['duty', 'surveillance', 'border-station', 'border-command', 'port'], ['email', 'sms', 'push']),
    route(['distress'], ['owner'], ['sms']),
    route(['distress'], ['centre'], ['email']),
    department(['distress'], ['email', 'sms', 'push']),

    route(['departure'], ['duty', 'border-station', 'port'], ['email', 'sms', 'push']),
    route(['departure'], ['surveillance'], ['email']),
    route(['departure', 'vms-silent-ais-heard'], ['owner'], ['sms']),
    route(['vms-silent-ais-heard'], ['duty', 'border-station'], ['email']),

    // That it is over: the units that acted on it stop acting.
    {
      rules: ['boundary-cross', 'silence-loss', 'distress'],
      changes: ['cleared'],
      roles: ['duty', 'border-station'],
      channels: withPrograms(['email']),
    },
    // A rule that a province adds is heard of by the duty officer before anybody has thought of routing it.
    route(['*'], ['duty'], ['email']),
  ]);
}

/** Nobody real: names of functions, `.example` addresses (RFC 2606), 0900 numbers. */
export function demoContacts(): Contact[] {
  return contactList.parse([
    demo('duty', 'Trực ban Chi cục Thủy sản (demo)', 'trucban', '0900 000 001'),
    demo('surveillance', 'Trạm Kiểm ngư số 1 (demo)', 'kiemngu', '0900 000 002'),
    demo('border-station', 'Đồn Biên phòng Kỳ Hà (demo)', 'donbienphong', '0900 000 003'),
    demo('border-command', 'Bộ Chỉ huy BĐBP tỉnh (demo)', 'bdbp', '0900 000 004'),
    demo('port', 'Ban Quản lý cảng cá Tam Quang (demo)', 'cangca', '0900 000 005'),
    demo('centre', 'Trung tâm điều hành thông minh IOC (demo)', 'ioc', '0900 000 006'),
    demo('department', 'Cục Thủy sản và Kiểm ngư (demo)', 'cuc', '0900 000 007'),
  ]);
}

function demo(role: Role, name: string, mailbox: string, phone: string) {
  return { id: `demo-${role}`, name, role, email: `${mailbox}@haidang.example`, phone, verifiedOn: '2026-01-15' };
}
