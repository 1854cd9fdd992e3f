import { APIError } from 'better-auth/api';
import { KnowngoodError } from '../errors.ts';

const words: Record<string, string> = {
  INVALID_PASSWORD: 'This is not your password',
  INVALID_CODE: 'This code is not right. Codes change every 30 seconds: send the one that the app shows now',
  TOTP_NOT_ENABLED: 'Begin with the second factor first',
  TOTP_ALREADY_ENABLED: 'A second factor is on already',
  TWO_FACTOR_NOT_ENABLED: 'There is no second factor to use',
  BACKUP_CODES_NOT_ENABLED: 'There is no second factor to use',
  PASSWORD_TOO_SHORT: 'This password is too short',
  PASSWORD_TOO_LONG: 'This password is too long',
};

/** Waits for the sign-in library, and puts what it refuses into our words. @throws KnowngoodError INVALID, UNAUTHENTICATED */
export async function inWords<Answer>(act: Promise<Answer>): Promise<Answer> {
  try {
    return await act;
  } catch (error) {
    if (!(error instanceof APIError) || error.statusCode >= 500) throw error;
    const code = String(error.body?.code ?? '');
    if (error.statusCode === 401 && !(code in words))
      throw new KnowngoodError('UNAUTHENTICATED', 'Sign in again');
    throw new KnowngoodError('INVALID', words[code] ?? `This was refused: ${error.message}`);
  }
}
