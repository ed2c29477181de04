/** File the user data writes and the systemd unit reads its environment from. */
export const SERVICE_ENVIRONMENT_FILE = '/etc/kapok/service.env';

/** What the user data of a launch template says about the program it starts. */
export interface UserData {
  /**
   * Lines of the environment file.
   * @default the script writes none
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * File the unit's ExecStart runs, relative to the bundle.
   * @default there is no such unit
   */
  readonly entry?: string;
  /** Names of the archives the script fetches, in order. */
  readonly archives: readonly string[];
}

/** Reads the parts of a user-data script that say what runs. */
export function parseUserData(script: string): UserData {
  const environment = tryReadEnvironment(script);
  const entry = /^ExecStart=.*?([^\s/'"]+\.[cm]?js)\b/m.exec(script)?.[1];
  return {
    ...(environment !== undefined && { environment }),
    ...(entry !== undefined && { entry }),
    archives: [...new Set(script.match(/\b[0-9a-f]{64}\.zip\b/g) ?? [])],
  };
}

function tryReadEnvironment(script: string): Record<string, string> | undefined {
  const lines = script.split('\n');
  const opening = lines.findIndex(
    (line) => line.includes(SERVICE_ENVIRONMENT_FILE) && line.includes('<<'),
  );
  const delimiter = /<<-?\s*(['"]?)(\w+)\1/.exec(lines[opening] ?? '')?.[2];
  if (delimiter === undefined) return undefined;
  const body = lines.slice(opening + 1);
  const end = body.findIndex((line) => line.trim() === delimiter);
  const pairs = body
    .slice(0, end === -1 ? undefined : end)
    .map((line) => /^\s*([A-Za-z_]\w*)=(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, key = '', value = '']) => [key, unquote(value.trim())] as const);
  return Object.fromEntries(pairs);
}

/** Systemd takes a value in quotes as what is between them. */
function unquote(value: string): string {
  const [, , inner] = /^(['"])(.*)\1$/.exec(value) ?? [];
  return inner ?? value;
}
