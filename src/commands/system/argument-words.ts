// Words that options choose from: abbreviations, synonyms, and the complaint with the list.
import { quoteLocale } from '../command';

/** The words of each choice; the first one is what the code calls it. */
export type Choices = readonly (readonly string[])[];

/** A complaint about an option's word: for ctx.usage(message, 1). */
export class BadWord {
  readonly message: string;

  constructor(given: string, option: string, choices: Choices, isAmbiguous: boolean) {
    const lines = choices.map((words) => `\n  - ${words.map(quoteLocale).join(', ')}`).join('');
    const what = `${isAmbiguous ? 'ambiguous' : 'invalid'} argument ${quoteLocale(given)}`;
    this.message = `${what} for ${quoteLocale(option)}\nValid arguments are:${lines}`;
  }
}

/** The choice that a word, or the beginning of one, means. */
export function chooseWord(given: string, option: string, choices: Choices): string | BadWord {
  const exact = choices.find((words) => words.includes(given));
  if (exact !== undefined) return exact[0] ?? '';
  const found = choices.filter((words) => words.some((word) => word.startsWith(given)));
  if (found.length === 1 && given !== '') return found[0]?.[0] ?? '';
  return new BadWord(given, option, choices, found.length > 1);
}
