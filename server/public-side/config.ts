/** The sections `modules` and `publicForm` of the settings: what a province uses of the product, and what it opens to everybody. */
import { z } from 'zod';

export const modulesConfig = z.strictObject({
  /** Rules of fishing (areas, closed seasons, boundary, departure) in a new data folder, and the reports about them. */
  fishing: z.boolean().default(true),
  /** The page of reports. */
  reports: z.boolean().default(true),
  /** The console's page of reports from the field, and the hotline. */
  fieldReports: z.boolean().default(true),
  /** The public page for them, without an account. */
  publicForm: z.boolean().default(false),
});
export type Modules = z.infer<typeof modulesConfig>;
export const usualModules: Modules = modulesConfig.parse({});

export const publicFormConfig = z.strictObject({
  /** Telephone that the page names, and the pages behind links in messages. */
  hotline: z.string().min(3).max(40).optional(),
  /** Reports within an hour, of one address and of all together. */
  perAddress: z.int().min(1).max(1000).default(5),
  perHour: z.int().min(1).max(100_000).default(200),
});
export type PublicFormConfig = z.infer<typeof publicFormConfig>;
