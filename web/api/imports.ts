/** Previewing and confirming tables of the registry. The file is sent each time: the server keeps nothing of it in between. */
import type { ImportDone } from '../../server/api/imports.ts';
import type { ImportTable } from '../../server/models/import.ts';
import type { ColumnChoice } from '../../server/registry-import/columns.ts';
import type { ImportPreview } from '../../server/registry-import/preview.ts';
import { postBytes } from './http.ts';

export interface Upload {
  table: ImportTable;
  file: File;
  columns?: ColumnChoice;
  owes: boolean;
}

export const previewImport = (upload: Upload): Promise<ImportPreview> =>
  postBytes(`/imports/${upload.table}/preview?${queryOf(upload)}`, upload.file);

export function confirmImport(upload: Upload, plan: string): Promise<ImportDone> {
  return postBytes(`/imports/${upload.table}/confirm?${queryOf(upload)}&plan=${plan}`, upload.file);
}

function queryOf({ file, columns, owes }: Upload): string {
  const query = new URLSearchParams({ name: file.name.slice(-200), owes: owes ? 'yes' : 'no' });
  if (columns) query.set('columns', JSON.stringify(columns));
  return query.toString();
}
