import { parseArgs } from 'node:util';
import { PublishError } from './publish-error';

/** How each command is written; options that are not named there are not taken. */
export const COMMAND_FORMS = {
  sign: 'sign FILE --key KEY.jwk',
  shadow: 'shadow PEOPLE.jsonl --next FILE [--current FILE] [--areas FILE] [--time-zone ZONE]',
  show: 'show [--from FILE]',
  key: 'key --authority NAME --kid KID',
  entry: 'entry KEY.jwk',
} as const;

/** One of them. */
export type CommandName = keyof typeof COMMAND_FORMS;

const OPTIONS = [
  'key',
  'next',
  'current',
  'areas',
  'time-zone',
  'from',
  'authority',
  'kid',
] as const;

/** Name of an option that some command takes. */
export type OptionName = (typeof OPTIONS)[number];

/** A command line that one of the forms describes. */
export interface CommandLine {
  readonly command: CommandName;
  /** The file that it is about; empty where the form has none. */
  readonly file: string;
  readonly options: Partial<Readonly<Record<OptionName, string>>>;
}

/**
 * Reads a command line; undefined when it asks for help.
 * @throws PublishError when it is none of the forms
 */
export function readCommandLine(args: readonly string[]): CommandLine | undefined {
  const { values, positionals } = parsed(args);
  const [command, ...files] = positionals;
  if (values.help === true || command === undefined) return undefined;
  if (!isCommand(command)) throw usage('there is no such command', command);
  const form = COMMAND_FORMS[command];
  const got = args.join(' ');
  const { help: _, ...options } = values;
  const strange = Object.keys(options).find((name) => !form.includes(`--${name} `));
  if (strange !== undefined) throw usage(`${command} takes no --${strange}`, got, command);
  const missing = OPTIONS.find((name) => isRequired(form, name) && options[name] === undefined);
  if (missing !== undefined) throw usage(`--${missing} is missing`, got, command);
  const takesFile = / [A-Z]/.test(form.slice(0, command.length + 2));
  if (takesFile && files.length === 0) throw usage('the file is missing', got, command);
  if (files.length > Number(takesFile)) {
    throw usage(`${command} takes no ${takesFile ? 'second file' : 'file'}`, got, command);
  }
  return { command, file: files[0] ?? '', options };
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMAND_FORMS, name);
}

/** Options stand in brackets where they may be left out. */
function isRequired(form: string, option: OptionName): boolean {
  return form.includes(` --${option} `);
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = Object.fromEntries(OPTIONS.map((name) => [name, text]));
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...(options as Record<OptionName, typeof text>),
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw usage(firstSentence((error as Error).message), args.join(' '));
  }
}

/** Node explains after it how to write what is not meant. */
function firstSentence(message: string): string {
  return (message.split('. ')[0] ?? '').replace(/^[A-Z]/, (letter) => letter.toLowerCase());
}

function usage(what: string, got: string, command?: CommandName): PublishError {
  return new PublishError('RULES_USAGE', what, {
    got,
    allowed: command === undefined ? Object.keys(COMMAND_FORMS).join(', ') : COMMAND_FORMS[command],
    fix: 'see npm run rules -- --help',
  });
}
