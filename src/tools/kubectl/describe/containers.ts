// Containers of pods and templates.
import { isObject, type Json, type JsonObject } from '../../../base/json';
import { boolText, list, longTime, num, orNone, type Page, part, text, texts } from './page';

/** What environment variables get their values from. */
export type EnvResolver = (source: JsonObject) => string;

/** How containers are shown. `indent` is two blanks in templates. */
export interface ContainerOptions {
  readonly indent: string;
  readonly statuses: readonly JsonObject[];
  readonly resolve?: EnvResolver;
}

/** A titled list of containers. */
export function containerLines(
  page: Page,
  title: string,
  containers: readonly JsonObject[],
  options: ContainerOptions,
): void {
  if (containers.length === 0) {
    page.line(0, `${options.indent}${title}: <none>`);
    return;
  }
  page.line(0, `${options.indent}${title}:`);
  for (const container of containers) {
    const status = options.statuses.find((one) => one.name === container.name);
    basicLines(page, container, status, options.indent);
    commandLines(page, container);
    if (status !== undefined) stateLines(page, status);
    resourceLines(page, container.resources, 2);
    probeLines(page, container);
    environmentLines(page, container, options.resolve);
    mountLines(page, container);
  }
}

function basicLines(
  page: Page,
  container: JsonObject,
  status: JsonObject | undefined,
  indent: string,
): void {
  page.line(1, `${indent ? ' ' : ''}${text(container, 'name')}:`);
  if (status) page.line(2, `Container ID:\t${text(status, 'containerID')}`);
  page.line(2, `Image:\t${text(container, 'image')}`);
  if (status) page.line(2, `Image ID:\t${text(status, 'imageID')}`);
  const ports = list(container, 'ports');
  const shown = ports.map((one) => {
    const name = text(one, 'name') ? ` (${text(one, 'name')})` : '';
    return `${num(one, 'containerPort')}/${text(one, 'protocol') || 'TCP'}${name}`;
  });
  page.line(2, `${shown.length > 1 ? 'Ports' : 'Port'}:\t${orNone(shown.join(', '))}`);
  const hosts = ports.map((one) => {
    const name = text(one, 'name') ? ` (${text(one, 'name')})` : '';
    return `${num(one, 'hostPort')}/${text(one, 'protocol') || 'TCP'}${name}`;
  });
  page.line(2, `${hosts.length > 1 ? 'Host Ports' : 'Host Port'}:\t${orNone(hosts.join(', '))}`);
  const profile = part(part(container, 'securityContext'), 'seccompProfile');
  if (profile.type !== undefined) page.line(2, `SeccompProfile:\t${text(profile, 'type')}`);
}

function commandLines(page: Page, container: JsonObject): void {
  for (const [field, title] of [
    ['command', 'Command'],
    ['args', 'Args'],
  ] as const) {
    const words = texts(container, field);
    if (words.length === 0) continue;
    page.line(2, `${title}:`);
    for (const word of words) for (const line of word.split('\n')) page.line(3, line);
  }
}

function stateLines(page: Page, status: JsonObject): void {
  oneState(page, 'State', part(status, 'state'));
  const last = part(status, 'lastState');
  if (isObject(last.terminated)) oneState(page, 'Last State', last);
  page.line(2, `Ready:\t${boolText(status.ready)}`);
  page.line(2, `Restart Count:\t${num(status, 'restartCount')}`);
}

function oneState(page: Page, title: string, state: JsonObject): void {
  if (isObject(state.running)) {
    page.line(2, `${title}:\tRunning`);
    page.line(3, `Started:\t${longTime(text(state.running, 'startedAt'))}`);
    return;
  }
  if (isObject(state.terminated)) {
    const ended = state.terminated;
    page.line(2, `${title}:\tTerminated`);
    if (text(ended, 'reason')) page.line(3, `Reason:\t${text(ended, 'reason')}`);
    if (text(ended, 'message')) page.line(3, `Message:\t${text(ended, 'message')}`);
    page.line(3, `Exit Code:\t${num(ended, 'exitCode')}`);
    if (num(ended, 'signal') > 0) page.line(3, `Signal:\t${num(ended, 'signal')}`);
    page.line(3, `Started:\t${longTime(text(ended, 'startedAt'))}`);
    page.line(3, `Finished:\t${longTime(text(ended, 'finishedAt'))}`);
    return;
  }
  page.line(2, `${title}:\tWaiting`);
  const reason = text(state.waiting, 'reason');
  if (reason) page.line(3, `Reason:\t${reason}`);
}

/** Limits and requests. */
export function resourceLines(page: Page, resources: Json | undefined, level: number): void {
  for (const [field, title] of [
    ['limits', 'Limits'],
    ['requests', 'Requests'],
  ] as const) {
    const amounts = part(part(resources), field);
    const names = Object.keys(amounts).sort();
    if (names.length === 0) continue;
    page.line(level, `${title}:`);
    for (const name of names) page.line(level + 1, `${name}:\t${String(amounts[name])}`);
  }
}

function probeLines(page: Page, container: JsonObject): void {
  for (const kind of ['Liveness', 'Readiness', 'Startup']) {
    const probe = container[`${kind.toLowerCase()}Probe`];
    if (isObject(probe)) page.line(2, `${kind}:\t${probeText(probe)}`);
  }
}

function probeText(probe: JsonObject): string {
  const attributes =
    `delay=${num(probe, 'initialDelaySeconds')}s timeout=${num(probe, 'timeoutSeconds')}s ` +
    `period=${num(probe, 'periodSeconds')}s #success=${num(probe, 'successThreshold')} ` +
    `#failure=${num(probe, 'failureThreshold')}`;
  if (isObject(probe.exec)) return `exec [${texts(probe.exec, 'command').join(' ')}] ${attributes}`;
  if (isObject(probe.httpGet)) {
    const { httpGet: get } = probe;
    const host = `${text(get, 'host')}:${text(get, 'port')}`;
    return `http-get ${text(get, 'scheme').toLowerCase()}://${host}${text(get, 'path')} ${attributes}`;
  }
  if (isObject(probe.tcpSocket)) {
    return `tcp-socket ${text(probe.tcpSocket, 'host')}:${text(probe.tcpSocket, 'port')} ${attributes}`;
  }
  if (isObject(probe.grpc)) {
    return `grpc <pod>:${num(probe.grpc, 'port')} ${text(probe.grpc, 'service')} ${attributes}`;
  }
  return `unknown ${attributes}`;
}

function environmentLines(page: Page, container: JsonObject, resolve?: EnvResolver): void {
  const from = list(container, 'envFrom');
  if (from.length > 0) page.line(2, 'Environment Variables from:');
  for (const one of from) {
    const isMap = isObject(one.configMapRef);
    const source = part(one, isMap ? 'configMapRef' : 'secretRef');
    const prefix = text(one, 'prefix') ? ` with prefix '${text(one, 'prefix')}'` : '';
    const kind = isMap ? 'ConfigMap' : 'Secret';
    const optional = source.optional === true;
    page.line(3, `${text(source, 'name')}\t${kind}${prefix}\tOptional: ${optional}`);
  }
  const variables = list(container, 'env');
  page.line(2, variables.length === 0 ? 'Environment:\t<none>' : 'Environment:');
  for (const one of variables) variableLines(page, one, resolve);
}

function variableLines(page: Page, variable: JsonObject, resolve?: EnvResolver): void {
  const name = text(variable, 'name');
  const source = variable.valueFrom;
  if (!isObject(source)) {
    for (const [i, line] of text(variable, 'value').split('\n').entries()) {
      page.line(3, i === 0 ? `${name}:\t${line}` : `\t${line}`);
    }
    return;
  }
  const value = resolve?.(source) ?? '';
  if (isObject(source.fieldRef)) {
    const { fieldRef: field } = source;
    page.line(
      3,
      `${name}:\t${value} (${text(field, 'apiVersion') || 'v1'}:${text(field, 'fieldPath')})`,
    );
  } else if (isObject(source.resourceFieldRef)) {
    page.line(3, `${name}:\t${value} (${text(source.resourceFieldRef, 'resource')})`);
  } else if (isObject(source.secretKeyRef)) {
    const { secretKeyRef: key } = source;
    const what = `<set to the key '${text(key, 'key')}' in secret '${text(key, 'name')}'>`;
    page.line(3, `${name}:\t${what}\tOptional: ${key.optional === true}`);
  } else if (isObject(source.configMapKeyRef)) {
    const { configMapKeyRef: key } = source;
    const what = `<set to the key '${text(key, 'key')}' of config map '${text(key, 'name')}'>`;
    page.line(3, `${name}:\t${what}\tOptional: ${key.optional === true}`);
  }
}

function mountLines(page: Page, container: JsonObject): void {
  const mounts = list(container, 'volumeMounts').sort((a, b) =>
    text(a, 'mountPath') < text(b, 'mountPath') ? -1 : 1,
  );
  page.line(2, mounts.length === 0 ? 'Mounts:\t<none>' : 'Mounts:');
  for (const mount of mounts) {
    const flags = [mount.readOnly === true ? 'ro' : 'rw'];
    if (text(mount, 'subPath')) flags.push(`path=${JSON.stringify(text(mount, 'subPath'))}`);
    page.line(3, `${text(mount, 'mountPath')} from ${text(mount, 'name')} (${flags.join(',')})`);
  }
  const devices = list(container, 'volumeDevices');
  if (devices.length === 0) return;
  page.line(2, 'Devices:');
  for (const one of devices) page.line(3, `${text(one, 'devicePath')} from ${text(one, 'name')}`);
}
