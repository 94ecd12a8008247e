/**
 * The ladders until a province sets its own. Times after domain.md §2.1 (boundary: acknowledged in 5 minutes, called in 15, passed
 * on in 60; loss of signal: 30 minutes and 2 hours; distress: 1 minute) and the order of ui.md §3.8: who is on watch, their
 * supervisor by telephone too, then the commands. Proposals, no law.
 */
import { type Ladder, ladderList } from '../models/ladder.ts';

const words = (vi: string, en: string) => ({ vi, en });
const boundary = ['boundary-cross', 'boundary-approach', 'boundary-time'];
const silence = ['silence', 'declaration-missed', 'provider-outage'];

/** Whoever is on watch, by what wakes them. */
const watch = { roles: ['duty'], onWatch: true };
const hour = 60;

export function defaultLadders(): Ladder[] {
  return ladderList.parse([
    {
      id: 'distress',
      name: words('Cấp cứu chưa ai tiếp nhận', 'Distress not acknowledged'),
      on: 'unacknowledged',
      kinds: ['distress'],
      goesOnWhenOver: true,
      steps: [
        { id: 'watch', minutes: 1, ...watch, channels: ['push', 'sms', 'call'] },
        {
          id: 'all-duty',
          minutes: 3,
          roles: ['duty', 'border-station'],
          unitsAbove: 1,
          channels: ['push', 'sms', 'call'],
        },
        { id: 'command', minutes: 5, roles: ['border-command', 'surveillance'], channels: ['sms', 'email', 'call'] },
        { id: 'department', minutes: 10, roles: ['department', 'centre'], channels: ['sms', 'email', 'call'] },
      ],
    },
    {
      id: 'urgent',
      name: words('Cảnh báo khẩn chưa ai tiếp nhận', 'Urgent alert not acknowledged'),
      on: 'unacknowledged',
      kinds: boundary,
      priorities: [1, 2],
      steps: [
        { id: 'watch', minutes: 5, ...watch, channels: ['push', 'sms'] },
        {
          id: 'supervisor',
          minutes: 15,
          roles: ['duty', 'border-station'],
          unitsAbove: 1,
          channels: ['sms', 'email', 'call'],
        },
        { id: 'command', minutes: 30, roles: ['border-command', 'surveillance'], channels: ['sms', 'email'] },
        { id: 'department', minutes: hour, roles: ['department'], channels: ['sms', 'email'] },
      ],
    },
    {
      id: 'first-priority',
      name: words('Cảnh báo mức 1 chưa ai tiếp nhận', 'Priority 1 not acknowledged'),
      on: 'unacknowledged',
      priorities: [1],
      steps: [
        { id: 'watch', minutes: 5, ...watch, channels: ['push', 'sms'] },
        { id: 'supervisor', minutes: 15, roles: ['duty'], unitsAbove: 1, channels: ['sms', 'email', 'call'] },
        { id: 'command', minutes: hour, roles: ['border-command', 'surveillance'], channels: ['sms', 'email'] },
      ],
    },
    {
      id: 'silence',
      name: words('Mất kết nối chưa ai tiếp nhận', 'Loss of signal not acknowledged'),
      on: 'unacknowledged',
      kinds: silence,
      priorities: [2],
      steps: [
        { id: 'watch', minutes: 30, ...watch, channels: ['push', 'sms'] },
        { id: 'supervisor', minutes: 2 * hour, roles: ['duty'], unitsAbove: 1, channels: ['sms', 'email'] },
        { id: 'command', minutes: 6 * hour, roles: ['border-station', 'border-command'], channels: ['email'] },
      ],
    },
    {
      id: 'second-priority',
      name: words('Cảnh báo mức 2 chưa ai tiếp nhận', 'Priority 2 not acknowledged'),
      on: 'unacknowledged',
      priorities: [2],
      steps: [
        { id: 'watch', minutes: 30, ...watch, channels: ['push', 'sms'] },
        { id: 'supervisor', minutes: 2 * hour, roles: ['duty'], unitsAbove: 1, channels: ['sms', 'email'] },
      ],
    },
    {
      id: 'third-priority',
      name: words('Cảnh báo mức 3 chưa ai tiếp nhận', 'Priority 3 not acknowledged'),
      on: 'unacknowledged',
      priorities: [3],
      steps: [{ id: 'watch', minutes: 2 * hour, ...watch, channels: ['push', 'email'] }],
    },
    {
      id: 'urgent-not-reached',
      name: words('Tàu gần hoặc vượt ranh giới không liên lạc được', 'Vessel at the boundary not reached'),
      on: 'not-reached',
      kinds: ['distress', ...boundary],
      steps: [
        { id: 'others', minutes: 15, roles: ['border-station', 'surveillance'], channels: ['sms', 'call'] },
        { id: 'command', minutes: 45, roles: ['border-command'], unitsAbove: 1, channels: ['sms', 'email', 'call'] },
        { id: 'department', minutes: 2 * hour, roles: ['department'], channels: ['sms', 'email'] },
      ],
    },
    {
      id: 'not-reached',
      name: words('Không liên lạc được với tàu', 'Vessel not reached'),
      on: 'not-reached',
      steps: [
        { id: 'others', minutes: 6 * hour, roles: ['border-station'], channels: ['email', 'sms'] },
        { id: 'command', minutes: 24 * hour, roles: ['border-command'], unitsAbove: 1, channels: ['email'] },
      ],
    },
    {
      id: 'urgent-overdue',
      name: words('Vụ việc khẩn quá hạn xử lý', 'Urgent case overdue'),
      on: 'overdue',
      kinds: ['distress', ...boundary],
      steps: [
        { id: 'watch', minutes: 0, ...watch, channels: ['push', 'sms'] },
        { id: 'supervisor', minutes: 30, roles: ['duty'], unitsAbove: 1, channels: ['sms', 'email', 'call'] },
        { id: 'command', minutes: 2 * hour, roles: ['border-command'], channels: ['email'] },
      ],
    },
    {
      id: 'overdue',
      name: words('Vụ việc quá hạn xử lý', 'Case overdue'),
      on: 'overdue',
      steps: [
        { id: 'watch', minutes: 0, ...watch, channels: ['push', 'email'] },
        { id: 'supervisor', minutes: 12 * hour, roles: ['duty'], unitsAbove: 1, channels: ['email'] },
      ],
    },
  ]);
}
