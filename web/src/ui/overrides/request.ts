import { createContext, useContext } from 'react';

export const everything = '*';

/** What somebody wants to do to a flag, or to everything, in an emergency. */
export interface OverrideRequest {
  action: 'kill' | 'known-good' | 'lift';
  /** A flag's key, or `*`. */
  target: string;
  /** The flag's name; not needed for everything. */
  name?: string;
}

export const OverrideDialogContext = createContext<(request: OverrideRequest) => void>(() => undefined);

/** Opens the dialog that says what will happen and asks once. */
export const useOverrideDialog = () => useContext(OverrideDialogContext);
