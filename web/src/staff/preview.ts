// What a line says of the last message: its words, else how many files it is.
import type { Summary } from '../shared/protocol';
import { common } from './texts';

export const previewText = ({ preview, files = 0 }: Pick<Summary, 'preview' | 'files'>): string => preview || (files > 0 ? common().files(files) : '');
