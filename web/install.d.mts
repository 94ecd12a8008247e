import type { Plugin } from 'vite';

export function installable(): Plugin;
export function buildWorker(folder: string): Promise<void>;
export function packFiles(folder: string): Promise<void>;
