/** A stand-in for the sentence of an occurrence: the tests here are about who is told, not about its wording. */
import type { OccurrenceText } from '../../server/alerts/desk-port.ts';

export const occurrenceText: OccurrenceText = (occurrence, { vesselLabel, ruleName, ruleNameEn }) => ({
  vi: `${vesselLabel}: ${ruleName ?? occurrence.ruleId}, ${occurrence.state}`,
  en: `${vesselLabel}: ${ruleNameEn ?? occurrence.ruleId}, ${occurrence.state}`,
});
