/** Type in the header of a paper code, which is no credential: only staff see whose it is. */
export const PAPER_CODE_TYPE = 'kapok-paper+jwt';

/** Whether a text has the form of a paper code; nothing of it is proved. */
export function isPaperCode(text: string): boolean {
  try {
    const [header = '', , , ...rest] = text.trim().split('.');
    const { typ } = JSON.parse(atob(header.replace(/-/g, '+').replace(/_/g, '/')));
    return rest.length === 0 && typ === PAPER_CODE_TYPE;
  } catch {
    return false;
  }
}
