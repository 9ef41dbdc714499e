import { describe, expect, it } from 'vitest';
import { createTable, printTable, tabWriter } from './table';

describe('printTable', () => {
  it('pads to the widest cell plus three, at least six', () => {
    const rows = [
      ['NAME', 'DATA', 'AGE'],
      ['kube-root-ca.crt', '1', '5m'],
      ['a', '', '1s'],
    ];
    expect(printTable(rows)).toBe(
      'NAME               DATA   AGE\nkube-root-ca.crt   1      5m\na                         1s\n',
    );
    expect(
      printTable([
        ['N', 'D'],
        ['a', '1'],
      ]),
    ).toBe('N     D\na     1\n');
    expect(printTable([])).toBe('');
  });

  it('lets a line break in a cell end the columns', () => {
    const rows = [
      ['NAME', 'DATA'],
      ['dir', 'map[a:one\n b:two]'],
      ['empty', '<none>'],
    ];
    expect(printTable(rows)).toBe('NAME   DATA\ndir    map[a:one\n b:two]\nempty   <none>\n');
  });

  it('keeps widths from one print to the next', () => {
    const print = createTable();
    expect(print([['web-12345', '1']])).toBe('web-12345   1\n');
    expect(print([['a', '2']])).toBe('a           2\n');
  });
});

describe('tabWriter', () => {
  it('ends a column where a line has no cell in it', () => {
    const text = 'Name:\tweb\nLabels:\tapp=web\n\ttier=x\nData\n====\na:\tb\n';
    expect(tabWriter(text)).toBe(
      'Name:    web\nLabels:  app=web\n         tier=x\nData\n====\na:  b\n',
    );
  });

  it('aligns inner columns by block', () => {
    const text = 'Events:\n  Type\tReason\tAge\n  ----\t------\t---\n  Normal\tX\t1s\n';
    expect(tabWriter(text)).toBe(
      'Events:\n  Type    Reason  Age\n  ----    ------  ---\n  Normal  X       1s\n',
    );
  });

  it('keeps trailing blanks of a terminated last cell', () => {
    expect(tabWriter('A\tB\t\nlong\tx\t\n', { minWidth: 6, padding: 3 })).toBe(
      'A      B     \nlong   x     \n',
    );
  });
});
