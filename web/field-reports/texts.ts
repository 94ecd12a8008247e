/** `t` for the texts of reports from the field, and the words of what is in them. */
import type { FieldReport, ReportStep, ReportTopic } from '../../server/models/field-report.ts';
import { fieldReportMessages } from '../i18n/field-report-catalogue.ts';
import { speaker } from '../i18n/t.ts';

export const ft = speaker(fieldReportMessages);
type FieldKey = keyof typeof fieldReportMessages;

export const topicKeys: Record<ReportTopic, FieldKey> = {
  danger: 'field.danger',
  vessel: 'field.vessel',
  fishing: 'field.fishing',
  pollution: 'field.pollution',
  other: 'field.other',
};
export const stateKeys: Record<FieldReport['state'], FieldKey> = {
  new: 'field.new',
  taken: 'field.taken',
  closed: 'field.closed',
};
export const stepKeys: Record<ReportStep, FieldKey> = {
  received: 'field.stepReceived',
  taken: 'field.stepTaken',
  joined: 'field.stepJoined',
  answered: 'field.stepAnswered',
  closed: 'field.stepClosed',
};
