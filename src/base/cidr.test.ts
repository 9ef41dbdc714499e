import { describe, expect, it } from 'vitest';
import { decodeBase64, decodeBase64Bytes, encodeBase64 } from './base64';
import {
  cidrContains,
  formatCidr,
  formatIp,
  nthAddress,
  nthSubnet,
  parseCidr,
  parseIp,
} from './cidr';
import { suggestNames } from './levenshtein';
import { compareSemver, formatSemver, parseSemver, satisfiesRange } from './semver';

const network = (text: string) => {
  const cidr = parseCidr(text);
  if (!cidr) throw new Error(`not a network: ${text}`);
  return cidr;
};

describe('addresses', () => {
  it('parses and prints both families', () => {
    const texts = ['10.9.8.7', '::1', '2001:db8::ffff', '::', 'fe80::1:0:0:1', '1:2:3:4:5:6:7:8'];
    const printed = texts.map((text) => parseIp(text)).map((ip) => ip && formatIp(ip));
    expect(printed).toEqual(texts);
    const bad = ['banana', '1.2.3', '1.2.3.256', '01.2.3.4', '1::2::3', ':1', '12345::', ''];
    expect(bad.filter((text) => parseIp(text) !== null)).toEqual([]);
  });

  it('counts inside networks', () => {
    const pods = network('10.244.0.0/16');
    expect(nthAddress(network('10.96.0.0/12'), 10)).toBe('10.96.0.10');
    expect(nthAddress(network('10.0.0.0/30'), 4)).toBeNull();
    const second = nthSubnet(pods, 24, 1);
    expect(second && formatCidr(second)).toBe('10.244.1.0/24');
    expect(nthSubnet(pods, 24, 256)).toBeNull();
    expect([cidrContains(pods, '10.244.255.255'), cidrContains(pods, '10.245.0.0')]).toEqual([
      true,
      false,
    ]);
    expect(parseCidr('10.0.0.0')).toBeNull();
    expect(formatCidr(network('10.1.2.3/8'))).toBe('10.0.0.0/8');
  });
});

describe('base64', () => {
  it('round-trips any bytes and names the bad byte', () => {
    const texts = ['', 'a', 'ab', 'abc', 'é😀', '\udc80\udcff'];
    expect(texts.map((text) => decodeBase64(encodeBase64(text)))).toEqual(texts);
    expect(encodeBase64('p4ss')).toBe('cDRzcw==');
    expect(decodeBase64Bytes('2')).toEqual({ at: 0 });
    expect(decodeBase64Bytes('ab!d')).toEqual({ at: 2 });
    expect(decodeBase64('cDRz\ncw==')).toBe('p4ss');
  });
});

describe('suggestions', () => {
  it('keeps the order given', () => {
    expect(suggestNames('gett', ['set', 'get', 'create'])).toEqual(['set', 'get']);
    expect(suggestNames('DEL', ['delete', 'describe'])).toEqual(['delete']);
  });
});

describe('versions', () => {
  it('orders', () => {
    const texts = [
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-beta',
      '1.0.0-rc.2',
      '1.0.0-rc.11',
      '1.0.0',
    ];
    const versions = texts.flatMap((text) => parseSemver(text) ?? []);
    expect([...versions].reverse().sort(compareSemver).map(formatSemver)).toEqual(texts);
    expect(parseSemver('v1.36')?.minor).toBe(36);
    expect(parseSemver('latest')).toBeNull();
  });

  it('matches ranges', () => {
    const version = parseSemver('1.36.3');
    if (!version) throw new Error('unparsed');
    const yes = ['>=1.19.0-0', '^1.2', '~1.36.0', '1.x', '*', '>1.0 <2', '1.36.3 || 9', '1 - 2'];
    const no = ['<1.36', '~1.35', '^2', '>1.36', '!=1.36.3', '1.36.2'];
    expect(yes.filter((range) => satisfiesRange(version, range) !== true)).toEqual([]);
    expect(no.filter((range) => satisfiesRange(version, range) !== false)).toEqual([]);
    expect(satisfiesRange(version, 'nope')).toBeNull();
  });
});
