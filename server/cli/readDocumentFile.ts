import { readFile, stat } from 'node:fs/promises';
import { type EnvironmentDocument, readDocument } from '../configuration/document.ts';
import { KnowngoodError } from '../errors.ts';

const mostBytes = 64 * 1024 * 1024;

/** Reads an environment from a YAML or JSON file. @throws KnowngoodError NOT_FOUND, TOO_LARGE, INVALID */
export async function readDocumentFile(file: string): Promise<EnvironmentDocument> {
  const { size } = await stat(file).catch((error: Error) => {
    throw new KnowngoodError('NOT_FOUND', `${file} cannot be read: ${error.message}`);
  });
  if (size > mostBytes) throw new KnowngoodError('TOO_LARGE', `${file} is larger than 64 MB`);
  return readDocument(await readFile(file, 'utf8'));
}
