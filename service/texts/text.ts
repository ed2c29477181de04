/** A text for people, in the languages that the page speaks. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}
