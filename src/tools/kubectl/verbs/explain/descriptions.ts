// The descriptions of kinds and fields, loaded when explain first needs them.
import table from '../../generated/descriptions.json';

/** A description by the schema's name and the field ('' is the schema itself). */
export type Descriptions = (schemaName: string, field: string) => string;

const { texts } = table as { readonly texts: readonly string[] };
const schemas = table.schemas as Readonly<Record<string, Readonly<Record<string, number>>>>;

export const descriptions: Descriptions = (schemaName, field) => {
  const id = schemas[schemaName]?.[field];
  return id === undefined ? '' : (texts[id] ?? '');
};
