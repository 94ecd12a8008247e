/** `t` for the texts of the page of reports. */
import { reportMessages } from '../i18n/report-catalogue.ts';
import { speaker } from '../i18n/t.ts';

export const rt = speaker(reportMessages);
