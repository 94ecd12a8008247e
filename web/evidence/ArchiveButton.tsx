/** Has an evidence archive made and saves it: says that it is being made, and why it was not. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { said, t } from '../i18n/t.ts';
import { saveBlob } from '../ui/save-file.ts';

interface ArchiveButtonProps {
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
      saveBlob(name, await fetch());
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
