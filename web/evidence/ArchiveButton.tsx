/** Has an evidence archive made and saves it: says that it is being made, and why it was not. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { said, t } from '../i18n/t.ts';

export interface ArchiveButtonProps {
  label: string;
  /** Of the file. */
  name: string;
  fetch(): Promise<Blob>;
}

export function ArchiveButton({ label, name, fetch }: ArchiveButtonProps): JSX.Element {
  const isMaking = useSignal(false);
  const problem = useSignal<Sentence | undefined>(undefined);
  const make = async (): Promise<void> => {
    isMaking.value = true;
    problem.value = undefined;
    try {
      save(await fetch(), name);
    } catch (error) {
      problem.value = sentenceFor(error);
    } finally {
      isMaking.value = false;
    }
  };
  return (
    <>
      <button
        type="button"
        title={t('archive.about')}
        aria-busy={isMaking.value}
        disabled={isMaking.value}
        onClick={() => void make()}
      >
        {isMaking.value ? t('archive.making') : label}
      </button>
      {problem.value && (
        <span class="problem" role="alert">
          {said(problem.value)}
        </span>
      )}
    </>
  );
}

function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
