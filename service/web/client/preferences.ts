import type { IKept } from './stored-codes';
import type { Language } from './texts';

const LANGUAGE = 'kapok.language';
const LARGE = 'kapok.large';

/** How somebody wants to see the page; kept where the browser keeps anything. */
export class Preferences {
  language: Language;
  isLarge: boolean;

  constructor(
    private readonly kept: IKept,
    languages: readonly string[],
  ) {
    const language = this.read(LANGUAGE) ?? languages[0] ?? 'zh';
    this.language = language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
    this.isLarge = this.read(LARGE) === 'yes';
  }

  /** To the other language. */
  switchLanguage(): void {
    this.language = this.language === 'zh' ? 'en' : 'zh';
    this.write(LANGUAGE, this.language);
  }

  /** To large text or back. */
  switchSize(): void {
    this.isLarge = !this.isLarge;
    this.write(LARGE, this.isLarge ? 'yes' : 'no');
  }

  private read(key: string): string | null {
    try {
      return this.kept.getItem(key);
    } catch {
      return null;
    }
  }

  private write(key: string, value: string): void {
    try {
      this.kept.setItem(key, value);
    } catch {
      // Forbidden: it holds until the page is closed.
    }
  }
}
