// What minikube writes into kubeconfig files: a cluster, a user, a context, with certificates as
// paths into ~/.minikube.

import type { JsonObject } from '../../base/json';
import { formatRfc1123 } from '../../base/time';
import {
  configPaths,
  emptyConfig,
  type KubeConfig,
  readConfigFile,
  writeConfigFile,
} from '../kubectl/rest/kubeconfig';
import type { Context } from './context';
import { version } from './versions';

function file(ctx: Context): string {
  return configPaths(ctx.process, '').files[0] ?? '';
}

/** The first kubeconfig file, or an empty one. */
export function readKubeconfig(ctx: Context): KubeConfig {
  return readConfigFile(ctx.process, file(ctx)) ?? emptyConfig();
}

/** Adds the profile's entries and makes its context the current one. */
export function writeContext(ctx: Context, name: string, server: string, isCurrent = true): void {
  const config = readKubeconfig(ctx);
  const { profiles } = ctx;
  const extension = {
    'last-update': formatRfc1123(ctx.process.sim.now).replace('+0000', 'UTC'),
    provider: 'minikube.sigs.k8s.io',
    version,
  };
  const cluster: JsonObject = {
    'certificate-authority': `${profiles.folder}/ca.crt`,
    extensions: [{ extension, name: 'cluster_info' }],
    server,
  };
  const context: JsonObject = {
    cluster: name,
    extensions: [{ extension, name: 'context_info' }],
    namespace: 'default',
    user: name,
  };
  const user: JsonObject = {
    'client-certificate': profiles.path(name, 'client.crt'),
    'client-key': profiles.path(name, 'client.key'),
  };
  config.clusters.set(name, { value: cluster, file: '' });
  config.contexts.set(name, { value: context, file: '' });
  config.users.set(name, { value: user, file: '' });
  if (isCurrent) config.currentContext = name;
  writeConfigFile(ctx.process, file(ctx), config);
}

/** Takes the profile's entries away. */
export function removeContext(ctx: Context, name: string): void {
  const config = readConfigFile(ctx.process, file(ctx));
  if (config === undefined) return;
  config.clusters.delete(name);
  config.contexts.delete(name);
  config.users.delete(name);
  if (config.currentContext === name) config.currentContext = '';
  writeConfigFile(ctx.process, file(ctx), config);
}

/** Makes it no longer the current context; its entries stay. */
export function unsetContext(ctx: Context, name: string): void {
  const config = readConfigFile(ctx.process, file(ctx));
  if (config?.currentContext !== name) return;
  config.currentContext = '';
  writeConfigFile(ctx.process, file(ctx), config);
}

/** The server that the profile's entry names. */
export function serverOf(ctx: Context, name: string): string | undefined {
  const server = readKubeconfig(ctx).clusters.get(name)?.value.server;
  return typeof server === 'string' ? server : undefined;
}
