export const budgetBytes: number;
export function measureSizes(folder?: string): { name: string; bytes: number }[];
export function reportSizes(folder?: string): boolean;
