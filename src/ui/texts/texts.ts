// The catalogue of the language chosen, for components.
import { createContext, useContext } from 'react';
import type { Language } from '../preferences';
import { en, type Texts } from './en';
import { es } from './es';

const catalogues: Readonly<Record<Language, Texts>> = { en, es };

/** The language that the page speaks. */
export const LanguageContext = createContext<Language>('en');

/** The texts of the language that the page speaks. */
export function useTexts(): Texts {
  return catalogues[useContext(LanguageContext)];
}
